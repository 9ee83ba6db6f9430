"""Reading the sample desk, and finding what it speaks of."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify

from ecosystem.accounts.models import User
from ecosystem.core.text import fold
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.models import Listing

FOLDER = Path(__file__).parent / "content"
REF = "demo"
CURATOR = "curator@demo.test"
Said = dict[str, Any]


def content() -> Said:
    said: Said = json.loads((FOLDER / "desk.json").read_text(encoding="utf-8"))
    return said


def ago(*, days: float = 0, hours: float = 0) -> datetime:
    """That long before the sample is written."""
    return timezone.now() - timedelta(days=days, hours=hours)


def person(name: str) -> User:
    """A sample account by its address, or by the name of somebody who has one without a password."""
    if "@" in name:
        return User.objects.get(email=name)
    email = f"{slugify(fold(name))}@comptes.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, full_name=name)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def curator() -> User:
    return person(CURATOR)


def listing(name: str) -> Any:
    """The live listing of that name, as its own class."""
    return of_its_kind(Listing.objects.live().get(name=name))

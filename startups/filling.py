"""What else is written of a listing: what the register knows, and its deck."""

from typing import Any
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.fields import fields_of
from ecosystem.directory.models import Origin
from ecosystem.directory.writing import Written, lock
from startups.actions import write_startup
from startups.models import Startup
from startups.registry import Company


@transaction.atomic
def fill_from_register(startup: Startup, company: Company, *, by: User) -> Written[Startup]:
    """Fill the fields that are still empty with what the register says; nobody's words are replaced."""
    locked = lock(startup)
    said = {name: value for name, value in company.values().items() if name in fields_of(locked)}
    fields = fields_of(locked)
    empty = {name: value for name, value in said.items() if fields[name].is_empty(fields[name].read(locked))}
    return write_startup(locked, empty, by=by, origin=Origin.REGISTRY, ref=f"siren:{company.siren}")


@transaction.atomic
def set_deck(startup: Startup, file: File[Any] | None, *, by: User) -> Startup:
    """Keep another deck, or none; the former file goes once the change is sure."""
    locked = lock(startup)
    storage, former = locked.deck.storage, locked.deck.name
    locked.deck_name = (file.name or "")[-120:] if file else ""
    locked.deck_at = timezone.now() if file else None
    locked.deck = ""
    if file:
        locked.deck.save(f"{uuid4().hex}.pdf", file, save=False)
    locked.save(update_fields=["deck", "deck_name", "deck_at", "updated_at"])
    if former:
        transaction.on_commit(lambda: storage.delete(former))
    return locked

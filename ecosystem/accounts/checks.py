"""The sample data's accounts have a published password: a site that people use never starts with them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import OperationalError, ProgrammingError

DEMO_DOMAIN = "@demo.test"
MESSAGE = "The sample data's accounts (%s) are in this database, and their password is published."
HINT = "Remove them, or use an empty database. Only DEBUG=1, on a development machine, accepts them."


def demo_accounts(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The sample accounts that the database holds; none while its tables do not exist yet."""
    try:
        found = get_user_model().objects.using(using).filter(email__endswith=DEMO_DOMAIN)
        return list(found.order_by("email").values_list("email", flat=True)[:5])
    except (OperationalError, ProgrammingError):
        return []


@register(Tags.database)
def check_demo_accounts(
    *, app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """`migrate` and `check --database default` name the fault before anything is served."""
    if settings.DEBUG or DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    found = demo_accounts()
    return [Error(MESSAGE % ", ".join(found), hint=HINT, id="accounts.E001")] if found else []


def refuse_demo_accounts() -> None:
    """Called where a server starts: outside DEBUG, one sample account is enough to stop it."""
    if settings.DEBUG:
        return
    found = demo_accounts()
    connections.close_all()
    if found:
        raise ImproperlyConfigured(f"{MESSAGE % ', '.join(found)} {HINT}")

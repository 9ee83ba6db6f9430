"""What changed last: a number that rises with each commit which wrote something that visitors may read.

Every statement that the site sends is looked at, so that bulk writes count too. A new table counts by itself; those
that no page shows to a visitor are named in `QUIET`.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import F
from django.http import HttpRequest

from ecosystem.core.models import DataVersion

QUIET = (
    *("core_", "django_", "auth_", "account_", "accounts_actingas", "accounts_apitoken", "knox_", "mfa_"),
    *("usersessions_", "directory_claim", "directory_favourite", "directory_freshnessask", "directory_import"),
    *("directory_invitation", "directory_likeness", "directory_linkcheck", "directory_note", "directory_orphanchase"),
    *("directory_report", "directory_suggestion", "matching_roundchunk", "matching_roundinputs", "search_alert"),
    *("search_searchcount", "sqlite_", "tradeshows_follow"),
)
"""How the tables begin that no page shows to a visitor."""
ONLY = 1
"""The key of the one row."""

_WRITES = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)
_SIGN_IN = re.compile(r'UPDATE "accounts_user" SET "last_login" = [^,]+ WHERE')
"""Who came when is shown to no visitor."""
logger = logging.getLogger(__name__)
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def data_version() -> int:
    """The present number: the same as before means that nothing public was written since."""
    return DataVersion.objects.filter(pk=ONLY).values_list("number", flat=True).first() or 0


def version_for(request: HttpRequest) -> int:
    """The same number for a whole request, asked once."""
    known: int | None = getattr(request, "data_version", None)
    if known is None:
        known = request.data_version = data_version()  # type: ignore[attr-defined]
    return known


def is_public_write(sql: str) -> bool:
    """Whether a statement writes a table that pages for visitors may read."""
    found = _WRITES.match(sql)
    return found is not None and not found[1].lower().startswith(QUIET) and not _SIGN_IN.match(sql)


def raise_version() -> None:
    """Count one more change; without its table yet, nothing is counted: copies of pages age by themselves too."""
    try:
        if not DataVersion.objects.filter(pk=ONLY).update(number=F("number") + 1):
            DataVersion.objects.bulk_create([DataVersion(pk=ONLY, number=1)], ignore_conflicts=True)
    except DatabaseError:
        logger.debug("The version of the data was not counted.", exc_info=True)


def is_uncounted(connection: BaseDatabaseWrapper) -> bool:
    """Whether the present transaction wrote something public, which will count once it is committed."""
    return any(waiting[1] is raise_version for waiting in connection.run_on_commit)


def count_writes(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around each statement: a public write raises the version once its transaction is committed, and once only."""
    result = execute(sql, params, many, context)
    if is_public_write(sql):
        connection: BaseDatabaseWrapper = context["connection"]
        if not is_uncounted(connection):
            transaction.on_commit(raise_version, using=connection.alias, robust=True)
    return result


def watch(connection: BaseDatabaseWrapper, **_facts: object) -> None:
    """Look at what this connection writes."""
    if count_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_writes)


def register() -> None:
    """Look at every connection that is opened from now on."""
    connection_created.connect(watch, dispatch_uid="ecosystem.core.versions")

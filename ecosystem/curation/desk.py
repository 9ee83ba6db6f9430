"""What waits for the team: new listings, changes of published ones, corrections and reports, the longest wait first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ecosystem.accounts.models import User
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.models import Listing, Report, Revision, Suggestion

Rows = QuerySet[Any, Any]
SORTS: dict[str, str | Promise] = {
    "fiche": gettext_lazy("Nouvelles fiches"),
    "modification": gettext_lazy("Modifications"),
    "suggestion": gettext_lazy("Suggestions"),
    "signalement": gettext_lazy("Signalements"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that waits, and since when."""

    sort: str
    pk: int
    since: datetime

    def __str__(self) -> str:
        return f"{self.sort}-{self.pk}"


@dataclass
class Item:
    """What waits, with the listing that it is about; `row` is the listing itself, or what was said of it."""

    key: Key
    row: Any

    @property
    def listing(self) -> Listing:
        found: Listing = self.row if self.key.sort == "fiche" else self.row.listing
        return found

    @cached_property
    def full(self) -> Any:
        """The listing with the columns of its kind."""
        return of_its_kind(self.listing)

    @property
    def author(self) -> User | None:
        found: User | None = self.row.created_by if self.key.sort == "fiche" else self.row.by
        return found

    @property
    def what(self) -> str:
        """In two or three words, for the list."""
        if self.key.sort == "fiche":
            return _("Nouvelle fiche") if not self.listing.published_at else _("Fiche renvoyée")
        if self.key.sort == "signalement":
            return _("Signalement")
        count = len(self.row.values)
        if self.key.sort == "suggestion":
            said = ngettext("Suggestion, %(count)d champ", "Suggestion, %(count)d champs", count)
            return said % {"count": count} if count else _("Suggestion en mots")
        return ngettext("%(count)d champ modifié", "%(count)d champs modifiés", count) % {"count": count}


def waiting_rows(person: User | None = None) -> dict[str, Rows]:
    """The rows of each sort that wait; with a person, those of the listings that she follows."""
    rows: dict[str, Rows] = {
        "fiche": Listing.objects.waiting(),
        "modification": Revision.objects.to_read(),
        "suggestion": Suggestion.objects.pending(),
        "signalement": Report.objects.open(),
    }
    if person is None:
        return rows
    return {
        sort: found.filter(**{f"{'' if sort == 'fiche' else 'listing__'}assignment__person": person})
        for sort, found in rows.items()
    }


def waiting_keys(person: User | None = None) -> list[Key]:
    """Everything that waits, in one query."""
    asked = [_keyed(sort, found) for sort, found in waiting_rows(person).items()]
    union = asked[0].union(*asked[1:], all=True).order_by("since", "sort", "row")
    return [Key(sort, pk, since) for sort, pk, since in union]


def _keyed(sort: str, rows: Rows) -> Rows:
    moment = Coalesce("submitted_at", "created_at") if sort == "fiche" else F("at")
    keyed: Rows = (
        rows.order_by()
        .annotate(sort=Value(sort, CharField()), row=F("pk"), since=moment)
        .values_list("sort", "row", "since")
    )
    return keyed


def items_of(keys: Sequence[Key]) -> list[Item]:
    """The rows of these keys in their order, in one query a sort; those decided meanwhile are left out."""
    found: dict[tuple[str, int], Any] = {}
    for sort, rows in waiting_rows().items():
        wanted = [key.pk for key in keys if key.sort == sort]
        related = ["created_by"] if sort == "fiche" else ["listing", "by"]
        if wanted:
            found |= {(sort, row.pk): row for row in rows.filter(pk__in=wanted).select_related(*related)}
    return [Item(key, found[key.sort, key.pk]) for key in keys if (key.sort, key.pk) in found]

"""What the reading page shows of one thing that waits: its words beside those on line, its checks and its past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.accounts.models import CURATORS, User
from ecosystem.curation.checks import checks_of
from ecosystem.curation.desk import Item
from ecosystem.directory.differing import Difference, difference, differences
from ecosystem.directory.duplicates import twins_of
from ecosystem.directory.fields import Plain, fields_of, label_of, shown, values_of
from ecosystem.directory.models import Assignment, Listing, Report
from ecosystem.directory.writing import values_at
from ecosystem.ui.typography import ago, day

MOVES: Mapping[str, str | Promise] = {
    Listing.State.SUBMITTED: gettext_lazy("Envoyée à la relecture"),
    Listing.State.CHANGES_REQUESTED: gettext_lazy("Correction demandée"),
    Listing.State.PUBLISHED: gettext_lazy("Publiée"),
    Listing.State.HIDDEN: gettext_lazy("Masquée"),
    Listing.State.ARCHIVED: gettext_lazy("Archivée"),
    Listing.State.MERGED: gettext_lazy("Fusionnée"),
}
HISTORY_ROWS = 6


ACTS = {
    "fiche": "curation:decision",
    "modification": "curation:change_decision",
    "suggestion": "curation:suggestion_decision",
    "signalement": "curation:report_decision",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A field as it is, in words."""

    name: str
    label: str
    text: str
    shape: str


def context_of(item: Item, *, whole: bool) -> dict[str, Any]:
    """Everything about one thing that waits."""
    listing, proposed = item.full, getattr(item.row, "values", {})
    base = _read_before(item)
    found = _differences(item, base)
    full = whole or (item.key.sort in {"fiche", "signalement"} and not found)
    changed = {one.name for one in found}
    lines = lines_of(listing, proposed)
    return {
        "item": item,
        "listing": listing,
        "differences": [] if full else found,
        "lines": lines if full else [],
        "same": [] if full else [line for line in lines if line.name not in changed],
        "whole": full,
        "can_switch": bool(found),
        "unchanged": base is not None and not found,
        "act": reverse(ACTS[item.key.sort], args=[item.row.pk]),
        "said": said_of(item),
        "picks": item.key.sort in {"modification", "suggestion"},
        "publishable": item.key.sort == "fiche" or bool(proposed),
        "needs_words": item.key.sort in {"fiche", "modification"},
        "checks": checks_of(listing, proposed),
        "past": [
            (move, MOVES.get(move.to_state, move.to_state))
            for move in listing.moves.select_related("by").order_by("-at", "-pk")[:HISTORY_ROWS]
        ],
        "notes": list(listing.notes.select_related("by")[:20]),
        "tags": list(listing.tags.all()),
        "assignment": listing_assignment(listing),
        "team": team(),
        "twins": twins_of(listing, limit=3) if item.key.sort == "fiche" else [],
        "outcomes": Report.Outcome.choices,
        "fields": [(name, label_of(listing, name)) for name in (proposed or fields_of(listing))],
    }


def lines_of(listing: Listing, proposed: Mapping[str, Plain]) -> list[Line]:
    """The fields that say something, as the listing would be."""
    values = {**values_of(listing), **proposed}
    return [
        Line(name, label_of(listing, name), shown(listing, name, values[name]), field.shape)
        for name, field in fields_of(listing).items()
        if not field.is_empty(values.get(name))
    ]


def said_of(item: Item) -> str:
    """Who wrote it, when, and what it is compared with."""
    names = {"who": item.author or str(getattr(item.row, "email", "")) or _("quelqu’un sans compte")}
    names["when"] = ago(item.key.since)
    if item.key.sort == "fiche":
        return _("Envoyée %(when)s.") % names if item.author is None else _("Envoyée par %(who)s %(when)s.") % names
    if item.key.sort == "signalement":
        return _("Signalée par %(who)s %(when)s.") % names
    names["date"] = day(item.listing.verified_at or item.listing.published_at)
    if item.key.sort == "suggestion":
        return _("Correction suggérée par %(who)s %(when)s.") % names
    return _("Modifiée par %(who)s %(when)s. Comparée à la version en ligne du %(date)s.") % names


def team() -> Sequence[User]:
    """Those who may follow a listing."""
    return list(User.objects.filter(groups__name=CURATORS, is_active=True).order_by("full_name", "pk"))


def listing_assignment(listing: Listing) -> Assignment | None:
    """Who follows it, if somebody does."""
    return Assignment.objects.filter(listing_id=listing.pk).select_related("person").first()


def _read_before(item: Item) -> Mapping[str, Plain] | None:
    """What the proposal is compared with: the page on line, or what the team read before it asked for a correction."""
    if item.key.sort in {"modification", "suggestion"}:
        return values_of(item.full)
    if item.key.sort == "signalement":
        return None
    asked = item.full.moves.filter(to_state=Listing.State.CHANGES_REQUESTED).last()
    if asked is None:
        return None
    last = item.full.versions.filter(at__lte=asked.at).order_by("-number").first()
    return values_at(item.full, last.number if last else 1)


def _differences(item: Item, base: Mapping[str, Plain] | None) -> list[Difference]:
    if base is None:
        return []
    if item.key.sort == "fiche":
        return differences(item.full, base, values_of(item.full))
    known = [name for name in item.row.values if name in fields_of(item.full)]
    return [difference(item.full, name, base[name], item.row.values[name]) for name in known]

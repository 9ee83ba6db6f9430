"""The life of a listing: what was written, decided, merged and whose it was, in one line of time; versions compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.journal import Asked, Journal, Line
from ecosystem.curation.deciding import tell_owners
from ecosystem.curation.reading_page import MOVES
from ecosystem.curation.taken import written_or_refused
from ecosystem.directory.differing import Difference, differences
from ecosystem.directory.fields import label_of, values_of
from ecosystem.directory.merging import family_of
from ecosystem.directory.models import ImportLine, Listing, ListingMove, Origin, Version
from ecosystem.directory.writing import Written, restore_version, values_at

SORTS: dict[str, tuple[str, ...]] = {
    "champs": ("version",),
    "etats": ("move",),
    "equipe": ("member", "claim", "invitation", "chase"),
    "fusions": ("merge", "unmerge"),
}
"""What each filter keeps of the journal."""
NAMED = 3
"""Fields named in a line of the history; the others are counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history; `number` is the version that it made, if it made one."""

    at: datetime
    title: str
    detail: str
    icon: str
    tone: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A field that differs between two versions, and whose word it is."""

    difference: Difference
    origin: str


def timeline(listing: Listing, shown: str = "") -> Journal:
    """All that happened to a listing and to those that went into it, the latest first, or one sort of it."""
    return Journal(Asked(names=SORTS.get(shown, ()), listings=tuple(family_of(listing))))


def steps_of(listing: Listing, lines: Iterable[Line]) -> list[Step]:
    """The lines as the page shows them; what another listing lived before it went into this one says whose it is."""
    found = []
    for line in lines:
        draw = DRAWN.get(line.source.name)
        step = (
            draw(listing, line.row) if draw else Step(line.at, line.said.title, line.said.detail, line.icon, line.tone)
        )
        if draw and line.row.listing_id != listing.pk:
            whose = _("De la fiche %(name)s.") % {"name": line.row.listing}
            step = replace(step, detail=f"{whose} {step.detail}", number=None)
        found.append(step)
    return found


def made_by(listing: Listing) -> ImportLine | None:
    """The line of an import that created the listing, if one did."""
    return ImportLine.objects.filter(listing=listing.pk, is_new=True).select_related("run").first()


def compare(listing: Listing, first: int, second: int) -> list[Compared]:
    """What the second version says otherwise than the first, and whose word it is now or was then."""
    before, after = values_at(listing, first), values_at(listing, second)
    origins = _origins(listing, second)
    return [Compared(one, origins.get(one.name, "")) for one in differences(listing, before, after)]


def to_restore(listing: Listing, number: int) -> list[Difference]:
    """The fields that bringing a version back would change: what they say now, and what they would say."""
    return differences(listing, values_of(listing), values_at(listing, number))


@transaction.atomic
def restore(listing: Any, number: int, *, by: User, fields: Sequence[str], reason: str) -> Written[Any]:
    """Bring some fields back to what a version said, and tell the owners which; at least one is chosen."""
    if not fields:
        raise Refused(_("Choisissez au moins un champ à rétablir."))
    with written_or_refused():
        written: Written[Any] = restore_version(listing, number, by=by, fields=fields, reason=reason.strip()[:500])
    if written.changed:
        key = f"restored:{listing.pk}:{written.listing.version}"
        tell_owners(written.listing, key, "restored", message=reason.strip(), fields=list(written.changed))
    return written


def _written(listing: Listing, version: Version) -> Step:
    names = [_("Logo") if name == "logo" else label_of(listing, name) for name in version.changes]
    count = len(names)
    title = ngettext("%(count)d champ modifié", "%(count)d champs modifiés", count) % {"count": count}
    icon, tone = "pencil", ""
    if version.ref.startswith("version:"):
        title, icon, tone = ngettext("Champ rétabli", "Champs rétablis", count), "undo-2", "red"
    elif version.ref.startswith("revision:"):
        title, icon, tone = _("Modification publiée"), "check", "teal"
    elif version.ref.startswith("merge:"):
        title, icon, tone = _("Fusion de deux fiches"), "copy", "sun"
    elif version.origin == Origin.IMPORT:
        title, icon, tone = _("Import"), "upload", "sun"
    elif version.origin == Origin.REGISTRY:
        title, icon = _("Registre des entreprises"), "building-2"
    elif version.origin == Origin.SUGGESTION:
        title, icon, tone = _("Suggestion publiée"), "message-circle", "blue"
    named = ", ".join(names[:NAMED]) + (f" + {count - NAMED}" if count > NAMED else "")
    who = str(version.by) if version.by else str(version.get_origin_display())
    detail = f"{named}. {who}." + (f" {version.reason}" if version.reason else "")
    return Step(version.at, title, detail, icon, tone, version.number)


def _moved(_listing: Listing, move: ListingMove) -> Step:
    look: dict[str, tuple[str, str]] = {
        Listing.State.PUBLISHED: ("check", "teal"),
        Listing.State.SUBMITTED: ("send", "blue"),
        Listing.State.CHANGES_REQUESTED: ("pencil", "sun"),
    }
    icon, tone = look.get(move.to_state, ("eye-off", "red"))
    who = str(move.by) if move.by else _("le site")
    detail = f"{who}." + (f" {move.reason}" if move.reason else "")
    return Step(move.at, str(MOVES.get(move.to_state, move.to_state)), detail, icon, tone)


DRAWN: dict[str, Callable[[Listing, Any], Step]] = {"version": _written, "move": _moved}
"""What the history tells better than the journal: it is on one listing's own page."""


def _origins(listing: Listing, number: int) -> Mapping[str, str]:
    """Whose word each field was in a version: the last write of it until then."""
    found: dict[str, str] = {}
    names = dict(Origin.choices)
    for version in listing.versions.filter(number__lte=number).order_by("number"):
        found |= dict.fromkeys(version.changes, str(names[version.origin]))
    return found

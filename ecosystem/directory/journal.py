"""What listings tell the journal: their moves, what was written, what was decided, and who read what is private."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.directory.fields import label_of
from ecosystem.directory.models import FreshnessAsk, Listing, ListingMove, Opening, Revision, Version
from ecosystem.directory.owners import owned_by

State = Listing.State
MOVED = {
    State.SUBMITTED: (gettext_lazy("%(name)s, envoyée à la relecture"), "send", "blue"),
    State.CHANGES_REQUESTED: (gettext_lazy("%(name)s, correction demandée"), "message-square", "yellow"),
    State.PUBLISHED: (gettext_lazy("%(name)s, mise en ligne"), "check", "teal"),
    State.HIDDEN: (gettext_lazy("%(name)s, masquée"), "eye-off", "red"),
    State.ARCHIVED: (gettext_lazy("%(name)s, archivée"), "archive", "red"),
    State.MERGED: (gettext_lazy("%(name)s, fusionnée dans une autre"), "merge", "yellow"),
    State.DRAFT: (gettext_lazy("%(name)s, revenue en brouillon"), "pencil", ""),
}


def moved(move: ListingMove) -> Said:
    sentence, icon, tone = MOVED[State(move.to_state)]
    detail = signed(move.by, move.reason)
    return Said(str(sentence) % {"name": move.listing}, detail, move.listing.get_absolute_url(), tone, icon)


def written(version: Version) -> Said:
    """Which fields, by their names."""
    count = len(version.changes)
    title = ngettext("%(name)s, %(count)d champ modifié", "%(name)s, %(count)d champs modifiés", count)
    names = ", ".join(label_of(version.listing, name) for name in version.changes)
    detail = f"{names}. {signed(version.by, version.reason)}".strip()
    return Said(title % {"name": version.listing, "count": count}, detail, version.listing.get_absolute_url())


def decided(revision: Revision) -> Said:
    title = _("%(name)s, modification relue : %(state)s") % {
        "name": revision.listing,
        "state": revision.get_state_display().lower(),
    }
    return Said(title, signed(revision.decided_by, revision.message), revision.listing.get_absolute_url())


def opened(opening: Opening) -> Said:
    title = _("%(what)s, de %(name)s") % {"what": opening.get_what_display(), "name": opening.listing}
    return Said(title, signed(opening.by, opening.reason), opening.listing.get_absolute_url())


def asked(ask: FreshnessAsk) -> Said:
    title = ngettext("%(name)s, relance de confirmation", "%(name)s, %(count)d relances de confirmation", ask.count)
    said = str(ask.get_answer_display()).capitalize() if ask.answer else _("Sans réponse pour l’instant")
    detail = f"{said}. {signed(ask.by)}"
    return Said(title % {"name": ask.listing, "count": ask.count}, detail, ask.listing.get_absolute_url())


def signed(by: Any, reason: str = "") -> str:
    """Who, and why when it was said."""
    who = _("Par %(by)s.") % {"by": by} if by else _("Par le site.")
    return f"{who} " + _("Motif : « %(reason)s ».") % {"reason": reason} if reason else who


def own(user: Any) -> Q:
    return owned_by(user, "listing__")


ON_A_LISTING: dict[str, Any] = {"listing": "listing", "related": ("listing",)}
SOURCES = (
    Source(
        name="move",
        label=gettext_lazy("Fiche"),
        model="directory.ListingMove",
        draw=moved,
        words=("listing__name", "reason"),
        **ON_A_LISTING,
    ),
    Source(
        name="version",
        label=gettext_lazy("Modification"),
        model="directory.Version",
        draw=written,
        icon="pencil",
        words=("listing__name", "reason"),
        **ON_A_LISTING,
    ),
    Source(
        name="revision",
        label=gettext_lazy("Relecture"),
        model="directory.Revision",
        draw=decided,
        icon="book-open-check",
        tone="blue",
        at="decided_at",
        by="decided_by",
        words=("listing__name", "message"),
        **ON_A_LISTING,
    ),
    Source(
        name="freshness",
        label=gettext_lazy("Fraîcheur"),
        model="directory.FreshnessAsk",
        draw=asked,
        icon="leaf",
        at="last_at",
        words=("listing__name",),
        **ON_A_LISTING,
    ),
    Source(
        name="opening",
        label=gettext_lazy("Accès"),
        model="directory.Opening",
        draw=opened,
        icon="eye",
        words=("listing__name", "reason"),
        own=own,
        **ON_A_LISTING,
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for source in SOURCES:
        register_journal(source)

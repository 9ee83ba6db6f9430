"""What curation tells the journal: merges and their undoing, what visitors said, and imports."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.directory.journal import signed
from ecosystem.directory.models import ImportRun, Merge, Report, Suggestion

State = ImportRun.State


def merged(merge: Merge) -> Said:
    title = _("%(gone)s, fusionnée dans %(kept)s") % {"gone": merge.gone, "kept": merge.kept}
    return Said(title, signed(merge.by, merge.reason), merge.kept.get_absolute_url())


def unmerged(merge: Merge) -> Said:
    title = _("%(gone)s, fusion annulée") % {"gone": merge.gone}
    return Said(title, signed(merge.undone_by), merge.gone.get_absolute_url())


def suggested(suggestion: Suggestion) -> Said:
    title = _("%(name)s, suggestion : %(state)s") % {
        "name": suggestion.listing,
        "state": suggestion.get_state_display().lower(),
    }
    return Said(title, signed(suggestion.decided_by, suggestion.answer), suggestion.listing.get_absolute_url())


def reported(report: Report) -> Said:
    said = report.get_outcome_display() if report.outcome else _("en cours")
    title = _("%(name)s, signalement : %(outcome)s") % {"name": report.listing, "outcome": str(said).lower()}
    return Said(title, signed(report.decided_by, report.answer), report.listing.get_absolute_url())


def imported(run: ImportRun) -> Said:
    count = ngettext("%(count)d ligne", "%(count)d lignes", run.total_count) % {"count": run.total_count}
    title = _("Import %(name)s : %(state)s") % {"name": run.name, "state": run.get_state_display().lower()}
    tone = "red" if run.state in {State.FAILED, State.UNDONE} else "teal" if run.state == State.DONE else ""
    return Said(title, f"{count}. {signed(run.by, run.failure)}", reverse("curation:import", args=[run.pk]), tone)


PAIR: dict[str, Any] = {
    "model": "directory.Merge",
    "listing": "kept",
    "other": "gone",
    "related": ("kept", "gone"),
    "words": ("kept__name", "gone__name", "reason"),
}
DECIDED: dict[str, Any] = {"at": "decided_at", "by": "decided_by", "listing": "listing", "related": ("listing",)}
SOURCES = (
    Source(name="merge", label=gettext_lazy("Fusion"), draw=merged, icon="merge", tone="yellow", **PAIR),
    Source(
        name="unmerge",
        label=gettext_lazy("Fusion annulée"),
        draw=unmerged,
        icon="undo-2",
        tone="red",
        at="undone_at",
        by="undone_by",
        **PAIR,
    ),
    Source(
        name="suggestion",
        label=gettext_lazy("Suggestion"),
        model="directory.Suggestion",
        draw=suggested,
        icon="message-square",
        words=("listing__name", "answer"),
        **DECIDED,
    ),
    Source(
        name="report",
        label=gettext_lazy("Signalement"),
        model="directory.Report",
        draw=reported,
        icon="flag",
        words=("listing__name", "answer"),
        **DECIDED,
    ),
    Source(
        name="import",
        label=gettext_lazy("Import"),
        model="directory.ImportRun",
        draw=imported,
        icon="upload",
        at="created_at",
        words=("name", "source", "failure"),
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for source in SOURCES:
        register_journal(source)

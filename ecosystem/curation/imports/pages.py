"""What the pages of imports show of a run, in words and figures."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ecosystem.curation.imports.columns import label_of_field
from ecosystem.curation.imports.mending import cells_of
from ecosystem.directory.models import ImportLine, ImportRun
from ecosystem.ui.typography import number

State = ImportRun.State
TITLES = {
    "startup": gettext_lazy("Importer des startups"),
    "mentor": gettext_lazy("Importer des mentors"),
    "funder": gettext_lazy("Importer des financeurs"),
    "tradeshow": gettext_lazy("Importer des salons"),
}
SHAPES = {
    State.TRYING: "half",
    State.IMPORTING: "half",
    State.UNDOING: "half",
    State.DONE: "full",
    State.FAILED: "failed",
    State.STOPPED: "failed",
    State.UNDONE: "closed",
}
FILTERS = {
    "erreurs": (gettext_lazy("Erreurs"), Q(state="refused")),
    "remarques": (gettext_lazy("Remarques"), Q(has_reasons=True) & ~Q(state="refused")),
    "mises-a-jour": (gettext_lazy("Mises à jour"), Q(state="updated")),
    "laissees": (gettext_lazy("Laissées de côté"), Q(state="left")),
    "toutes": (gettext_lazy("Toutes"), Q()),
}
UNDO_FILTER = {"gardees": (gettext_lazy("Gardées"), Q(undone__in=["kept", "partly"]))}


def run_row(run: ImportRun) -> dict[str, Any]:
    """A run in the list of all of them."""
    counts = {name: run.counts.get(name, 0) for name in ("created", "updated", "refused")}
    return {"run": run, "shape": SHAPES.get(State(run.state), ""), **counts}


def steps_of(run: ImportRun) -> list[dict[str, Any]]:
    """The four steps, what each holds, and the one where the run stands."""
    at = {State.COLUMNS: 1, State.TRYING: 2, State.TRIED: 2}.get(State(run.state), 3)
    if run.state == State.FAILED and run.began_at is None:
        at = 2
    known = sum(bool(name) for name in run.mapping.values())
    doubts = sum(bool(column["doubt"]) for column in run.columns)
    refused = run.counts.get("refused", 0)
    told = [
        (_("Fichier"), run.name),
        (_("Colonnes"), _columns_words(known, doubts if at == 1 else 0)),
        (_("Essai à blanc"), _refused_words(refused) if run.counts else _("N’écrit rien")),
        (_("Import"), run.get_state_display() if at == 3 else _undo_words(run)),
    ]
    return [
        {"label": label, "detail": detail, "state": "done" if place < at else "current" if place == at else "todo"}
        for place, (label, detail) in enumerate(told)
    ]


def _columns_words(known: int, doubts: int) -> str:
    said = ngettext("%(n)d reconnue", "%(n)d reconnues", known) % {"n": known}
    return _("%(known)s, %(n)d à confirmer") % {"known": said, "n": doubts} if doubts else said


def _refused_words(refused: int) -> str:
    if not refused:
        return _("Rien à corriger")
    return ngettext("%(n)s ligne à corriger", "%(n)s lignes à corriger", refused) % {"n": number(refused)}


def _undo_words(run: ImportRun) -> str:
    days = (run.undo_until() - (run.ended_at or run.created_at)).days
    return ngettext("Annulable %(n)d jour", "Annulable %(n)d jours", days) % {"n": days}


def summary(run: ImportRun) -> list[dict[str, Any]]:
    """What the run would do or did, each part with its share of the whole, for the bar and its legend."""
    words = [
        ("created", 1, _("publiées") if run.publish else _("créées, en brouillon")),
        ("updated", 3, _("mises à jour")),
        ("unchanged", 5, _("inchangées")),
        ("refused", 4, _("en erreur")),
    ]
    total = sum(run.counts.get(name, 0) for name, _rank, _word in words) or 1
    found, start = [], 0.0
    for name, rank, word in words:
        count = run.counts.get(name, 0)
        width = 100 * count / total
        if count:
            found.append({"rank": rank, "count": count, "word": word, "start": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return found


def besides(run: ImportRun) -> list[str]:
    """What is written besides listings."""
    made: dict[str, Callable[[int], str]] = {
        "made_needs": lambda n: ngettext("%(n)s besoin ouvert", "%(n)s besoins ouverts", n),
        "made_needs_updated": lambda n: ngettext("%(n)s besoin mis à jour", "%(n)s besoins mis à jour", n),
        "made_skills": lambda n: ngettext("%(n)s sujet ajouté", "%(n)s sujets ajoutés", n),
        "made_tradeshows": lambda n: ngettext("%(n)s salon nouveau", "%(n)s salons nouveaux", n),
    }
    return [
        word(run.counts[name]) % {"n": number(run.counts[name])} for name, word in made.items() if run.counts.get(name)
    ]


def to_write(run: ImportRun) -> int:
    """The lines that an import would take."""
    return int(sum(run.counts.get(name, 0) for name in ("created", "updated", "unchanged")))


def filters_of(run: ImportRun) -> dict[str, Any]:
    undone = run.state in {State.UNDOING, State.UNDONE}
    return {**UNDO_FILTER, **FILTERS} if undone else FILTERS


def lines_of(run: ImportRun, chosen: str) -> QuerySet[ImportLine]:
    """The lines that a filter keeps, in the order of the file."""
    known = filters_of(run)
    return run.lines.filter(known[chosen][1]).select_related("listing")


def chosen_filter(run: ImportRun, request: HttpRequest) -> str:
    """What the address asks for, else what most needs to be read."""
    known, asked = filters_of(run), request.GET.get("lignes", "")
    if asked in known:
        return asked
    if run.state == State.UNDONE:
        return "gardees"
    return "erreurs" if run.counts.get("refused") else "remarques" if run.counts.get("warned") else "toutes"


def segments(run: ImportRun, chosen: str) -> list[dict[str, Any]]:
    """The filters with how many lines each keeps, counted in one query."""
    known = filters_of(run)
    names = {key: f"n{place}" for place, key in enumerate(known)}
    counted = run.lines.aggregate(**{names[key]: Count("pk", filter=known[key][1]) for key in known})
    return [
        {"label": f"{label} {number(counted[names[key]])}", "url": f"?lignes={key}", "current": key == chosen}
        for key, (label, _kept) in known.items()
        if key != "laissees" or counted[names[key]] or chosen == key
    ]


def line_rows(run: ImportRun, lines: list[ImportLine], opened: int | None = None) -> list[dict[str, Any]]:
    """Each line with the names of the fields that it changes, where its listing is, and what can be done about it."""
    return [
        {
            "line": line,
            "changed": ", ".join(label_of_field(run.kind, name) for name in line.changes),
            "url": reverse(f"admin:{_admin(run.kind)}_change", args=[line.listing_id]) if line.listing_id else "",
            "is_left": line.state == ImportLine.State.LEFT,
            "is_mended": str(line.line) in run.mended,
            "cells": cells_of(line) if run.may_be_mended and line.line == opened else [],
        }
        for line in lines
    ]


def _admin(kind: str) -> str:
    app = "tradeshows" if kind == "tradeshow" else f"{kind}s"
    return f"{app}_{kind}"


def percent(run: ImportRun) -> int:
    """How far the writing is, from 0 to 100."""
    return min(100, 100 * run.done_count // run.total_count) if run.total_count else 0


def undo_figures(run: ImportRun) -> dict[str, int]:
    """What an undo gave back, in one query."""
    kinds = ImportLine.Undone
    return run.lines.aggregate(**{str(kind): Count("pk", filter=Q(undone=kind)) for kind in kinds})

"""The comparison as the page reads it: a card a round, and a line a need."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from ecosystem.matching.comparison import Column, Comparison, Names
from ecosystem.matching.gains import Change, People
from ecosystem.matching.models import Round
from ecosystem.ui.typography import number
from startups.models import Need

NOBODY = "—"


@dataclass(frozen=True)
class Card:
    """One round, with the names of those it speaks of."""

    column: Column
    worst_name: str
    changes: list[dict[str, Any]]
    can_be_kept: bool

    @property
    def round(self) -> Round:
        return self.column.round


def cards(found: Comparison, names: Names) -> list[Card]:
    """The columns of the page."""
    base = found.columns[0].round
    sent = any(column.round.published_at for column in found.columns if column.round.root_id == base.root_id)
    told = []
    for column in found.columns:
        need = names.needs.get(column.answer.worst or 0)
        mine = column.round.state == Round.State.READY and not column.round.adopted and not sent
        in_family = column.round.root_id == base.root_id and len(found.columns) > 1
        told.append(
            Card(
                column,
                need.startup.name if need else "",
                [change_words(change, names) for change in column.told if change.need in names.needs],
                mine and in_family,
            )
        )
    return told


def change_words(change: Change, names: Names) -> dict[str, Any]:
    """A need whose people change: who leaves, who comes, and its best score before and after."""
    return {
        "need": names.needs[change.need],
        "before": NOBODY if change.before is None else number(change.before),
        "after": NOBODY if change.after is None else number(change.after),
        "left": _said(change.left, names),
        "joined": _said(change.joined, names),
        "tone": change.tone,
    }


def _said(people: People, names: Names) -> str:
    return ", ".join(sorted(names.people.get(person, "") for person in people))


@dataclass(frozen=True)
class Line:
    """One need, and what each compared round gives it."""

    need: Need
    cells: list[dict[str, Any]]


def table(found: Comparison, names: Names, needs: Iterable[int]) -> list[Line]:
    """Who gains, who loses: a cell a computed round."""
    known = [need for need in needs if need in names.needs]
    return [Line(names.needs[need], [_cell(column, need) for column in found.computed]) for need in known]


def _cell(column: Column, need: int) -> dict[str, Any]:
    got, change = column.answer.served.get(need), column.changes.get(need)
    said: str | StrPromise = ""
    if change is not None:
        if change.before is None:
            said = _("servie")
        elif change.after is None:
            said = _("perdue")
        else:
            said = f"{change.delta:+d}".replace("-", "−") if change.delta else _("autre personne")
    return {
        "title": column.round.title,
        "score": number(got.best) if got else "",
        "absent": need not in column.answer.needs,
        "said": said,
        "tone": change.tone if change else "",
    }

"""The matrix of the review: every score of a page of needs with the people in view, and each person's places."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from ecosystem.matching.actions.engine_room import scored
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.errors import TooLargeToExplain
from ecosystem.matching.loads import Load, loads
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.review import Asked, Cell, behind, cell, in_review, pair_url, state_words, step_of
from ecosystem.matching.sending_words import hand_edits
from ecosystem.ui.typography import number
from startups.models import Need

if TYPE_CHECKING:
    from ecosystem.matching.actions.scored import Scored

MOST_PEOPLE = 20
"""Columns of the matrix, unless more people than that are proposed to the needs of the page."""


@dataclass(frozen=True)
class Square:
    """One cell of the matrix: a pair of the round, a pair that it could have chosen, or one that a rule excludes."""

    name: str
    url: str
    selected: bool
    score: int | None
    proposal: Proposal | None = None
    why_not: str = ""

    @property
    def shown(self) -> str:
        return "·" if self.score is None or self.is_barred else number(self.score / 100)

    @property
    def is_barred(self) -> bool:
        return bool(self.why_not) and self.proposal is None

    @property
    def step(self) -> str:
        return "q0" if self.is_barred or self.score is None else step_of(self.score)

    @property
    def mark(self) -> str:
        """Proposed pairs are dashed, validated and sent ones ringed."""
        one = self.proposal
        if one is None:
            return ""
        if one.state in (Proposal.State.SENT, Proposal.State.ACCEPTED):
            return "kept"
        if not in_review(one):
            return ""
        return "kept" if one.reviewed_at else "proposed"

    @property
    def said(self) -> str:
        """What is read aloud after the names: the score and the state, or why there is none."""
        if self.is_barred:
            return self.why_not
        told = [self.shown] if self.score is not None else []
        return ", ".join([*told, *([str(state_words(self.proposal))] if self.proposal else [])])


@dataclass(frozen=True)
class Column:
    """A person and her places, those that validated pairs would take among them."""

    person: Any
    load: Load


@dataclass(frozen=True)
class Board:
    """A page of needs and the people in view."""

    columns: list[Column]
    rows: list[tuple[Need, list[Square]]]
    cells: list[Cell]
    has_scores: bool

    @property
    def chosen(self) -> list[Cell]:
        """The pairs of the assignment and those that left, the alternates aside; those to validate first."""
        shown = [one for one in self.cells if one.proposal.rank == 0 or one.proposal.sent_at]
        return sorted(shown, key=lambda one: not one.waits)


def board(round_: Round, needs: Sequence[Need], asked: Asked, selected: tuple[int, int] | None) -> Board:
    """A constant number of queries; people stand in the order of the needs, those proposed first."""
    order = {need.pk: row for row, need in enumerate(needs)}
    found = behind(round_, asked).filter(need__in=list(order)).with_parties().order_by("rank", "pk")
    listed = sorted(found, key=lambda one: order[one.need_id])
    people = _people(listed, selected)
    pairs = {(one.need_id, one.person.pk): one for one in listed}
    known = Known(round_)
    rows = [
        (need, [_square(known, asked, need, one, pairs.get((need.pk, pk)), selected) for pk, one in people.items()])
        for need in needs
    ]
    held = loads(round_, people.values())
    columns = [Column(person, held[pk]) for pk, person in people.items()]
    in_hand = next((pairs[at] for at in [selected] if at in pairs), None) if selected else None
    return Board(columns, rows, [cell(one, asked, in_hand) for one in listed], known.scored is not None)


class Known:
    """The scores of the round, where it can still be scored."""

    def __init__(self, round_: Round) -> None:
        self.round = round_

    @cached_property
    def scored(self) -> "Scored | None":
        try:
            return scored(self.round)
        except (TooLargeToExplain, EngineError):
            return None

    @cached_property
    def ids(self) -> tuple[frozenset[int], frozenset[int]]:
        found = self.scored
        return (frozenset(found.need_ids), frozenset(found.person_ids)) if found else (frozenset(), frozenset())

    def holds(self, need: int, person: int) -> bool:
        return need in self.ids[0] and person in self.ids[1]


def _people(listed: Sequence[Proposal], selected: tuple[int, int] | None) -> dict[int, Any]:
    """Those of the assignment, the one in hand, then alternates by rank, up to the width of a page."""
    first = [one for one in listed if not one.rank or one.sent_at or (one.need_id, one.person.pk) == selected]
    people = {one.person.pk: one.person for one in first}
    for one in sorted(listed, key=lambda one: one.rank):
        if len(people) >= MOST_PEOPLE:
            break
        people.setdefault(one.person.pk, one.person)
    return people


def _square(
    known: Known, asked: Asked, need: Need, person: Any, proposal: Proposal | None, selected: tuple[int, int] | None
) -> Square:
    at = (need.pk, person.pk)
    where = (person.name, pair_url(asked, *at), selected == at)
    if proposal is not None:
        return Square(*where, proposal.score, proposal)
    if known.scored is None or not known.holds(*at):
        return Square(*where, None)
    return Square(*where, known.scored.score(*at), None, known.scored.barred_words(*at))


def progress(round_: Round) -> dict[str, Any]:
    """How many pairs in review may leave, how many wait, and how many were decided by hand since the computation."""
    found = round_.proposals.in_review().aggregate(
        validated=Count("pk", filter=Q(reviewed_at__isnull=False)), waiting=Count("pk", filter=Q(reviewed_at=None))
    )
    whole = found["validated"] + found["waiting"]
    return {
        **found,
        "validated_share": f"{100 * found['validated'] / whole:.2f}" if whole else "0",
        "by_hand": hand_edits(round_),
        "sending": round_.sendings.open().first(),
    }

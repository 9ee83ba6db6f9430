"""Answers about a computed round, each by solving it again on the inputs that it was computed from."""

from collections.abc import Iterable

from ecosystem.matching import explained
from ecosystem.matching.actions.inputs import inputs_of
from ecosystem.matching.engine import moves, why_not
from ecosystem.matching.engine.errors import DamagedInputs
from ecosystem.matching.engine.grid import TooManyPairs
from ecosystem.matching.engine.live import BalanceNotKept
from ecosystem.matching.engine.parts import PARTS
from ecosystem.matching.engine.why_not import WhyNot
from ecosystem.matching.errors import BalancedNotExplained, InputsNotKept, NotInTheRound, TooLargeToExplain
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot import Snapshot, take_snapshot


def explain_pair(round_: Round, need: int, person: int) -> explained.Explained:
    """Why a need and a person are not together, where the person is better used, and what would suffice.

    Raises NotInTheRound for a need or a person that it was not computed with, TooLargeToExplain above what one page
    can solve again.
    """
    snapshot, is_fresh = inputs_or_today(round_)
    try:
        row, column = snapshot.need_ids.index(need), snapshot.person_ids.index(person)
    except ValueError as error:
        raise NotInTheRound from error
    try:
        told = WhyNot(snapshot.problem).explain(row, column)
    except TooManyPairs as error:
        raise TooLargeToExplain from error
    except BalanceNotKept as error:
        raise BalancedNotExplained from error
    return _named(snapshot, told, is_fresh=is_fresh)


def inputs_or_today(round_: Round) -> tuple[Snapshot, bool]:
    """The inputs of the round, or the site as it is now when they are not kept; and whether it is the latter."""
    try:
        return inputs_of(round_), False
    except (InputsNotKept, DamagedInputs):
        return take_snapshot(round_), True


def moves_of(snapshot: Snapshot, found: Iterable[moves.Move]) -> tuple[explained.Move, ...]:
    """Moves with primary keys instead of positions."""
    return tuple(
        explained.Move(snapshot.need_ids[move.need], _held(snapshot, move.left), _held(snapshot, move.came), move.gain)
        for move in found
    )


def _held(snapshot: Snapshot, people: Iterable[moves.Person]) -> tuple[explained.Held, ...]:
    return tuple(explained.Held(snapshot.person_ids[one.person], one.score) for one in people)


def _named(snapshot: Snapshot, told: why_not.Explanation, *, is_fresh: bool) -> explained.Explained:
    forced = told.forced_figures
    return explained.Explained(
        need=snapshot.need_ids[told.need],
        person=snapshot.person_ids[told.person],
        status=told.status.value,
        rules=tuple(rule.name.lower() for rule in told.rules),
        score=told.score,
        value=told.value,
        points=dict(zip(PARTS[snapshot.problem.kind], told.points, strict=True)),
        unstated=told.unstated,
        people=_held(snapshot, told.people),
        wanted=int(snapshot.problem.needs.wanted[told.need]),
        places=told.places,
        load=told.load,
        covered=told.now.covered,
        total=told.now.total,
        uses=tuple(explained.Use(snapshot.need_ids[u.need], u.score, u.otherwise, u.loss) for u in told.uses),
        forced=moves_of(snapshot, told.forced or ()),
        forced_covered=None if forced is None else forced.covered,
        forced_total=None if forced is None else forced.total,
        remedies=tuple(_remedy(snapshot, remedy) for remedy in told.remedies),
        is_fresh=is_fresh,
    )


def _remedy(snapshot: Snapshot, remedy: why_not.Remedy) -> explained.Remedy:
    return explained.Remedy(
        way=remedy.way.value,
        amount=remedy.amount,
        part=remedy.part,
        sides=remedy.sides,
        need=None if remedy.need < 0 else snapshot.need_ids[remedy.need],
        covered=remedy.after.covered,
        total=remedy.after.total,
        moves=moves_of(snapshot, remedy.moves),
    )

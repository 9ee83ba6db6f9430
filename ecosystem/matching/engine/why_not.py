"""Why a need and a person are not together, where the person is better used, and the smallest changes that suffice.

Nothing here is an estimate: every figure is that of the round solved again, and a change is only named when the round
solved with it, by the round's own solver and seed, has the pair.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from ecosystem.matching.engine.arrays import Points
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.engine.grid import Grid, Table, with_demand, with_places
from ecosystem.matching.engine.hard_rules import Rule
from ecosystem.matching.engine.instance import FULL_SCORE
from ecosystem.matching.engine.lifting import excluding, lifted
from ecosystem.matching.engine.live import CannotChange
from ecosystem.matching.engine.moves import Figures, Held, Move, Person, figures, held, moves
from ecosystem.matching.engine.parts import PARTS
from ecosystem.matching.engine.problem import Problem

MOST_STEPS = 4
"""Hundredths tried above a tie: one is enough, unless a chance of a yes makes a hundredth worth less."""


class NoSuchPair(EngineError):
    """The round has no such need or person."""


class Status(StrEnum):
    """Where a pair stands."""

    CHOSEN = "chosen"
    RULE = "rule"
    BELOW_MINIMUM = "below_minimum"
    OUTBID = "outbid"


class Way(StrEnum):
    """The kinds of change, the smallest first: those where nobody has to give anything up come before the others."""

    RULE_LIFTED = "rule_lifted"
    PLACE = "place"
    STATED = "stated"
    SCORE = "score"
    MINIMUM = "minimum"
    WITHDRAWN = "withdrawn"
    FORCED = "forced"


@dataclass(frozen=True, slots=True)
class Use:
    """A place of the person: the need that has it, and what solving without this pair would leave to that need.

    otherwise: score of what replaces the pair there (0: nothing); loss: what the need loses; cost: what the total
    loses; covered: needs served less than now (0 or 1).
    """

    need: int
    score: int
    otherwise: int
    loss: int
    cost: int
    covered: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that suffices, verified by solving again.

    amount: places in all (PLACE), the score needed (SCORE), points earned by the part (STATED), the minimal score
    (MINIMUM), hundredths that the total loses (FORCED); part: of STATED; sides: who says nothing, "need", "person" or
    both; need: the one that withdraws; after, moves: the round then.
    """

    way: Way
    after: Figures
    moves: tuple[Move, ...]
    amount: int = 0
    part: str = ""
    sides: tuple[str, ...] = ()
    need: int = -1


@dataclass(frozen=True, slots=True)
class Explanation:
    """All about one pair.

    rules: every rule that excludes it; score, points: of the pair, whatever the rules; value: what it is worth to the
    assignment, as are all scores below (the score itself where no term is declared); people: who the need has;
    places, load: of the person; uses: where the person's places go; forced: the balance when the pair is imposed, by
    need (the gains sum to forced_figures.total - now.total), nothing if it cannot be; remedies: smallest first.
    """

    need: int
    person: int
    status: Status
    rules: tuple[Rule, ...]
    score: int
    value: int
    points: tuple[int, ...]
    unstated: tuple[str, ...]
    people: tuple[Person, ...]
    places: int
    load: int
    now: Figures
    uses: tuple[Use, ...]
    forced: tuple[Move, ...] | None
    forced_figures: Figures | None
    remedies: tuple[Remedy, ...]


class WhyNot:
    """A solved round that can be asked about any of its pairs."""

    def __init__(self, problem: Problem) -> None:
        self.grid = Grid.of(problem)
        self.table = self.grid.table()
        self.plan = self.table.planned()
        self.solution: Held = self.plan.held()

    def explain(self, need: int, person: int) -> Explanation:
        """The answer for one pair; raises NoSuchPair."""
        needs, people = self.grid.codes.shape
        if not (0 <= need < needs and 0 <= person < people):
            raise NoSuchPair(f"need {need} and person {person}: the round has {needs} needs and {people} people")
        return _Asked(self, need, person).explanation()


class _Asked:
    """One pair under examination."""

    def __init__(self, desk: WhyNot, need: int, person: int) -> None:
        self.desk, self.need, self.person = desk, need, person
        self.grid, self.plan, self.problem = desk.grid, desk.plan, desk.grid.problem
        points: Points = self.grid.points(need, person)
        self.points = tuple(points.tolist())
        self.score = sum(self.points)
        self.value = self.grid.value_of(need, person, self.score)
        self.least: int = max(self.problem.min_score, 1)
        self.rules: tuple[Rule, ...] = ()
        if self.grid.codes[need, person] != Rule.NONE:
            self.rules = excluding(self.problem, need, person)
        self.now = figures(desk.solution)

    def explanation(self) -> Explanation:
        status, solution = self._status(), self.desk.solution
        forced = self._forced() if status in (Status.OUTBID, Status.BELOW_MINIMUM) else None
        keys = PARTS[self.problem.kind]
        unstated = self.grid.unstated[:, self.need, self.person].tolist()
        people = solution.get(self.need, {})
        return Explanation(
            need=self.need,
            person=self.person,
            status=status,
            rules=self.rules,
            score=self.score,
            value=self.value,
            points=self.points,
            unstated=tuple(key for key, missing in zip(keys, unstated, strict=True) if missing),
            people=tuple(Person(*item) for item in sorted(people.items(), key=lambda item: (-item[1], item[0]))),
            places=int(self.plan.capacity[self.person]),
            load=int(self.plan.loads[2][self.person]),
            now=self.now,
            uses=self._uses() if status in (Status.OUTBID, Status.BELOW_MINIMUM) else (),
            forced=None if forced is None else moves(solution, forced),
            forced_figures=None if forced is None else figures(forced),
            remedies=self._remedies(status, forced),
        )

    def _status(self) -> Status:
        if self.plan.uses(self.need, self.person):
            return Status.CHOSEN
        if self.rules:
            return Status.RULE
        return Status.BELOW_MINIMUM if self.score < self.least else Status.OUTBID

    def _uses(self) -> tuple[Use, ...]:
        """Each place of the person, the most useful first, by solving without it."""
        found = []
        for need, people in self.desk.solution.items():
            if self.person not in people:
                continue
            trial = self.plan.copy()
            change = trial.remove_pair(need, self.person)
            loss = sum(people.values()) - sum(trial.held().get(need, {}).values())
            cost, covered = self.now.total - change.total, self.now.covered - change.covered
            found.append(Use(need, people[self.person], people[self.person] - loss, loss, cost, covered))
        return tuple(sorted(found, key=lambda use: (-use.score, use.need)))

    def _forced(self) -> Held | None:
        """The round with the pair imposed, nothing if locks or minimums forbid it."""
        trial = self.plan.copy()
        try:
            trial.admit_pair(self.need, self.person, self.value)
            trial.force(self.need, self.person)
        except CannotChange:
            return None
        return trial.held()

    def _remedies(self, status: Status, forced: Held | None) -> tuple[Remedy, ...]:
        if status is Status.CHOSEN:
            return ()
        if status is Status.RULE:
            found = [self._tried(Way.RULE_LIFTED, lifted(self.grid, self.need, self.person, self.rules))]
            return tuple(remedy for remedy in found if remedy is not None)
        found = [self._place(), *self._stated(forced), self._better(forced), self._minimum(), *self._withdrawals()]
        if forced is not None:
            after = figures(forced)
            cost = self.now.total - after.total
            found.append(Remedy(Way.FORCED, after, moves(self.desk.solution, forced), amount=cost))
        order = list(Way)
        sufficient = [remedy for remedy in found if remedy is not None]
        return tuple(sorted(sufficient, key=lambda remedy: (order.index(remedy.way), remedy.amount, remedy.need)))

    def _tried(self, way: Way, grid: Grid, **said: object) -> Remedy | None:
        return self._verified(way, grid.table(), **said)

    def _verified(self, way: Way, table: Table, **said: object) -> Remedy | None:
        """The change as a remedy if the round solved with it has the pair, else nothing."""
        then = held(table.instance, table.solved())
        if self.person not in then.get(self.need, {}):
            return None
        return Remedy(way, figures(then), moves(self.desk.solution, then), **said)  # type: ignore[arg-type]

    def _place(self) -> Remedy | None:
        """One place more, scored again: room is a part of the score."""
        places = int(self.plan.capacity[self.person]) + 1
        return self._tried(Way.PLACE, Grid.of(with_places(self.problem, {self.person: places})), amount=places)

    def _missing(self, forced: Held | None) -> int | None:
        """Hundredths that the score lacks for the pair to be in an optimum; nothing when no score would do."""
        if forced is None or figures(forced).covered < self.now.covered:
            return None
        wanted = self.value + max(0, self.now.total - figures(forced).total)
        score: int = max(self.score, self.least)
        while score <= FULL_SCORE and self.grid.value_of(self.need, self.person, score) < wanted:
            score += max(1, wanted - self.grid.value_of(self.need, self.person, score))
        lacking: int = score - self.score
        return lacking

    def _worth(self, score: int) -> Table:
        """The round with this score for the pair, the others as they are."""
        return self.grid.table(extra=(self.need, self.person, score))

    def _better(self, forced: Held | None) -> Remedy | None:
        """The least score that suffices: on a tie the seed decides, a little more decides for the pair."""
        lacking = self._missing(forced)
        if lacking is None:
            return None
        for more in range(MOST_STEPS):
            score = self.score + lacking + more
            if self.score < score <= FULL_SCORE:
                found = self._verified(Way.SCORE, self._worth(score), amount=score)
                if found is not None:
                    return found
        return None

    def _stated(self, forced: Held | None) -> list[Remedy | None]:
        """Parts about which a side says nothing, if the answer earned them in full; other pairs as they are."""
        lacking = self._missing(forced)
        found: list[Remedy | None] = []
        for part, key in enumerate(PARTS[self.problem.kind]):
            gain = int(self.grid.weights[part]) * 100
            missing = self.grid.unstated[part]
            if lacking is None or gain < max(lacking, 1) or not missing[self.need, self.person]:
                continue
            silent = (("need", missing[self.need].all()), ("person", missing[:, self.person].all()))
            sides = tuple(side for side, says_nothing in silent if says_nothing)
            table = self._worth(self.score + gain)
            found.append(self._verified(Way.STATED, table, amount=gain, part=key, sides=sides))
        return found

    def _minimum(self) -> Remedy | None:
        """For a pair below the minimal score: the minimum at its score, in whole points."""
        if not 0 < self.score < self.least:
            return None
        least = self.score // 100 * 100
        lower = replace(self.grid, problem=replace(self.problem, min_score=least))
        return self._tried(Way.MINIMUM, lower, amount=least)

    def _withdrawals(self) -> list[Remedy | None]:
        """Each need that has a place of the person, if it withdrew."""
        if self.score < self.least:
            return []
        found: list[Remedy | None] = []
        for need in sorted(self.desk.solution):
            if self.person in self.desk.solution[need] and need != self.need:
                without = replace(self.grid, problem=with_demand(self.problem, {need: 0}))
                found.append(self._tried(Way.WITHDRAWN, without, need=need))
        return found

"""The price of scarcity: what one more person, or one more place, would change, each by solving the round again.

A row is a recruit (see `recruits` for what is assumed) or one more place of somebody who is full. The present optimum
is repaired with the newcomer, which is worth exactly what solving again is worth.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.candidates import Progress
from ecosystem.matching.engine.facts import MentorNeeds, MentorPeople
from ecosystem.matching.engine.grid import Grid, with_people, with_places
from ecosystem.matching.engine.live import Plan
from ecosystem.matching.engine.moves import Figures, Move, figures, moves
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.recruits import PLACES, Profile, profiles, with_recruits

RECRUITS_TOGETHER = 2
"""How many recruits are tried one on top of the other."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a recruit (profile) or one more place (person >= 0) would change.

    served: needs with somebody more than now; gain: of the total, in hundredths; enough: places that give the same;
    moves: the needs that change, those newly served first, then the largest gains (a newcomer has the number that
    follows the last person's); newly: the needs that had nobody and get somebody; after: the round then.
    """

    profile: Profile
    person: int
    places: int
    enough: int
    served: int
    gain: int
    moves: tuple[Move, ...]
    newly: tuple[int, ...]
    after: Figures


@dataclass(frozen=True, slots=True)
class Gap:
    """Of a topic (mentors) or a sector (funders): what is asked and what is there.

    needs: that ask for it; wanted: people they want; knowing: people who know it and are not paused; places: theirs;
    lacking: wanted - places, 0 at least; recruits: how many more people that is, at `PLACES` places each.
    """

    subject: int
    needs: int
    wanted: int
    knowing: int
    places: int
    lacking: int
    recruits: int


@dataclass(frozen=True, slots=True)
class Scarcity:
    """The list, best first: needs served, then points; what two recruits would do; what no recruit mends; the gaps."""

    now: Figures
    prices: tuple[Price, ...]
    together: tuple[Price, ...]
    unsolved: tuple[int, ...]
    gaps: tuple[Gap, ...]


def joined(grid: Grid, wanted: tuple[Profile, ...]) -> Grid:
    """The round with these recruits; the pairs that it has keep their scores: a newcomer's silence reweighs no word."""
    more = Grid.of(with_recruits(grid.problem, wanted))
    values = more.values.copy()
    values[:, :, : grid.values.shape[2]] = grid.values
    return replace(more, values=values)


class _Market:
    """A solved round, what its newcomers would be worth to each need, and everybody with a place more."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.floored = problem.wishes.floor_percent > 0  # a newcomer may be somebody's best, and move the floor
        self.grid = Grid.of(problem)
        self.plan = self.grid.table().planned()
        self.plan.make_room()
        self.now = self.plan.held()
        self.profiles = profiles(problem, self._weak())
        self.size = problem.people.capacity.size
        self.recruited = _offers(joined(self.grid, self.profiles))
        self.roomier = _offers(Grid.of(with_people(problem, capacity=problem.people.capacity + 1)))

    def _weak(self) -> list[int]:
        """Needs with fewer people than they want, or a best score below the median of the best scores."""
        best = {need: max(people.values()) for need, people in self.now.items()}
        middle = float(np.median(list(best.values()))) if best else 0.0
        wanted = self.problem.needs.wanted.tolist()
        return [
            need for need, count in enumerate(wanted)
            if count and (len(self.now.get(need, {})) < count or best[need] < middle)
        ]  # fmt: skip

    def hire(self, plan: Plan, before: tuple[Profile, ...], profile: Profile) -> tuple[Plan, int]:
        """The plan of those hired before, with one more person; their number."""
        if self.floored:
            return joined(self.grid, (*before, profile)).table().planned(), self.size + len(before)
        needs, values = self.recruited[self.size + self.profiles.index(profile)]
        trial = plan.copy()
        number, _ = trial.add_person(needs, values, PLACES)
        return trial, number

    def widen(self, person: int) -> Plan:
        """The plan when the person opens one more place, scored again."""
        if self.floored:
            places = int(self.problem.people.capacity[person]) + 1
            return Grid.of(with_places(self.problem, {person: places})).table().planned()
        trial = self.plan.copy()
        trial.offer(person, *self.roomier[person])
        trial.add_places(person)
        return trial


def price_scarcity(problem: Problem, on_progress: Progress | None = None) -> Scarcity:
    """Everything a recruitment list needs; raises TooManyPairs for a round too large to be held.

    on_progress("prices", done, total) is called before each row; what it raises stops the computation.
    """
    market = _Market(problem)
    full = [person for person in range(market.size) if _is_full(market, person)]
    total = len(market.profiles) + len(full)
    tell: Callable[[int], None] = lambda done: on_progress("prices", done, total) if on_progress else None  # noqa: E731
    found = []
    for done, profile in enumerate(market.profiles):
        tell(done)
        found.append(_recruit(market, market.plan, (), profile))
    for done, person in enumerate(full, start=len(market.profiles)):
        tell(done)
        trial = market.widen(person)
        places = int(trial.capacity[person])
        found.append(_price(market, market.plan, trial, Profile(), person=person, places=places, enough=places))
    useful = _without_repeats([price for price in found if (price.served, price.gain) > (0, 0)])
    together = _together(market, useful)
    helped = {move.need for price in found if price.person < 0 for move in price.moves if move.came}
    alone = (need for need, count in enumerate(problem.needs.wanted.tolist()) if count and need not in market.now)
    unsolved = tuple(need for need in alone if need not in helped)
    tell(total)
    return Scarcity(figures(market.now), tuple(useful), together, unsolved, gaps(problem))


def gaps(problem: Problem) -> tuple[Gap, ...]:
    """What is asked and what is there, by topic or sector, the most lacking first."""
    people, free = problem.people, ~problem.people.paused
    mentors = isinstance(people, MentorPeople) and isinstance(problem.needs, MentorNeeds)
    known = (people.skills if isinstance(people, MentorPeople) else people.sectors).tocsc()
    found = []
    for subject in range(known.shape[1]):
        if isinstance(problem.needs, MentorNeeds) and mentors:
            asking = problem.needs.topic == subject
        else:
            asking = problem.needs.sectors[:, [subject]].toarray().ravel() > 0
        if not asking.any():
            continue
        who = known.indices[known.indptr[subject] : known.indptr[subject + 1]]
        who = who[free[who]]
        wanted, places = int(problem.needs.wanted[asking].sum()), int(people.capacity[who].sum())
        lacking = max(0, wanted - places)
        found.append(Gap(subject, int(asking.sum()), wanted, int(who.size), places, lacking, -(-lacking // PLACES)))
    return tuple(sorted(found, key=lambda gap: (-gap.lacking, -gap.wanted, gap.subject)))


def _offers(grid: Grid) -> list[tuple[Ints, Ints]]:
    """Per person, the needs that they could serve and the values."""
    market = grid.table().instance
    order = np.argsort(market.indices, kind="stable")
    stops = np.cumsum(np.bincount(market.indices, minlength=market.people))
    needs, worth = market.rows()[order], market.scores[order].astype(np.int64)
    return list(zip(np.split(needs, stops[:-1]), np.split(worth, stops[:-1]), strict=True)) if market.people else []


def _is_full(market: _Market, person: int) -> bool:
    plan = market.plan
    return bool(plan.loads[2][person] == plan.capacity[person]) and market.roomier[person][0].size > 0


def _recruit(market: _Market, plan: Plan, before: tuple[Profile, ...], profile: Profile) -> Price:
    trial, number = market.hire(plan, before, profile)
    reached = (trial.covered, trial.above, trial.total)
    narrower, enough = trial.copy(), int(trial.loads[2][number])
    while enough > 1:
        change = narrower.set_capacity(number, enough - 1)
        if change.value != reached:
            break
        enough -= 1
    return _price(market, plan, trial, profile, person=-1, places=PLACES, enough=enough)


def _price(
    market: _Market, plan: Plan, trial: Plan, profile: Profile, *, person: int, places: int, enough: int
) -> Price:
    now, then = plan.held(), trial.held()
    return Price(
        profile=profile,
        person=person,
        places=places,
        enough=enough,
        served=trial.covered - plan.covered,
        gain=trial.total - plan.total,
        moves=tuple(sorted(moves(now, then), key=lambda move: (move.need in now, -move.gain, move.need))),
        newly=tuple(sorted(then.keys() - now.keys())),
        after=figures(then),
    )


def _without_repeats(found: list[Price]) -> list[Price]:
    """Best first; a topic with a country only where it does better than the topic alone, and its best country only."""
    alone = {price.profile.topic: price for price in found if price.person < 0 and price.profile.country < 0}
    listed: list[Price] = []
    named: set[int] = set()
    for price in sorted(found, key=_rank):
        profile = price.profile
        if price.person < 0 and profile.topic >= 0:
            broad = alone.get(profile.topic)
            if profile.topic in named or (profile.country >= 0 and broad is not None and not _beats(price, broad)):
                continue
            named.add(profile.topic)
        listed.append(price)
    return listed


def _rank(price: Price) -> tuple[int, int, int, Profile]:
    return (-price.served, -price.gain, price.person, price.profile)


def _beats(price: Price, other: Price) -> bool:
    return (price.served, price.gain) > (other.served, other.gain)


def _together(market: _Market, useful: list[Price]) -> tuple[Price, ...]:
    """The best recruit, then the best one on top of that, each the round solved again with all before."""
    left = [price.profile for price in useful if price.person < 0]
    plan = market.plan
    chosen: list[Price] = []
    for _ in range(RECRUITS_TOGETHER):
        hired = tuple(price.profile for price in chosen)
        tried = sorted((_recruit(market, plan, hired, profile) for profile in left), key=_rank)
        if not tried or (tried[0].served, tried[0].gain) <= (0, 0):
            break
        chosen.append(tried[0])
        plan, _number = market.hire(plan, hired, tried[0].profile)
        left.remove(tried[0].profile)
    return tuple(chosen)

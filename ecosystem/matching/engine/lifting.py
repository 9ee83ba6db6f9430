"""All the hard rules that exclude one pair, not only the first, and the round as it would be without them."""

from dataclasses import replace

import numpy as np

from ecosystem.matching.engine.facts import Forbidden
from ecosystem.matching.engine.grid import Grid
from ecosystem.matching.engine.hard_rules import BARS, Rule, exclusions
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import prepare

SWITCHES = {
    Rule.NO_COMMON_LANGUAGE: "language",
    Rule.STAGE_NOT_ACCEPTED: "stage",
    Rule.REFUSED_SECTOR: "refused_sector",
    Rule.OUTSIDE_THESIS: "thesis",
    Rule.NO_EXPERTISE: "expertise",
}


def excluding(problem: Problem, need: int, person: int) -> tuple[Rule, ...]:
    """Every active rule that excludes the pair, in the order of `Rule`; empty for an admissible pair."""
    found: list[Rule] = []
    model = prepare(problem)
    rules, barred, people = problem.rules, problem.forbidden, problem.people
    while True:
        now = replace(model, people=people)  # type: ignore[arg-type]
        rule = Rule(int(exclusions(now, barred, rules, need, need + 1).codes[0, person]))
        if rule is Rule.NONE or rule in found:
            return tuple(found)
        found.append(rule)
        if rule in SWITCHES:
            rules = replace(rules, **{SWITCHES[rule]: False})
        elif rule in (Rule.PAUSED, Rule.FULL):
            people = _free(people, person, (rule,))  # type: ignore[assignment]
        else:
            barred = _without(barred, need, person, rule)


def lifted(grid: Grid, need: int, person: int, rules: tuple[Rule, ...]) -> Grid:
    """The round when the pair is excluded by none of these: a pause is over, a full person opens one place."""
    if Rule.PAUSED in rules or Rule.FULL in rules:
        problem = grid.problem
        grid = Grid.of(replace(problem, people=_free(problem.people, person, rules)))  # type: ignore[arg-type]
    codes = grid.codes.copy()
    codes[need, person] = Rule.NONE
    return replace(grid, codes=codes)


def _free(people: object, person: int, rules: tuple[Rule, ...]) -> object:
    """The same people, this one without the pause, or with one place, that these rules object to."""
    paused, capacity = people.paused.copy(), people.capacity.copy()  # type: ignore[attr-defined]
    if Rule.PAUSED in rules:
        paused[person] = False
    if Rule.FULL in rules:
        capacity[person] = 1
    return replace(people, paused=paused, capacity=capacity)  # type: ignore[type-var]


def _without(barred: Forbidden, need: int, person: int, rule: Rule) -> Forbidden:
    bar = next(bar for bar, code in BARS.items() if code == rule)
    kept = np.flatnonzero((barred.need != need) | (barred.person != person) | (barred.reason != bar))
    return Forbidden(barred.need[kept], barred.person[kept], barred.reason[kept])

"""Every pair of some facts, scored part by part and checked against every rule, so that settings are tried at once."""

from dataclasses import dataclass, replace

import numpy as np

from ecosystem.matching.engine.arrays import Array, Codes, Floats, Ints, Points
from ecosystem.matching.engine.candidates import Candidates, gather, sifted
from ecosystem.matching.engine.grid import BLOCK_CELLS, MOST_CELLS, TooManyPairs
from ecosystem.matching.engine.hard_rules import Rule, Rules, bit, every_bar
from ecosystem.matching.engine.parts import quantise, weights_in_order
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import prepare, sieve_of


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """All pairs of a problem's facts: values 0..1 (parts, needs, people), and bars (needs, people) as bits.

    Bit r of a bar is set where rule r excludes the pair, whether the problem switches it on or not.
    """

    problem: Problem
    values: Floats
    bars: Array

    @classmethod
    def of(cls, problem: Problem) -> "Sheet":
        """Score everything once, under every rule; raises TooManyPairs above MOST_CELLS."""
        needs, people = problem.needs.wanted.size, problem.people.capacity.size
        if needs * people > MOST_CELLS:
            raise TooManyPairs(f"{needs} needs and {people} people are more than {MOST_CELLS} pairs")
        model = prepare(problem)
        step = max(1, BLOCK_CELLS // max(people, 1))
        starts = range(0, max(needs, 1), step)
        values = [model.part_values(start, min(start + step, needs)).values for start in starts]
        bars = [every_bar(model, problem.forbidden, start, min(start + step, needs)) for start in starts]
        return cls(problem, np.concatenate(values, axis=1), np.concatenate(bars))

    def codes(self, rules: Rules) -> Codes:
        """The first of the rules that are on which excludes each pair, 0 where none does, int8 (needs, people)."""
        codes = np.zeros(self.bars.shape, dtype=np.int8)
        for rule in sorted(rules.active(), reverse=True):
            codes[self.bars & bit(rule) > 0] = rule
        return codes

    def candidates(self, problem: Problem) -> Candidates:
        """What `candidates` finds for these facts under other settings: weights, rules, limits, seed, choices by hand.

        problem: this one with some of them replaced; its needs and its people are those of the sheet.
        """
        sieve = sieve_of(problem)
        return gather(problem, sieve, [sifted(self.values, self.codes(problem.rules), sieve, 0, self.bars.shape[0])])

    def points(self, need: int, person: int) -> Points:
        """The points of one pair under the problem's weights, part by part, whatever the rules say, (parts,)."""
        points: Points = quantise(self.values[:, need, person], self._weights)
        return points

    def scores(self) -> Ints:
        """Scores in hundredths under the problem's weights, whatever the rules say, (needs, people)."""
        total = np.zeros(self.bars.shape, dtype=np.int64)
        for part, weight in enumerate(self._weights):
            total += quantise(self.values[part], np.array([weight]))
        return total

    def with_set_aside(self, need: Ints, person: Ints) -> "Sheet":
        """The same, with these pairs set aside by the team and no others."""
        bars = self.bars & ~bit(Rule.SET_ASIDE)
        bars[need, person] |= bit(Rule.SET_ASIDE)
        return replace(self, bars=bars)

    @property
    def _weights(self) -> Ints:
        return weights_in_order(self.problem.kind, self.problem.weights)

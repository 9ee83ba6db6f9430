"""Any pair of a round: its score part by part, the rule that bars it, and who would be best for a need."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from ecosystem.matching.actions.measured import Measured, measured_of
from ecosystem.matching.engine.arrays import Bools, Codes, Hashes, Ints, pair_hashes
from ecosystem.matching.engine.hard_rules import Rule
from ecosystem.matching.engine.parts import PARTS
from ecosystem.matching.errors import NotInTheRound
from ecosystem.matching.models import Part, Round
from ecosystem.matching.shortfalls import RULES


def scored(round_: Round) -> "Scored":
    """Every pair of a round by its own weights and rules, from its stored inputs, else from what it would read now.

    What the team chose by hand since the computation is not in it. Raises TooLargeToExplain above what one page can
    score.
    """
    return Scored(measured_of(round_))


class Scored:
    """The pairs of a round by ids of needs and people; unknown ids raise NotInTheRound, all scores are hundredths."""

    def __init__(self, found: Measured) -> None:
        self._sheet = found.sheet
        self.need_ids, self.person_ids = list(found.need_ids), list(found.person_ids)
        self._rows = {pk: row for row, pk in enumerate(self.need_ids)}
        self._columns = {pk: column for column, pk in enumerate(self.person_ids)}

    def points(self, need_id: int, person_id: int) -> dict[Part, int]:
        """The points of the pair, part by part in the order of the engine, whatever the rules say."""
        earned = self._sheet.points(*self._at(need_id, person_id)).tolist()
        return {Part(part): points for part, points in zip(PARTS[self._sheet.problem.kind], earned, strict=True)}

    def score(self, need_id: int, person_id: int) -> int:
        """The score of the pair, which its points sum to, whatever the rules say."""
        return int(self._scores[self._at(need_id, person_id)])

    def barred(self, need_id: int, person_id: int) -> Rule | None:
        """The first hard rule of the round that excludes the pair."""
        code = Rule(int(self._codes[self._at(need_id, person_id)]))
        return None if code is Rule.NONE else code

    def barred_words(self, need_id: int, person_id: int) -> str:
        """That rule in words, within a sentence; empty for a pair that nothing excludes."""
        rule = self.barred(need_id, person_id)
        return str(RULES[rule.name.lower()]) if rule else ""

    def best_people(self, need_id: int, limit: int) -> list[tuple[int, int]]:
        """The people of the highest scores that no rule excludes, and these scores; the seed decides between equals."""
        row = self._row(need_id)
        free = np.flatnonzero(self._free[row] & (self._scores[row] > 0))
        order = free[np.lexsort((self._ties(row, free), -self._scores[row, free]))][: max(limit, 0)]
        return [(self.person_ids[column], int(self._scores[row, column])) for column in order.tolist()]

    def matrix(self, need_ids: Sequence[int], person_ids: Sequence[int]) -> Ints:
        """The scores of these needs (rows) with these people (columns), -1 where a rule excludes the pair."""
        cells = np.ix_(self._all(need_ids, self._rows), self._all(person_ids, self._columns))
        found: Ints = np.where(self._free[cells], self._scores[cells], -1)
        return found

    @cached_property
    def _scores(self) -> Ints:
        return self._sheet.scores()

    @cached_property
    def _codes(self) -> Codes:
        return self._sheet.codes(self._sheet.problem.rules)

    @property
    def _free(self) -> Bools:
        free: Bools = self._codes == Rule.NONE
        return free

    def _ties(self, row: int, columns: Ints) -> Hashes:
        problem = self._sheet.problem
        return pair_hashes(problem.seed, problem.need_keys[[row]], problem.person_keys[columns])

    def _row(self, need_id: int) -> int:
        return int(self._all([need_id], self._rows)[0])

    def _at(self, need_id: int, person_id: int) -> tuple[int, int]:
        return self._row(need_id), int(self._all([person_id], self._columns)[0])

    @staticmethod
    def _all(ids: Iterable[int], places: dict[int, int]) -> Ints:
        try:
            return np.array([places[pk] for pk in ids], dtype=np.int64)
        except KeyError as error:
            raise NotInTheRound from error

"""The evidence of a score: for each part, the points that it earned and the facts that earned them."""

from collections.abc import Sequence

from ecosystem.matching.engine.arrays import Ints, Points
from ecosystem.matching.engine.evidence import Evidence
from ecosystem.matching.engine.funder_evidence import FunderEvidence
from ecosystem.matching.engine.funder_parts import FunderModel
from ecosystem.matching.engine.mentor_evidence import MentorEvidence
from ecosystem.matching.engine.mentor_parts import MentorModel
from ecosystem.matching.engine.parts import PARTS, Kind, quantise


class Explainer:
    """Explains any pair of one round; preparing it costs more than using it."""

    def __init__(self, model: MentorModel | FunderModel, weights: Ints) -> None:
        self.model, self.weights = model, weights
        self.lookup: MentorEvidence | FunderEvidence
        if isinstance(model, MentorModel):
            self.lookup, self.keys = MentorEvidence(model), PARTS[Kind.MENTORS]
        else:
            self.lookup, self.keys = FunderEvidence(model), PARTS[Kind.FUNDERS]

    def points(self, need: int, person: int) -> Points:
        """The points of one pair, (parts,), computed as in the round, hard rules left aside."""
        values = self.model.part_values(need, need + 1).values[:, :, person]
        points: Points = quantise(values, self.weights)[:, 0]
        return points

    def pair(self, need: int, person: int, points: Sequence[int]) -> tuple[Evidence, ...]:
        """One piece of evidence per part, in the order of PARTS, for the points (hundredths) that the pair earned."""
        found = self.lookup.findings(need, person)
        rows = zip(self.keys, points, self.weights.tolist(), found, strict=True)
        return tuple(
            Evidence(key, int(earned), weight, item.code, item.refs, item.count, item.total)
            for key, earned, weight, item in rows
        )

    def pairs(self, need: Ints, person: Ints, points: Points) -> tuple[tuple[Evidence, ...], ...]:
        """The same for many pairs: need, person (n,), points (n, parts)."""
        rows = zip(need.tolist(), person.tolist(), points.tolist(), strict=True)
        return tuple(self.pair(*row) for row in rows)

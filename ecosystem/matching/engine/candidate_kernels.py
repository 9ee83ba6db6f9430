"""The compiled pass of `candidates` over a block: every pair is looked at once, and only what is kept is written."""

from typing import Any

import numpy as np

from ecosystem.matching.engine.compiled import compiled


@compiled
def sift(values: Any, codes: Any, weights: Any, minimum: int, scores: Any, counts: Any, best: Any) -> None:
    """Score the admissible pairs of a block and count why the others are not.

    values (parts, needs, people) 0..1; codes (needs, people) int8, 0 admissible; weights (parts,) hundredths of a point
    as floats. Fills scores (needs, people) int16, -1 under the minimum or inadmissible; counts (needs, rules); best
    (needs, 2): the first person of the highest score, even below the minimum, and that score, -1 without anybody.
    Rounds each part as `parts.quantise` does.
    """
    for need in range(codes.shape[0]):
        best_person, best_score = -1, -1
        for person in range(codes.shape[1]):
            code = codes[need, person]
            counts[need, code] += 1
            scores[need, person] = -1
            if code:
                continue
            total = 0
            for part in range(weights.size):
                total += int(values[part, need, person] * weights[part] + 0.5)
            if total > best_score:
                best_person, best_score = person, total
            if total >= minimum:
                scores[need, person] = np.int16(total)
        best[need, 0], best[need, 1] = best_person, best_score

"""The form of the evidence of a score, one item per part, and the words that both kinds of round share."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

NOT_STATED = "not_stated"
NONE = "none"
MOST_REFS = 5
"""Companies named in one piece of evidence, each by its latest deal; the latest ones."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one part: a stable code, the numbers (skills, sectors, deals...) behind it, and how many."""

    code: str
    refs: tuple[int, ...] = ()
    count: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One part of the score of one pair.

    points: hundredths earned, out of weight * 100; code: what earned them; refs: the numbers of the skills, sectors,
    countries, formats or deals (rows of Deals, one a company, latest first, at most 5); count out of total: how many
    earned it, of deals the companies financed.
    """

    part: str
    points: int
    weight: int
    code: str
    refs: tuple[int, ...]
    count: int
    total: int


def rows_as_sets(table: csr_array) -> list[frozenset[int]]:
    """The columns of each row as a set of plain numbers."""
    pieces = np.split(table.indices, table.indptr[1:-1]) if table.shape[0] else []
    return [frozenset(piece.tolist()) for piece in pieces]


def sector_finding(asked: frozenset[int], known: frozenset[int], group: list[int]) -> Finding:
    """Shared sectors, else sectors of the same group, of a declared profile."""
    if not asked or not known:
        return Finding(NOT_STATED)
    if shared := asked & known:
        return Finding("sector_exact", tuple(sorted(shared)), len(shared), len(asked))
    groups = {group[sector] for sector in asked}
    related = sorted(sector for sector in known if group[sector] in groups)
    return Finding("sector_parent", tuple(related), len(related), len(known)) if related else Finding(NONE)


def stage_finding(stage: int, accepted: frozenset[int]) -> Finding:
    """A stage that a declared profile accepts."""
    if stage < 0 or not accepted:
        return Finding(NOT_STATED)
    return Finding("stage_accepted", (stage,), 1, 1) if stage in accepted else Finding(NONE)

"""Positions of the taxonomy and of the codes that people chose: columns of the engine's tables, and the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from ecosystem.core.text import fold
from ecosystem.directory.models import MeetingFormat, Sector, Skill, SpokenLanguage, Stage

FORMATS = (MeetingFormat.ONSITE, MeetingFormat.REMOTE)
STAGES = tuple(Stage.values)
LANGUAGES = tuple(SpokenLanguage.values)


@dataclass
class Positions:
    """Keys met so far, each with its position; `keys` is the way back."""

    keys: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)

    def of(self, key: str) -> int:
        """The position of a key, new keys at the end; -1 for an empty one."""
        if not key:
            return -1
        if key not in self.at:
            self.at[key] = len(self.keys)
            self.keys.append(key)
        return self.at[key]


@dataclass(frozen=True)
class Terms:
    """A two-level taxonomy: database ids in order, slugs, and the group (root) of each term."""

    ids: dict[int, int]
    slugs: list[str]
    group: np.ndarray

    @classmethod
    def read(cls, model: type[Sector] | type[Skill]) -> "Terms":
        """One query."""
        rows = list(model.objects.order_by("slug").values_list("pk", "slug", "parent_id"))
        roots: dict[int, int] = {}
        group = [roots.setdefault(parent or pk, len(roots)) for pk, _, parent in rows]
        return cls(
            {pk: row for row, (pk, _, _) in enumerate(rows)},
            [slug for _, slug, _ in rows],
            np.array(group, dtype=np.int64),
        )


def codes(value: object) -> list[str]:
    """The codes of a multiple-choice column, however the driver hands it over."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [code for code in value.split(",") if code]
    return [str(getattr(code, "code", code)) for code in value]  # type: ignore[attr-defined]


def formats(value: object) -> list[int]:
    """Meeting formats as columns: alternating means both."""
    chosen = codes(value)
    if MeetingFormat.HYBRID in chosen:
        return [0, 1]
    return [column for column, code in enumerate(FORMATS) if code in chosen]


def stage(value: str) -> int:
    return STAGES.index(value) if value in STAGES else -1


def place(value: str) -> str:
    """How regions and towns are compared: folded."""
    return fold(value)


def has(rows: int, columns: int, pairs: Iterable[tuple[int, int]]) -> csr_array:
    """A boolean table from (row, column) pairs; columns below 0 are left out."""
    kept = sorted({pair for pair in pairs if pair[1] >= 0})
    at = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return csr_array((np.ones(len(kept), dtype=np.bool_), (at[:, 0], at[:, 1])), shape=(rows, columns))


def listed(rows: Sequence[Sequence[int]], columns: int) -> csr_array:
    """A boolean table from the columns of each row."""
    return has(len(rows), columns, ((row, column) for row, values in enumerate(rows) for column in values))


def number(value: float | None) -> float:
    return float("nan") if value is None else float(value)

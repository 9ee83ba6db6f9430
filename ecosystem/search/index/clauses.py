"""What the index can be asked besides words: plain values, which any filter may give for the value it was set to.

`OneOf` and `Flag` name a facet or a flag of the documents, `Between` a number of theirs; `schema` lists them all.
"""

from dataclasses import dataclass
from typing import TypeAlias, Union


@dataclass(frozen=True, slots=True)
class OneOf:
    """The facet holds at least one of these values; no value at all fits nothing."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """One of the numbers of this name lies within the bounds, which are included; None leaves a side open.

    A document without the number never fits.
    """

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """The document stands within so many kilometres of the point, as the crow flies."""

    latitude: float
    longitude: float
    km: float


@dataclass(frozen=True, slots=True)
class Inside:
    """The document stands within these edges of the map, in degrees, which are included."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Flag:
    """The document carries the flag."""

    field: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold at once; of none, everything fits."""

    clauses: "tuple[Clause, ...]"


Clause: TypeAlias = Union[OneOf, Between, Near, Inside, Flag, Every]  # noqa: UP007 - names itself

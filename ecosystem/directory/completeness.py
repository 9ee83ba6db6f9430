"""How full a listing is: each field counts for its weight, and the heaviest that is missing is named first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecosystem.directory.fields import fields_of, label_of, values_of
from ecosystem.directory.models import Listing
from ecosystem.ui.navigation import Text

PUBLISHABLE = 60
"""From this share on, in percent, a listing may be handed to the curators."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something besides the fields that makes a listing complete: a logo, a team, a need."""

    name: str
    label: Text
    weight: int
    step: str
    filled: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Addition:
    """What is missing still, in words that ask for it, and how many percents it brings."""

    name: str
    label: str
    weight: int
    step: str
    gain: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """The share of the weights that is filled, and what is missing, the heaviest first."""

    percent: int
    asked: list[Addition] = field(default_factory=list)
    missing: list[Addition] = field(default_factory=list)

    @property
    def upcoming(self) -> Addition | None:
        """The next thing to add; None when nothing is missing."""
        return self.missing[0] if self.missing else None

    @property
    def is_enough(self) -> bool:
        return self.percent >= PUBLISHABLE


Exempt = Callable[[Any], Iterable[str]]

_parts: dict[str, list[Part]] = {}
_asks: dict[str, Mapping[str, Text]] = {}
_exempt: dict[str, Exempt] = {}


def register_completeness(
    kind: str, *, parts: Iterable[Part] = (), asks: Mapping[str, Text] | None = None, exempt: Exempt | None = None
) -> None:
    """Say, when the app is ready, what counts besides the fields, how each is asked for, and whom it does not concern.

    `exempt` names what a listing is not asked for: it counts neither for it nor against it.
    """
    _parts[kind] = list(parts)
    _asks[kind] = dict(asks or {})
    _exempt[kind] = exempt or (lambda _listing: ())


def completeness_of(listing: Listing) -> Completeness:
    """How full the listing is; it must be of its own class."""
    kind = listing.kind
    left_out = set(_exempt[kind](listing)) if kind in _exempt else set()
    fields = {name: one for name, one in fields_of(listing).items() if one.weight and name not in left_out}
    values = values_of(listing, list(fields))
    counted = [(name, one.weight, one.step, not one.is_empty(values[name])) for name, one in fields.items()]
    parts = {part.name: part for part in _parts.get(kind, []) if part.name not in left_out}
    counted += [(part.name, part.weight, part.step, part.filled(listing)) for part in parts.values()]
    total = sum(weight for _name, weight, _step, _filled in counted) or 1
    asks = _asks.get(kind, {})

    def words(name: str) -> str:
        return str(asks.get(name) or (parts[name].label if name in parts else label_of(listing, name)))

    asked = [
        (Addition(name, words(name), weight, step, round(100 * weight / total)), filled)
        for name, weight, step, filled in counted
    ]
    missing = sorted((one for one, filled in asked if not filled), key=lambda one: -one.weight)
    reached = sum(one.weight for one, filled in asked if filled)
    return Completeness(100 * reached // total, [one for one, _filled in asked], missing)

"""The public figures, counted by the apps above: whoever shows them elsewhere than on their page reads them here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """A group and how many it holds; None when it holds too few to be told."""

    label: str
    value: int | None


@dataclass(frozen=True)
class Figure:
    """One public figure, what it counts in words, and its groups."""

    slug: str
    title: str
    note: str
    groups: Sequence[Group]


Count = Callable[[], Sequence[Figure]]

_counts: list[Count] = []


def register_figures(count: Count) -> None:
    """Say how figures are counted, from `AppConfig.ready()`; the same function twice counts once."""
    if count not in _counts:
        _counts.append(count)


def published_figures() -> list[Figure]:
    """All of them, counted now."""
    return [figure for count in _counts for figure in count()]

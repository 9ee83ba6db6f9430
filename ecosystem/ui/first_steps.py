"""The first steps of a newcomer: each ticks itself, and the list goes once all is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, where, and whether it is done."""

    label: Text
    is_done: bool
    url: str


def unless_complete(steps: Sequence[Step]) -> list[Step]:
    """The steps as `ui/first_steps.html` shows them; none once all are done."""
    return [] if all(step.is_done for step in steps) else list(steps)

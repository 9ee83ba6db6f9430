"""What the form of a need shows the apps above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NeedOnForm:
    """A need as it is being written: never saved, with the sectors that are ticked so far."""

    need: Any
    sectors: Sequence[int] = ()

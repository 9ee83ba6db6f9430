"""What the screens of an arrival have in common: one question each, saved one by one, closed and taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ecosystem.directory.models import Listing

WRITABLE = (Listing.State.DRAFT, Listing.State.CHANGES_REQUESTED)
"""A listing that was sent has its own page: the screens are for what its author still prepares."""


@dataclass(frozen=True)
class Arrival:
    """The screens in their order, and the names of the pages around them."""

    app: str
    screens: Mapping[str, str]
    """The template of each, in their order."""
    title: str | Promise
    lead: str | Promise
    whole: str
    """The page where everything stands at once."""

    @property
    def steps(self) -> list[str]:
        return list(self.screens)

    def after(self, step: str) -> str:
        """The next screen; nothing after the last."""
        place = self.steps.index(step) + 1
        return self.steps[place] if place < len(self.steps) else ""

    def context(self, step: str, form: Any) -> dict[str, Any]:
        """Where the screen stands among the others."""
        number = self.steps.index(step) + 1
        return {
            "arrival": self,
            "form": form,
            "number": number,
            "total": len(self.steps),
            "bars": range(1, len(self.steps) + 1),
            "before": self.steps[number - 2] if number > 1 else "",
            "after": self.after(step),
            "step_url": f"{self.app}:welcome_step",
            "template": self.screens[step],
        }

"""How much each criterion counts for a startup, in five steps: it orders her own proposals, and nobody else's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

NEUTRAL = 3
STEPS = (_("peu importe"), _("un peu"), _("assez"), _("beaucoup"), _("avant tout"))
"""From 1 to 5; the third one changes nothing."""


@dataclass(frozen=True)
class Criterion:
    """A part of the score in the startup's words, and whether it counts for mentors, for funders, or for both."""

    label: StrPromise
    mentors: bool = True
    funders: bool = False


CRITERIA: Mapping[str, Criterion] = {
    "expertise": Criterion(_("Connaît précisément ce sujet")),
    "sector": Criterion(_("Connaît votre secteur"), funders=True),
    "market": Criterion(_("Connaît les pays visés")),
    "availability": Criterion(_("Se déplace près de chez vous")),
    "ticket": Criterion(_("Met le montant recherché"), mentors=False, funders=True),
    "place": Criterion(_("Investit sur votre territoire"), mentors=False, funders=True),
}
"""By name of the part, as in the engine; what is not asked keeps its weight."""


def step_in_words(step: int) -> str:
    """« avant tout »."""
    return str(STEPS[step - 1])


def in_words(importance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the startup said that counts more or less than usual, in the order of the form."""
    return [
        (str(criterion.label), step_in_words(importance[part]))
        for part, criterion in CRITERIA.items()
        if part in importance
    ]

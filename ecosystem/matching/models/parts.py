"""The parts of a score: each has a weight in the round and points in the proposal, in columns of that name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """One criterion of a score; the order is the one of the engine and of every picture."""

    EXPERTISE = "expertise", _("Expertise face au besoin")
    SECTOR = "sector", _("Secteur")
    MARKET = "market", _("Marchés visés")
    STAGE = "stage", _("Stade")
    LANGUAGE = "language", _("Langue")
    TEXT = "text", _("Mots en commun")
    AVAILABILITY = "availability", _("Disponibilité et lieu")
    TICKET = "ticket", _("Montant")
    PLACE = "place", _("Territoire")
    ACTIVITY = "activity", _("Activité récente")
    CIRCLE = "circle", _("Cercle de cofinanceurs")


MENTOR_PARTS = (
    Part.EXPERTISE,
    Part.SECTOR,
    Part.MARKET,
    Part.STAGE,
    Part.LANGUAGE,
    Part.TEXT,
    Part.AVAILABILITY,
)
FUNDER_PARTS = (Part.SECTOR, Part.STAGE, Part.TICKET, Part.PLACE, Part.ACTIVITY, Part.CIRCLE)


def parts_of(kind: str) -> tuple[Part, ...]:
    """The parts that count in a round of the kind, in the engine's order."""
    return MENTOR_PARTS if kind == "mentors" else FUNDER_PARTS


DEFAULT_WEIGHTS = {
    "mentors": dict(zip(MENTOR_PARTS, (35, 15, 12, 12, 6, 8, 12), strict=True)),
    "funders": dict(zip(FUNDER_PARTS, (12, 9, 13, 24, 22, 20), strict=True)),
}

DEFAULT_MINIMUM = {"mentors": 60, "funders": 30}
"""The score under which nobody is proposed: a mentor fits a topic or does not, a funder's record is rarely complete."""


def default_weights(kind: str) -> dict[str, int]:
    """The weights that a new round of the kind starts with, by field name of the round."""
    return {f"weight_{part}": weight for part, weight in DEFAULT_WEIGHTS[kind].items()}

"""What makes a startup's listing complete, besides its fields, and the words that ask for what is missing."""

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.completeness import Part, register_completeness
from startups.models import Startup

SHOWN_TEAM = 2
"""From two people on, the page shows a team."""


def has_logo(startup: Startup) -> bool:
    return bool(startup.logo)


def has_need(startup: Startup) -> bool:
    return bool(startup.needs.all())


def has_team(startup: Startup) -> bool:
    return len(startup.members.all()) >= SHOWN_TEAM


def not_asked(startup: Startup) -> Iterable[str]:
    """A project that is not a company yet has neither number nor birthday."""
    return ("siren", "founded_on") if startup.unregistered else ()


PARTS = (
    Part("logo", _("Ajouter votre logo"), 6, "identite", has_logo),
    Part("needs", _("Dire votre premier besoin"), 7, "besoins", has_need),
    Part("team", _("Présenter une deuxième personne de l’équipe"), 4, "equipe", has_team),
)
ASKS = {
    "name": _("Nommer la startup"),
    "siren": format_lazy(_("Donner votre {number}"), number="SIREN"),
    "city": _("Indiquer votre commune"),
    "region": _("Indiquer votre département"),
    "website": _("Ajouter l’adresse de votre site"),
    "contact_email": _("Donner une adresse de contact"),
    "tagline": _("Dire ce que vous faites en une phrase"),
    "description": _("Écrire votre présentation"),
    "tagline_alt": _("Traduire votre phrase dans l’autre langue"),
    "description_alt": _("Traduire votre présentation dans l’autre langue"),
    "sectors": _("Choisir vos secteurs"),
    "stage": _("Indiquer votre stade"),
    "founded_on": _("Indiquer la date de création"),
    "headcount": _("Indiquer votre effectif"),
    "languages": _("Indiquer vos langues de travail"),
    "countries": _("Indiquer vos marchés actuels"),
}


def register() -> None:
    """Called once, when the site starts."""
    register_completeness("startup", parts=PARTS, asks=ASKS, exempt=not_asked)

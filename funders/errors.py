"""Refusals about funders, each with the sentence that the person reads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.core.errors import Refused


class NoFileLeft(Refused):
    """Every file that the funder announced for this month is taken."""

    message = _("Ce financeur a déjà pris tous ses dossiers du mois.")


class FilesBelowTaken(Refused):
    """A month's files never fall below those that are taken."""

    def __init__(self, taken: int) -> None:
        self.taken = taken
        sentence = ngettext(
            "Un dossier est déjà pris ce mois-ci : gardez au moins 1 dossier.",
            "%(taken)d dossiers sont déjà pris ce mois-ci : gardez au moins %(taken)d dossiers.",
            taken,
        )
        super().__init__(sentence % {"taken": taken})


class PauseInThePast(Refused):
    """A pause ends today or later."""

    message = _("Cette date est passée. Indiquez le dernier jour de votre pause.")


class AlreadyFunder(Refused):
    """An account has one funder's listing, the archived one included."""

    message = _(
        "Vous avez déjà une fiche de financeur. Rechargez la page pour la retrouver ; si elle est archivée, "
        "écrivez à l’équipe pour la rouvrir."
    )


class ThesisIncomplete(Refused):
    """A funder's listing is submitted when a curator can read it."""

    message = _("Avant d’envoyer votre fiche, indiquez votre nature, votre thèse et au moins un stade.")

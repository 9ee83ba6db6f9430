"""Refusals about mentors, each with the sentence that the person reads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.core.errors import Refused


class NoPlaceLeft(Refused):
    """Every place of the mentor is taken."""

    message = _("Toutes les places de ce mentor sont prises.")


class CapacityBelowTaken(Refused):
    """A capacity never falls below the places that are taken."""

    def __init__(self, taken: int) -> None:
        self.taken = taken
        sentence = ngettext(
            "Une place est déjà prise : gardez au moins 1 place.",
            "%(taken)d places sont déjà prises : gardez au moins %(taken)d places.",
            taken,
        )
        super().__init__(sentence % {"taken": taken})


class PauseInThePast(Refused):
    """A pause ends today or later."""

    message = _("Cette date est passée. Indiquez le dernier jour de votre pause.")


class AlreadyMentor(Refused):
    """An account has one mentor's listing, the archived one included."""

    message = _(
        "Vous avez déjà une fiche de mentor. Rechargez la page pour la retrouver ; si elle est archivée, "
        "écrivez à l’équipe pour la rouvrir."
    )


class ProfileIncomplete(Refused):
    """A mentor's listing is submitted when a curator can read it."""

    message = _(
        "Avant d’envoyer votre fiche, ajoutez une phrase de présentation, au moins un sujet que vous maîtrisez "
        "et au moins une langue."
    )

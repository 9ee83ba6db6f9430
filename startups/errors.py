"""Refusals about startups and needs, each with the sentence that the person reads."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.core.errors import Refused


class ListingIncomplete(Refused):
    """A listing is submitted when a curator can read it."""

    def __init__(self, missing: Sequence[str | Promise]) -> None:
        self.missing = list(missing)
        listed = ", ".join(str(label) for label in self.missing)
        super().__init__(format_lazy(_("Avant d’envoyer votre fiche, ajoutez : {missing}."), missing=listed))


class ListingTooThin(Refused):
    """A listing is read by curators from a given share of completeness on."""

    def __init__(self, percent: int, wanted: int, upcoming: str) -> None:
        words = _("Votre fiche est à %(percent)s %% : elle part à partir de %(wanted)s %%. Prochain ajout : %(next)s.")
        super().__init__(words % {"percent": percent, "wanted": wanted, "next": upcoming})


class NeedIncomplete(Refused):
    """A need is opened with a subject and a sentence."""

    message = _("Pour ouvrir ce besoin, choisissez son sujet et écrivez-le en une phrase.")


class NeedOverdue(Refused):
    """A need whose date is past cannot be opened."""

    message = _("L’échéance de ce besoin est passée. Choisissez une date à venir, puis ouvrez-le.")


class NeedIsHistory(Refused):
    """A need that ended is not rewritten."""

    message = _("Ce besoin est terminé : il ne se modifie plus. Déclarez-en un nouveau.")


class TooManyOpenNeeds(Refused):
    """A startup has a few needs open at a time, so that nobody crowds the others out of a round."""

    def __init__(self, most: int) -> None:
        words = ngettext(
            "Vous avez déjà %(most)s besoin ouvert, le maximum. Fermez-le avant d’en ouvrir un autre.",
            "Vous avez déjà %(most)s besoins ouverts, le maximum. Fermez-en un avant d’en ouvrir un autre.",
            most,
        )
        super().__init__(words % {"most": most})


class NeedNotRead(Refused):
    """Only an open need is answered by the team."""

    message = _("Ce besoin n’est plus ouvert : il n’attend pas de réponse de l’équipe.")


class NeedAlreadyReturned(Refused):
    """A need that went back waits for its startup; it is not returned a second time."""

    message = _("Ce besoin est déjà rendu à la startup : attendez qu’elle le reprenne.")


class LastAdmin(Refused):
    """A team always has at least one admin."""

    message = _("Une fiche garde toujours au moins une personne qui l’administre.")


class NotInTheTeam(Refused):
    """A role belongs to an account of the team."""

    message = _("Cette personne n’a pas de compte dans l’équipe.")

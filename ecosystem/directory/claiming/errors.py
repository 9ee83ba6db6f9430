"""What claims and invitations refuse, each with the sentence that the person reads."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class AlreadyHeld(Refused):
    """A person's own listing has one account."""

    message = _("Cette fiche a déjà son auteur. Si c’est une erreur, écrivez à l’équipe.")


class AlreadyYours(Refused):
    """Nobody claims what she holds."""

    message = _("Vous tenez déjà cette fiche.")


class TooManyClaims(Refused):
    """A few claims at a time."""

    message = _("Vous attendez déjà plusieurs réponses. Annulez une demande, ou attendez une réponse.")


class NoAddress(Refused):
    """A link needs an address to go to."""

    message = _("Cette fiche n’a pas d’adresse où envoyer un lien. Demandez à l’équipe.")


class AlreadyInvited(Refused):
    """She is in already."""

    message = _("Cette personne fait déjà partie de l’équipe.")


class TooManyInvitations(Refused):
    """A team has a number of invitations that wait at most."""

    message = _("Vingt invitations attendent déjà une réponse. Annulez-en une avant d’en envoyer une autre.")


class TooManyToday(Refused):
    """An account writes to a number of people a day at most."""

    message = _("Vous avez envoyé cinquante invitations aujourd’hui. Continuez demain.")


class SentEnough(Refused):
    """The same letter leaves a few times, then it is left to its reader."""

    message = _("Ce courriel est déjà parti cinq fois. Laissez à la personne le temps de répondre.")


class JustSent(Refused):
    """The same letter does not leave twice within minutes."""

    message = _("Un courriel vient de partir à cette adresse. Attendez avant d’en envoyer un autre.")


class LinkAltered(Refused):
    """Nobody signed this link."""

    message = _("Ce lien est incomplet. Copiez-le en entier depuis le courriel.")


class LinkSpent(Refused):
    """It was used, cancelled, or it has expired."""

    message = _("Ce lien ne sert plus : il a déjà servi, il a été annulé, ou il a expiré.")


class AskedByNobody(Refused):
    """The account that asked is gone or closed."""

    message = _("Le compte qui a fait cette demande n’existe plus.")


class ListingGone(Refused):
    """Nobody takes up a listing that left the directory."""

    message = _("Cette fiche n’est plus dans l’annuaire.")

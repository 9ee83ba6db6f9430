"""What the lists of favourites refuse, in words."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class NameTaken(Refused):
    """Two lists of one person do not share a name."""

    message = _("Vous avez déjà une liste de ce nom. Choisissez-en un autre.")


class TooManyLists(Refused):
    """A person has fifty lists at most."""

    message = _("Vous avez déjà cinquante listes. Retirez-en une pour en créer une autre.")


class ListFull(Refused):
    """A list holds five hundred listings at most."""

    message = _("Cette liste tient déjà cinq cents fiches. Créez-en une autre pour la suite.")

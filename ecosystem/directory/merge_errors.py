"""What refuses a merge, or its undoing, each with the way out."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class NotAPair(Refused):
    """Only two listings of one kind can be one."""

    message = _("Deux fiches différentes du même type peuvent être fusionnées, pas celles-ci.")


class AlreadyGone(Refused):
    """A listing that is merged or archived goes nowhere."""

    message = _("L’une de ces fiches est déjà fusionnée ou archivée. Rechargez la page.")


class KeepThePublished(Refused):
    """A page that people read does not disappear behind one that they cannot."""

    message = _("Gardez la fiche publiée : son adresse est connue, l’autre n’est pas en ligne.")


class AlreadyUndone(Refused):
    """A merge is undone once."""

    message = _("Cette fusion est déjà annulée.")


class TooLate(Refused):
    """After its days a merge stands."""

    message = _("Cette fusion a plus de 30 jours : elle ne s’annule plus.")


class UndoTheLaterFirst(Refused):
    """Merges into one listing, or of it, are undone from the last to the first."""

    message = _("Une fusion plus récente touche la même fiche : annulez d’abord celle-là.")


class CannotComeBack(Refused):
    """Something that happened since stands in the way."""

    message = _("La fiche fusionnée ne peut pas revenir : son SIREN est porté par une autre fiche depuis.")


class AccountTaken(Refused):
    """An account keeps one listing of a kind."""

    message = _("Le compte de la fiche fusionnée tient une autre fiche depuis : les deux ne peuvent pas revenir.")

"""What is refused about the space of somebody else, with the sentence that the curator reads."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class CannotActAs(Refused):
    """The spaces of the team, and those of closed accounts, are opened by nobody else."""

    message = _("L’espace de cette personne ne s’ouvre pas : elle est de l’équipe, ou son compte est fermé.")


class ReasonMissing(Refused):
    """Whoever opens somebody's space says why, and the person reads it."""

    message = _("Dites en une phrase pourquoi vous ouvrez cet espace. La personne la lira.")


class TooManyKeys(Refused):
    """One person's keys are few enough for her to know each of them."""

    message = _("Vous avez déjà dix clés en service : révoquez-en une d’abord.")

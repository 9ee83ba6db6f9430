"""What an alert refuses, in words."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class TooManyAlerts(Refused):
    """An address follows a score of searches at most."""

    message = _("Vous avez déjà vingt alertes actives. Arrêtez-en une pour activer celle-ci.")


class AlertGone(Refused):
    """The link of an alert that is no more, or that nobody signed."""

    message = _(
        "Cette alerte n’existe plus, ou son lien est incomplet. Copiez-le en entier depuis le courriel, "
        "ou créez une nouvelle alerte depuis l’annuaire."
    )

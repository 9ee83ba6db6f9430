"""What may stand in the way at a trade show."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class StandFull(Refused):
    """Every place of the shared stand is given."""

    message = _("Tous les postes du stand collectif sont attribués. Libérez-en un d’abord.")

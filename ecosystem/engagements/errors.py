"""Refusals about what follows two yeses."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class AlreadyEngaged(Refused):
    """A mentor accompanies a need once at a time."""

    message = _("Ce mentor accompagne déjà ce besoin.")


class AlreadyIntroduced(Refused):
    """A funder is introduced to a need once."""

    message = _("Ce financeur a déjà été mis en relation pour ce besoin.")

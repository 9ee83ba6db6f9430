from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Rounds of matching: from open needs to explained proposals and their answers."""

    name = "ecosystem.matching"
    label = "matching"
    verbose_name = _("tournées")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ecosystem.ui.navigation import register_rail


class FundersConfig(AppConfig):
    """Funders, their thesis and their track record."""

    name = "funders"
    label = "funders"
    verbose_name = _("financeurs")

    def ready(self) -> None:
        register_rail("funder", "", _("Ma thèse"), "funders:thesis", "pencil", order=20)
        register_rail("funder", "", _("Dossiers et pause"), "funders:availability", "anchor", order=30)

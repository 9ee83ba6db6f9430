from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundersConfig(AppConfig):
    """Funders, their thesis and their track record."""

    name = "funders"
    label = "funders"
    verbose_name = _("financeurs")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The public API."""

    name = "ecosystem.api"
    label = "api"
    verbose_name = _("API")

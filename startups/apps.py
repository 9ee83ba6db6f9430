from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartupsConfig(AppConfig):
    """Startups, the people of their teams and their needs."""

    name = "startups"
    label = "startups"
    verbose_name = _("startups")

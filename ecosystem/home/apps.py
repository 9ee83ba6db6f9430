from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Landing page, search over the four kinds, dashboards and public figures."""

    name = "ecosystem.home"
    label = "home"
    verbose_name = _("accueil")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Mail, dates, text and access: what every app stands on."""

    name = "ecosystem.core"
    label = "core"
    verbose_name = _("courriels")

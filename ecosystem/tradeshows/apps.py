from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TradeshowsConfig(AppConfig):
    """Trade shows and their editions."""

    name = "ecosystem.tradeshows"
    label = "tradeshows"
    verbose_name = _("salons")

    def ready(self) -> None:
        import_module("ecosystem.tradeshows.fields").register()
        import_module("ecosystem.tradeshows.links").register()
        import_module("ecosystem.tradeshows.facts").register()

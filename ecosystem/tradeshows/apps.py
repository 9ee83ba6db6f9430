from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.directory.panels import register_events, register_panel
from ecosystem.search.alerts.lists import Watched, register_list


def counted_new(count: int) -> str:
    """How an alert counts them."""
    return ngettext("%(count)d nouveau salon", "%(count)d nouveaux salons", count) % {"count": count}


class TradeshowsConfig(AppConfig):
    """Trade shows and their editions."""

    name = "ecosystem.tradeshows"
    label = "tradeshows"
    verbose_name = _("salons")

    def ready(self) -> None:
        import_module("ecosystem.tradeshows.fields").register()
        import_module("ecosystem.tradeshows.links").register()
        import_module("ecosystem.tradeshows.side_by_side").register()
        import_module("ecosystem.tradeshows.facts").register()
        import_module("ecosystem.tradeshows.mails").register()
        attending = import_module("ecosystem.tradeshows.attending")
        startup = apps.get_model("startups", "Startup")
        register_panel(startup, "tradeshows/attended.html", attending.shows_panel, slot="shows")
        register_events(startup, attending.shows_attended)
        register_list(
            Watched(
                "salons",
                _("Salons"),
                "tradeshows:list",
                filters="ecosystem.tradeshows.filters.TradeShowFilterSet",
                rows="ecosystem.tradeshows.models.TradeShow",
                counted=counted_new,
                other_names=("tradeshow", "tradeshows"),
            )
        )

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.directory.panels import register_panel
from ecosystem.directory.texts import register_texts
from ecosystem.search.alerts.lists import Watched, register_list


def places(listing: Any) -> Iterator[str]:
    """Where the editions take place."""
    for edition in listing.tradeshow.editions.all():
        yield from (edition.city, edition.venue)


def organiser(listing: Any) -> Iterator[str]:
    yield listing.tradeshow.organiser


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
        shows_panel = import_module("ecosystem.tradeshows.attending").shows_panel
        startup = apps.get_model("startups", "Startup")
        register_panel(startup, "tradeshows/attended.html", shows_panel, slot="shows")
        register_texts("tradeshow", related=("tradeshow__editions",), tags=places, body=organiser)
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

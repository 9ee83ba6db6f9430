from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.texts import register_texts
from ecosystem.ui.navigation import register_rail


def thesis(listing: Any) -> Iterator[str]:
    """What the funder says that it finances."""
    yield listing.funder.thesis


class FundersConfig(AppConfig):
    """Funders, their thesis and their track record."""

    name = "funders"
    label = "funders"
    verbose_name = _("financeurs")

    def ready(self) -> None:
        register_rail("funder", "", _("Ma thèse"), "funders:thesis", "pencil", order=20)
        register_rail("funder", "", _("Dossiers et pause"), "funders:availability", "anchor", order=30)
        register_texts("funder", related=("funder",), body=thesis)

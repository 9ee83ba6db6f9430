from collections.abc import Sequence
from importlib import import_module

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

MOST_NETWORKS = 12
"""Those of one partner that her rail names."""


class CurationConfig(AppConfig):
    """Getting good listings in: the queue of those that wait, and imports."""

    name = "ecosystem.curation"
    label = "curation"
    verbose_name = _("curation")

    def ready(self) -> None:
        from ecosystem.core.samples import register_sample
        from ecosystem.curation.desk import waiting_rows
        from ecosystem.curation.mail_words import register
        from ecosystem.ui.navigation import Rows, register_rail

        def alike(request: HttpRequest) -> Rows:
            rows: Rows = apps.get_model("directory", "Likeness").objects.open()
            return rows

        def waiting(request: HttpRequest) -> Sequence[Rows]:
            return list(waiting_rows().values())

        def leaving(request: HttpRequest) -> Rows:
            return import_module("ecosystem.curation.freshness_board").leaving()  # type: ignore[no-any-return]

        listings = _("Annuaire")
        register_rail("staff", "", _("À relire"), "curation:queue", "inbox", count=waiting, order=10, hot=True)
        register_rail("staff", listings, _("Startups"), "startups:list", "layout-grid", order=60)
        register_rail("staff", listings, _("Mentors"), "mentors:list", "users", order=61)
        register_rail("staff", listings, _("Financeurs"), "funders:list", "euro", order=62)
        register_rail("staff", listings, _("Salons"), "tradeshows:list", "anchor", order=63)
        register_rail("staff", listings, _("Réseaux"), "curation:networks", "network", order=66)
        register_rail("staff", listings, _("Doublons"), "curation:duplicates", "copy", count=alike, order=65)
        register_rail("staff", listings, _("Fraîcheur"), "curation:freshness", "leaf", count=leaving, order=64)
        register_rail("staff", listings, _("Traductions"), "curation:translations", "languages", order=67)
        register_rail("staff", _("Régie"), _("Imports"), "curation:imports", "upload", order=80)
        register()
        import_module("ecosystem.curation.journal").register()
        import_module("ecosystem.curation.merging").register()
        register_networks()
        register_sample("ecosystem.curation.samples.desk.write_desk")


def register_networks() -> None:
    """The partners' space, and the labels on the pages of startups."""
    from collections.abc import Mapping
    from typing import Any

    from ecosystem.directory.models import Network
    from ecosystem.directory.panels import register_panel
    from ecosystem.directory.shared_panels import shared
    from ecosystem.ui.navigation import Text, register_own_rail, register_space
    from startups.models import Startup

    def is_partner(request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_authenticated and Network.objects.of(user).exists())

    @shared
    def labels(startup: Startup, request: HttpRequest) -> Mapping[str, Any] | None:
        shown = list(Network.objects.shown().filter(members__listing=startup.pk))
        return {"networks": shown} if shown else None

    def mine(request: HttpRequest) -> Sequence[tuple[Text, str]]:
        user: Any = request.user
        return [(one.name, one.get_absolute_url()) for one in Network.objects.of(user)[:MOST_NETWORKS]]

    register_space("partner", is_partner)
    register_own_rail("partner", _("Mes réseaux"), "network", mine)
    register_panel(Startup, "curation/labels.html", labels, slot="labels")

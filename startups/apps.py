from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.texts import register_texts
from ecosystem.ui.navigation import register_rail


def needs_in_words(listing: Any) -> Iterator[str]:
    """What the startup looks for now, as far as visitors may read it."""
    for need in listing.startup.needs.all():
        if need.state == "open" and need.is_public:
            yield need.title


def open_needs(request: HttpRequest) -> int:
    """How many needs of the person's startups are open, for the rail."""
    needs = apps.get_model("startups", "Need")
    return needs.objects.open().filter(startup__members__user=request.user.pk).count()


class StartupsConfig(AppConfig):
    """Startups, the people of their teams and their needs."""

    name = "startups"
    label = "startups"
    verbose_name = _("startups")

    def ready(self) -> None:
        register_rail("founder", "", _("Ma fiche"), "startups:own", "pencil", order=20)
        register_rail("founder", "", _("Mes besoins"), "startups:needs", "target", count=open_needs, order=30)
        register_texts("startup", related=("startup__needs",), body=needs_in_words)

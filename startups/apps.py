from importlib import import_module

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.search.alerts.lists import Watched, register_list
from ecosystem.ui.navigation import Rows, register_rail, register_space


def open_needs(request: HttpRequest) -> Rows:
    """The needs of the person's startups that are open, for the rail."""
    needs = apps.get_model("startups", "Need")
    rows: Rows = needs.objects.open().filter(startup__members__user=request.user.pk)
    return rows


def needs_to_read(request: HttpRequest) -> Rows:
    """The open needs that the team has not read yet, for the rail."""
    rows: Rows = apps.get_model("startups", "Need").objects.to_triage()
    return rows


def is_founder(request: HttpRequest) -> bool:
    """Whether the person who is signed in is in the team of a startup."""
    return bool(apps.get_model("startups", "Member").objects.filter(user=request.user.pk).exists())


def counted_new(count: int) -> str:
    """How an alert counts them."""
    return ngettext("%(count)d nouvelle startup", "%(count)d nouvelles startups", count) % {"count": count}


class StartupsConfig(AppConfig):
    """Startups, the people of their teams and their needs."""

    name = "startups"
    label = "startups"
    verbose_name = _("startups")

    def ready(self) -> None:
        register_space("founder", is_founder)
        register_rail("founder", "", _("Ma fiche"), "startups:own", "pencil", order=20)
        register_rail("founder", "", _("Mes besoins"), "startups:needs", "target", count=open_needs, order=30)
        register_rail(
            "staff", _("Mises en relation"), _("Besoins"), "startups:triage", "inbox", count=needs_to_read, order=28
        )
        import_module("startups.fields").register()
        import_module("startups.alike").register()
        import_module("startups.side_by_side").register()
        import_module("startups.merging").register()
        import_module("startups.team").register()
        import_module("startups.journal").register()
        import_module("startups.completeness").register()
        import_module("startups.owners").register()
        import_module("startups.consents").listen()
        import_module("startups.mail_words").register()
        import_module("startups.facts").register()
        register_list(
            Watched(
                "startups",
                _("Startups"),
                "startups:list",
                filters="startups.filters.StartupFilterSet",
                rows="startups.models.Startup",
                counted=counted_new,
                other_names=("startup",),
            )
        )

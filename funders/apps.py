from importlib import import_module

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.search.alerts.lists import Watched, register_list
from ecosystem.ui.navigation import register_rail, register_space


def is_funder(request: HttpRequest) -> bool:
    """Whether the person who is signed in is a funder."""
    return bool(apps.get_model("funders", "Funder").objects.filter(user=request.user.pk).exists())


def counted_new(count: int) -> str:
    """How an alert counts them."""
    return ngettext("%(count)d nouveau financeur", "%(count)d nouveaux financeurs", count) % {"count": count}


class FundersConfig(AppConfig):
    """Funders, their thesis and their track record."""

    name = "funders"
    label = "funders"
    verbose_name = _("financeurs")

    def ready(self) -> None:
        register_space("funder", is_funder)
        register_rail("funder", "", _("Ma thèse"), "funders:thesis", "pencil", order=20)
        register_rail("funder", "", _("Dossiers et pause"), "funders:availability", "anchor", order=30)
        register_rail("funder", "", _("Liens d’intérêts"), "funders:ties", "scale", order=40)
        import_module("funders.fields").register()
        import_module("funders.alike").register()
        import_module("funders.side_by_side").register()
        import_module("ecosystem.directory.accounts").register_account("funder")
        import_module("funders.merging").register()
        import_module("funders.owning").register()
        import_module("funders.owners").register()
        import_module("funders.consents").listen()
        import_module("funders.facts").register()
        register_list(
            Watched(
                "financeurs",
                _("Financeurs"),
                "funders:list",
                filters="funders.filters.FunderFilterSet",
                rows="funders.models.Funder",
                counted=counted_new,
                other_names=("funder", "funders"),
            )
        )

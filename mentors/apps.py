from importlib import import_module

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.search.alerts.lists import Watched, register_list
from ecosystem.ui.navigation import register_rail, register_space


def is_mentor(request: HttpRequest) -> bool:
    """Whether the person who is signed in is a mentor."""
    return bool(apps.get_model("mentors", "Mentor").objects.filter(user=request.user.pk).exists())


def counted_new(count: int) -> str:
    """How an alert counts them."""
    return ngettext("%(count)d nouveau mentor", "%(count)d nouveaux mentors", count) % {"count": count}


class MentorsConfig(AppConfig):
    """Mentors and what they bring."""

    name = "mentors"
    label = "mentors"
    verbose_name = _("mentors")

    def ready(self) -> None:
        register_space("mentor", is_mentor)
        register_rail("mentor", "", _("Mon profil"), "mentors:profile", "pencil", order=20)
        register_rail("mentor", "", _("Places et pause"), "mentors:availability", "anchor", order=30)
        register_rail("mentor", "", _("Liens d’intérêts"), "mentors:ties", "scale", order=40)
        import_module("mentors.fields").register()
        import_module("mentors.alike").register()
        import_module("mentors.side_by_side").register()
        import_module("ecosystem.directory.accounts").register_account("mentor")
        import_module("ecosystem.directory.following").register_own("mentors.MentorSkill.mentor")
        import_module("mentors.owning").register()
        import_module("mentors.owners").register()
        import_module("mentors.consents").listen()
        import_module("mentors.facts").register()
        register_list(
            Watched(
                "mentors",
                _("Mentors"),
                "mentors:list",
                filters="mentors.filters.MentorFilterSet",
                rows="mentors.models.Mentor",
                counted=counted_new,
                other_names=("mentor",),
            )
        )

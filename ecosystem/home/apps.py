from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.ui.navigation import register_rail


def waiting_proposals(request: HttpRequest) -> int:
    """How many proposals wait for the person's answer, as a mentor or as a funder, for the rail."""
    user: Any = request.user
    proposals = apps.get_model("matching", "Proposal").objects.of_person(user).sent()
    return proposals.filter(person_answer="", expires_on__gte=timezone.localdate()).count()


def proposals_for_my_startups(request: HttpRequest) -> int:
    """How many proposals wait for the answer of the person's startups, for the rail."""
    user: Any = request.user
    proposals = apps.get_model("matching", "Proposal").objects.of_startup_team(user).sent()
    return proposals.filter(person_answer="yes", startup_answer="", expires_on__gte=timezone.localdate()).count()


def unread_messages(request: HttpRequest) -> int:
    """How many messages the person has not read, for the rail."""
    user: Any = request.user
    return apps.get_model("core", "Mail").objects.inbox_of(user.pk).unread().count() if user.pk else 0


def failing_tasks(request: HttpRequest) -> int:
    """How many tasks and rounds failed and ask for somebody, for the rail."""
    runs = apps.get_model("core", "TaskRun").objects.unresolved().count()
    return runs + apps.get_model("matching", "Round").objects.filter(state="failed").count()


class HomeConfig(AppConfig):
    """Landing page, search over the four kinds, dashboards and public figures."""

    name = "ecosystem.home"
    label = "home"
    verbose_name = _("accueil")

    def ready(self) -> None:
        import_module("ecosystem.home.mail_words").register()
        board, mine = _("Tableau de bord"), _("Mon compte")
        register_rail("founder", "", board, "home:space", "house", count=proposals_for_my_startups, order=10, hot=True)
        register_rail("mentor", "", board, "home:mentor", "house", count=waiting_proposals, order=10, hot=True)
        register_rail("funder", "", board, "home:funder", "house", count=waiting_proposals, order=10, hot=True)
        register_rail("staff", _("Régie"), _("Courriels"), "home:mails", "mail", order=82)
        register_rail("staff", _("Régie"), _("Tâches"), "home:tasks", "cog", count=failing_tasks, order=84)
        for rail in ("staff", "founder", "mentor", "funder"):
            register_rail(rail, "", _("Messages"), "home:inbox", "message-square", count=unread_messages, order=12)
            register_rail(rail, mine, _("Réglages et données"), "home:account", "user-cog", order=900)

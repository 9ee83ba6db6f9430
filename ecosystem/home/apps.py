from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.ui.navigation import Rows, register_rail


def waiting_proposals(request: HttpRequest) -> Rows:
    """The proposals that wait for the person's answer, as a mentor or as a funder, for the rail."""
    user: Any = request.user
    proposals = apps.get_model("matching", "Proposal").objects.of_person(user).sent()
    rows: Rows = proposals.filter(person_answer="", expires_on__gte=timezone.localdate())
    return rows


def proposals_for_my_startups(request: HttpRequest) -> Rows:
    """The proposals that wait for the answer of the person's startups, for the rail."""
    user: Any = request.user
    proposals = apps.get_model("matching", "Proposal").objects.of_startup_team(user).sent()
    rows: Rows = proposals.filter(person_answer="yes", startup_answer="", expires_on__gte=timezone.localdate())
    return rows


def unread_messages(request: HttpRequest) -> Rows | int:
    """The messages that the person has not read, for the rail."""
    user: Any = request.user
    unread: Rows | int = apps.get_model("core", "Mail").objects.inbox_of(user.pk).unread() if user.pk else 0
    return unread


def failing_tasks(request: HttpRequest) -> list[Rows]:
    """The tasks and the rounds that failed and ask for somebody, for the rail."""
    rounds = apps.get_model("matching", "Round").objects.filter(state="failed")
    return [apps.get_model("core", "TaskRun").objects.unresolved(), rounds]


class HomeConfig(AppConfig):
    """Landing page, search over the four kinds, dashboards and public figures."""

    name = "ecosystem.home"
    label = "home"
    verbose_name = _("accueil")

    def ready(self) -> None:
        import_module("ecosystem.home.mail_words").register()
        import_module("ecosystem.home.erasing").register()
        import_module("ecosystem.home.letter").listen()
        import_module("ecosystem.home.published_figures").register()
        import_module("ecosystem.home.readings").register()
        import_module("ecosystem.home.welcome").register()
        import_module("ecosystem.home.needed").register()
        board, mine = _("Tableau de bord"), _("Mon compte")
        register_rail("founder", "", board, "home:space", "house", count=proposals_for_my_startups, order=10, hot=True)
        register_rail("mentor", "", board, "home:mentor", "house", count=waiting_proposals, order=10, hot=True)
        register_rail("funder", "", board, "home:funder", "house", count=waiting_proposals, order=10, hot=True)
        register_rail("staff", _("Régie"), _("Courriels"), "home:mails", "mail", order=82)
        register_rail("staff", _("Régie"), _("Recherches"), "home:searches", "search", order=83)
        register_rail("staff", _("Régie"), _("Tâches"), "home:tasks", "cog", count=failing_tasks, order=84)
        register_rail("staff", _("Régie"), _("Intégrations"), "home:embeds", "app-window", order=85)
        register_rail("staff", _("Régie"), _("Journal"), "home:journal", "history", order=86)
        register_rail("staff", _("Régie"), _("Aider une personne"), "home:people", "life-buoy", order=88)
        for rail in ("staff", "founder", "mentor", "funder", "partner"):
            register_rail(rail, "", _("Messages"), "home:inbox", "message-square", count=unread_messages, order=12)
            register_rail(rail, mine, _("Mes données"), "home:account", "shield-check", order=900)
            register_rail(rail, mine, _("Réglages"), "home:settings", "user-cog", order=910)

from importlib import import_module

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.matching import panels
from ecosystem.ui.navigation import Rows, register_rail


def waiting_answers(request: HttpRequest) -> Rows:
    """The answers that are awaited, for the rail of the team."""
    rows: Rows = apps.get_model("matching", "Proposal").objects.awaited()
    return rows


class MatchingConfig(AppConfig):
    """Rounds of matching: from open needs to explained proposals and their answers."""

    name = "ecosystem.matching"
    label = "matching"
    verbose_name = _("tournées")

    def ready(self) -> None:
        register_rail("staff", "", _("Réponses"), "matching:board", "bell", count=waiting_answers, order=20)
        register_rail("staff", _("Mises en relation"), _("Tournées"), "matching:rounds", "sliders-horizontal", order=30)
        register_rail("staff", _("Mises en relation"), _("Recrutement"), "matching:recruitment", "target", order=34)
        panels.register()
        import_module("ecosystem.matching.listening").listen()
        import_module("ecosystem.matching.merging").register()
        import_module("ecosystem.matching.responsiveness").register()
        import_module("ecosystem.matching.funder_page").register()
        import_module("ecosystem.matching.mail_words.registering").register()
        import_module("ecosystem.matching.journal").register()

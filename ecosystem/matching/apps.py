from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ecosystem.matching import panels
from ecosystem.ui.navigation import register_rail


class MatchingConfig(AppConfig):
    """Rounds of matching: from open needs to explained proposals and their answers."""

    name = "ecosystem.matching"
    label = "matching"
    verbose_name = _("tournées")

    def ready(self) -> None:
        register_rail("staff", _("Mises en relation"), _("Tournées"), "matching:rounds", "sliders-horizontal", order=30)
        register_rail("staff", _("Mises en relation"), _("Recrutement"), "matching:recruitment", "target", order=34)
        panels.register()
        import_module("ecosystem.matching.listening").listen()
        import_module("ecosystem.matching.mail_words.registering").register()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ecosystem.ui.navigation import register_rail


class MentorsConfig(AppConfig):
    """Mentors and what they bring."""

    name = "mentors"
    label = "mentors"
    verbose_name = _("mentors")

    def ready(self) -> None:
        register_rail("mentor", "", _("Mon profil"), "mentors:profile", "pencil", order=20)
        register_rail("mentor", "", _("Places et pause"), "mentors:availability", "anchor", order=30)

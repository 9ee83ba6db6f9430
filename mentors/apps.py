from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorsConfig(AppConfig):
    """Mentors and what they bring."""

    name = "mentors"
    label = "mentors"
    verbose_name = _("mentors")

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    """What follows two yeses: mentoring engagements and introductions to funders."""

    name = "ecosystem.engagements"
    label = "engagements"
    verbose_name = _("suites données")

    def ready(self) -> None:
        import_module("ecosystem.engagements.together").register()
        import_module("ecosystem.engagements.cited").register()

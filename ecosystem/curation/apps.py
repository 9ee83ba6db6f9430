from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    """Getting good listings in: imports."""

    name = "ecosystem.curation"
    label = "curation"
    verbose_name = _("curation")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The full-text index of what is public, derived from the database and never a source."""

    name = "ecosystem.search"
    label = "search"
    verbose_name = _("recherche")

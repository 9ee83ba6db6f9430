from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The full-text index of what is public, derived from the database; and the searches that people keep as alerts."""

    name = "ecosystem.search"
    label = "search"
    verbose_name = _("recherche")

    def ready(self) -> None:
        import_module("ecosystem.search.alerts.registering").register()
        import_module("ecosystem.search.synonyms").follow_pages()

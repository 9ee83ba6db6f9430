from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The listings of the four kinds, their states and their taxonomy."""

    name = "ecosystem.directory"
    label = "directory"
    verbose_name = _("annuaire")

    def ready(self) -> None:
        import_module("ecosystem.directory.claiming.mail_words").register()
        import_module("ecosystem.directory.claiming.rail").register()
        import_module("ecosystem.directory.claiming.journal").register()
        import_module("ecosystem.directory.claiming.forgetting").register()
        import_module("ecosystem.directory.journal").register()
        import_module("ecosystem.directory.freshness_mails").register()
        import_module("ecosystem.directory.link_mails").register()
        import_module("ecosystem.directory.keeping.registering").register()
        import_module("ecosystem.directory.similar").register()

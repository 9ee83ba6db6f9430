from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ecosystem.core import mail_words


class CoreConfig(AppConfig):
    """Mail, dates, text and access: what every app stands on."""

    name = "ecosystem.core"
    label = "core"
    verbose_name = _("courriels")

    def ready(self) -> None:
        from django.urls import register_converter

        from ecosystem.core.paths import RowNumber

        register_converter(RowNumber, "row")
        mail_words.register()
        import_module("ecosystem.core.versions").register()
        import_module("ecosystem.core.mail_journal").register()

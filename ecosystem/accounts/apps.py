from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.ui.navigation import register_space


def is_curator(request: HttpRequest) -> bool:
    """Whether the staff's space is the person's own."""
    user: Any = request.user
    return bool(user.is_curator)


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "ecosystem.accounts"
    label = "accounts"
    verbose_name = _("comptes")

    def ready(self) -> None:
        from ecosystem.accounts import checks  # noqa: F401  # registers itself

        import_module("ecosystem.accounts.acting")
        import_module("ecosystem.accounts.acting_mails").register()
        import_module("ecosystem.accounts.api_key_mails").register()
        import_module("ecosystem.accounts.journal").register()
        register_space("staff", is_curator)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "ecosystem.accounts"
    label = "accounts"
    verbose_name = _("comptes")

    def ready(self) -> None:
        from ecosystem.accounts import checks  # noqa: F401  # registers itself

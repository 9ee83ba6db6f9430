"""The libraries of accounts, under names that the back office's readers understand."""

from allauth.account.apps import AccountConfig
from allauth.mfa.apps import MFAConfig
from allauth.usersessions.apps import UserSessionsConfig
from django.utils.translation import gettext_lazy as _


class AddressesConfig(AccountConfig):  # type: ignore[misc]  # allauth has no types
    """Addresses and their confirmations."""

    verbose_name = _("adresses e-mail")


class SecondFactorConfig(MFAConfig):  # type: ignore[misc]
    """The second code that some people sign in with."""

    verbose_name = _("double authentification")


class DevicesConfig(UserSessionsConfig):  # type: ignore[misc]
    """The browsers where somebody is signed in."""

    verbose_name = _("appareils connectés")

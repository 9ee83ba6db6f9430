"""A passkey is a way in, beside the code by mail; only an application of codes makes a second step of every sign-in."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from ecosystem.accounts.models import User


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Whoever registered a passkey and lost it still comes in by a code."""

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        second = [Authenticator.Type.TOTP] if types is None or Authenticator.Type.TOTP in types else types
        return bool(super().is_mfa_enabled(user, types=second))

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """The site's own name and host: what the device shows."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.ESCALE_NAME}

"""Who asks: nobody in particular, or the integration of a person who made a key for it."""

import binascii
from typing import Any

from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from ecosystem.accounts.models import ApiToken, User

UNKNOWN = _("Cette clé n’ouvre rien : elle est mal écrite, échue ou révoquée. Sans clé, l’annuaire se lit aussi.")
ASKED = _("Cette adresse se lit avec une clé, dans l’en-tête « Authorization: Bearer … ».")
TOO_NARROW = _("Cette clé n’a pas le droit « %(scope)s ».")


class KeyAuthentication(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """A key in `Authorization: Bearer …`; one that opens nothing refuses the request, and none is needed to read."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        try:
            found: tuple[User, ApiToken] | None = super().authenticate(request)
        except (AuthenticationFailed, UnicodeDecodeError, binascii.Error) as error:
            raise AuthenticationFailed(UNKNOWN) from error
        if found is not None:
            found[1].mark_used()
        return found

    def _cleanup_token(self, auth_token: ApiToken) -> bool:
        """Whether the key is over; reading deletes nothing, the nightly cleaning does."""
        return not auth_token.is_live


class OwnKey(BasePermission):
    """Only with a key that was made to read what is one's own."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope = ApiToken.Scope.OWN
        if not isinstance(request.auth, ApiToken):
            raise NotAuthenticated(ASKED)
        if not request.auth.opens(scope):
            raise PermissionDenied(TOO_NARROW % {"scope": scope.value})
        return True

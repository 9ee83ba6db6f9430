"""How often the API answers: per address for visitors, per key for the integrations that have one."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from ecosystem.accounts.models import ApiToken


def has_fast_key(request: Request) -> bool:
    return isinstance(request.auth, ApiToken) and request.auth.opens(ApiToken.Scope.DIRECTORY)


class Rate(SimpleRateThrottle):
    """A rate that is read at each request: settings and tests may change it."""

    def get_rate(self) -> Any:
        return self.THROTTLE_RATES[str(self.scope)]


class VisitorRate(Rate):
    """For whoever has no key made to read the directory."""

    scope = "visitor"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if has_fast_key(request):
            return None
        return str(self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)})


class KeyRate(Rate):
    """For a key made to read the directory: its own account, wherever it reads from."""

    scope = "key"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not has_fast_key(request):
            return None
        return str(self.cache_format % {"scope": self.scope, "ident": request.auth.pk})

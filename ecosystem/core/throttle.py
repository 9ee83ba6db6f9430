"""How often the same visitor may send a form: past the limit, the page says to wait."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def is_too_often(request: HttpRequest, scope: str, *, limit: int, seconds: int) -> bool:
    """Count one more act of this address; True once it passed the limit in the window."""
    address = get_adapter().get_client_ip(request)
    key = f"throttle:{scope}:{address}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > limit
    except ValueError:  # the window closed in between
        cache.set(key, 1, seconds)
        return False

"""Taking a removal back: what was removed waits for an hour in the session of whoever removed it, and nowhere else."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

SESSION_KEY = "removed"
SECONDS = 3600
MOST = 20


def note_removal(request: HttpRequest, place: str, said: Mapping[str, Any]) -> None:
    """Note in JSON's words what brings it back; `place` names its page, which has one at most ("favourites:12")."""
    waiting = {name: one for name, one in _waiting(request).items() if name != place}
    kept = dict(list(waiting.items())[-(MOST - 1) :])
    request.session[SESSION_KEY] = kept | {place: {"until": timezone.now().timestamp() + SECONDS, "said": dict(said)}}


def removal_at(request: HttpRequest, place: str) -> dict[str, Any] | None:
    """What was last removed from that page, as long as it can come back."""
    found: dict[str, Any] | None = _waiting(request).get(place, {}).get("said")
    return found


def take_removal(request: HttpRequest, place: str) -> dict[str, Any] | None:
    """The same, for whoever brings it back: it waits no longer."""
    said = removal_at(request, place)
    if said is not None:
        request.session[SESSION_KEY] = {name: one for name, one in _waiting(request).items() if name != place}
    return said


def _waiting(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now().timestamp()
    return {name: one for name, one in request.session.get(SESSION_KEY, {}).items() if one["until"] > now}

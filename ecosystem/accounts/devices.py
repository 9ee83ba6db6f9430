"""The browsers where a person is signed in, and signing one of them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User

SHOWN = 20
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One browser: since when it is signed in, and whether it is the one that asks."""

    pk: int
    name: str
    since: datetime
    is_current: bool
    is_phone: bool


def devices_of(user: User, current_key: str | None) -> list[Device]:
    """The browsers whose session still holds, the present one first; two queries, and nothing is written."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at", "-pk")[: SHOWN * 2])
    held = set(_held(user, [row.session_key for row in rows]))
    found = [_device(row, current_key) for row in rows if row.session_key in held]
    return sorted(found, key=lambda one: not one.is_current)[:SHOWN]


def sign_out_device(user: User, pk: int) -> bool:
    """End one session of the person; False where it is not hers, or over already."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return False
    row.end()
    return True


def forget_devices(user: User, *, but: str | None) -> None:
    """Every other session of the person leaves the database."""
    others = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    Session.objects.filter(session_key__in=list(others.values_list("session_key", flat=True))).delete()
    others.delete()


def follow_session(former: str | None, key: str | None) -> None:
    """A session that was given another key is still the same browser."""
    UserSession.objects.filter(session_key=former or "").update(session_key=key or "")


def _held(user: User, keys: list[str]) -> Iterator[str]:
    """The sessions that are not over, nor of before a change of password or of a sign-out everywhere."""
    mine = user.get_session_auth_hash()
    for session in Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()):
        if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), mine):
            yield session.session_key


def _device(row: UserSession, current_key: str | None) -> Device:
    agent = row.user_agent
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    name = ", ".join(filter(None, (system, browser))) or _("Appareil inconnu")
    is_phone = system in {"iPhone", "Android"}
    return Device(row.pk, name, row.created_at, row.session_key == current_key, is_phone)

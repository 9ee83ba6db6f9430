"""The team of a merged startup joins that of the kept one: a person once, with the wider of her two roles."""

from typing import Any

from ecosystem.core.text import fold
from ecosystem.directory.following import move_rows, register_follower
from startups.models import Member, Startup


def register() -> None:
    """Called once, when the site starts."""
    register_follower("startups.Member.startup", join, part)


def join(kept: Startup, gone: Startup) -> dict[str, Any]:
    """Move the people whom the kept team lacks; an admin of either is one of the kept team."""
    here = list(kept.members.all())
    accounts = {one.user_id: one for one in here if one.user_id}
    names = {fold(one.name) for one in here}
    moved, raised = [], []
    for one in gone.members.order_by("pk"):
        known = accounts.get(one.user_id) if one.user_id else None
        if known and one.role == Member.Role.ADMIN and known.role != Member.Role.ADMIN:
            raised.append(known.pk)
        if known is None and (one.user_id or fold(one.name) not in names):
            moved.append(one.pk)
    Member.objects.filter(pk__in=raised).update(role=Member.Role.ADMIN)
    moved = move_rows(_column(), moved, source=gone.pk, target=kept.pk)
    return {"moved": moved, "raised": raised} if moved or raised else {}


def part(kept: Startup, gone: Startup, said: dict[str, Any]) -> None:
    """Those who came go back, and roles are what they were."""
    move_rows(_column(), said["moved"], source=kept.pk, target=gone.pk)
    Member.objects.filter(pk__in=said["raised"], startup=kept).update(role=Member.Role.MEMBER)


def _column() -> Any:
    return Member._meta.get_field("startup")

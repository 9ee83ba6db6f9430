"""What a person does with her own account."""

from django.db.models import F

from ecosystem.accounts.devices import forget_devices
from ecosystem.accounts.models import User


def end_sessions(user: User, *, but: str | None = None) -> User:
    """End every session of the person; the page that asks for it, whose key is `but`, then renews its own."""
    forget_devices(user, but=but)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    return user

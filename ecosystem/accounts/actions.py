"""What a person does with her own account."""

from django.db.models import F

from ecosystem.accounts.models import User


def end_sessions(user: User) -> User:
    """End every session of the person; the page that asks for it then renews its own."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    return user

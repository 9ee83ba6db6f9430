"""Whose a startup's listing is: its members' own; its admins decide."""

from django.db.models import QuerySet

from ecosystem.accounts.models import User
from ecosystem.directory.owners import register_owner
from startups.models import Member


def deciders(pk: int) -> QuerySet[User]:
    return User.objects.filter(memberships__startup=pk, memberships__role=Member.Role.ADMIN)


def register() -> None:
    """Called once, when the apps are ready."""
    register_owner("startup", "startup__members__user", deciders)

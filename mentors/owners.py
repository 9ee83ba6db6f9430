"""Whose a mentor's listing is: the mentor's own."""

from django.db.models import QuerySet

from ecosystem.accounts.models import User
from ecosystem.directory.owners import register_owner


def deciders(pk: int) -> QuerySet[User]:
    return User.objects.filter(mentor=pk)


def register() -> None:
    """Called once, when the apps are ready."""
    register_owner("mentor", "mentor__user", deciders)

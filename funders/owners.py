"""Whose a funder's listing is: the funder's own."""

from django.db.models import QuerySet

from ecosystem.accounts.models import User
from ecosystem.directory.owners import register_owner


def deciders(pk: int) -> QuerySet[User]:
    return User.objects.filter(funder=pk)


def register() -> None:
    """Called once, when the apps are ready."""
    register_owner("funder", "funder__user", deciders)

"""A funder's listing is handed to one account."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from ecosystem.accounts.models import User
from ecosystem.directory.owning import Owning, register_owning
from funders.errors import AlreadyFunder
from funders.models import Funder


@transaction.atomic
def give(pk: int, user: User, role: str) -> None:
    """Bind the listing to an account; the caller holds the listing's lock and knows that nobody open has it."""
    may_take(pk, user)
    try:
        with transaction.atomic():
            Funder.objects.filter(pk=pk).update(user=user)
    except IntegrityError as error:
        raise AlreadyFunder from error


def may_take(pk: int, user: User) -> None:
    """An account has one funder's listing."""
    if Funder.objects.filter(user=user).exclude(pk=pk).exists():
        raise AlreadyFunder


def register() -> None:
    """Called once, when the site starts."""
    register_owning(
        "funder",
        Owning(
            has_owner=Q(funder__user__is_active=True),
            give=give,
            may_take=may_take,
            space=lambda pk: reverse("funders:thesis"),
        ),
    )

"""An account made by whoever opened a link sent to her address: the address needs no other proof."""

from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class HasAccount(Refused):
    """One account an address."""

    message = _("Un compte existe déjà avec cette adresse. Connectez-vous, puis ouvrez de nouveau le lien.")


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address, confirmed or not."""
    known = EmailAddress.objects.filter(email__iexact=email).exists()
    return known or User.objects.filter(email__iexact=email).exists()


@transaction.atomic
def create_proven(email: str, *, full_name: str, password: str, language: str) -> User:
    """A new account whose address is confirmed; HasAccount where there is one already."""
    if has_account(email):
        raise HasAccount
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, full_name=full_name, language=language)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError as error:
        raise HasAccount from error
    return user


def sign_in(request: HttpRequest, user: User) -> None:
    """The person who just made her account goes on signed in."""
    login(request, user, backend=BACKEND)

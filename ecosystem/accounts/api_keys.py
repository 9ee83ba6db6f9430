"""Keys of the API: made by a person for one use, shown to her once, revoked by her or by an administrator."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from ecosystem.accounts.api_key_mails import tell_made
from ecosystem.accounts.errors import TooManyKeys
from ecosystem.accounts.models import ApiToken, User

SHOWN = CONSTANTS.TOKEN_KEY_LENGTH
"""The first characters of a key, by which it is told from others and found: they open nothing."""
KEYS_MAX = 10
"""Live keys of one person: more would be forgotten."""


@transaction.atomic
def make_key(user: User, *, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """The key and its secret, which is kept nowhere; TooManyKeys for whoever already has ten that serve.

    Its owner is told by mail: a key that somebody else made in her name does not stay unseen.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.live().filter(user=user).count() >= KEYS_MAX:
        raise TooManyKeys
    digest, secret = get_digest_token()
    key = ApiToken.objects.create(
        user=user,
        digest=digest,
        token_key=secret[:SHOWN],
        expiry=timezone.now() + timedelta(days=days),
        name=name,
        scopes=list(scopes),
    )
    tell_made(key)
    return key, secret


def revoke_key(token_key: str, *, of: User | None = None) -> bool:
    """The key opens nothing from now on; False when there is none, or when it is not `of` this person."""
    found = ApiToken.objects.filter(token_key=token_key)
    if of is not None:
        found = found.filter(user=of)
    if not found.exists():
        return False
    found.filter(revoked_at=None).update(revoked_at=timezone.now())
    return True

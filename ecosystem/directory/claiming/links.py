"""Signed links of claims and invitations: they open a page, they never act; a row says whether they still serve."""

from typing import Literal

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from ecosystem.directory.claiming.errors import LinkAltered

Page = Literal["claim_link", "invitation"]
SALT = "escale.claiming"


def token_of(page: Page, pk: int) -> str:
    """What stands in the address of one claim or invitation."""
    return str(signing.Signer(salt=f"{SALT}.{page}").sign_object(pk))


def read_token(page: Page, token: str) -> int:
    """The key that the token names; LinkAltered where the signature does not hold."""
    try:
        said = signing.Signer(salt=f"{SALT}.{page}").unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise LinkAltered from error
    if not isinstance(said, int):
        raise LinkAltered
    return said


def absolute(name: str, *args: object, language: str) -> str:
    """The absolute address of a page, in the reader's language."""
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def link_url(page: Page, pk: int, language: str) -> str:
    """The absolute address of the page that a letter opens."""
    return absolute(f"claims:{page}", token_of(page, pk), language=language)


def veiled(address: str) -> str:
    """« j***@d***.fr »: enough for its owner to know it, too little for anybody else."""
    name, _, domain = address.partition("@")
    host, dot, end = domain.rpartition(".")
    return f"{name[:1]}***@{host[:1]}***{dot}{end}" if name and host else "***"

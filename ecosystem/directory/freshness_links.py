"""The signed link of a confirmation: it opens a page; its button confirms."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation

from ecosystem.directory.errors import LinkStopped

SALT = "escale.freshness"
MAX_AGE = timedelta(days=400)


@dataclass(frozen=True)
class ConfirmLink:
    """Which listing, for which account (0: the address of the listing), and from which day."""

    listing_id: int
    user_id: int
    issued_on: date

    @property
    def token(self) -> str:
        return str(signing.Signer(salt=SALT).sign_object([self.listing_id, self.user_id, self.issued_on.toordinal()]))

    def path(self, language: str) -> str:
        with translation.override(language):
            return reverse("home:confirm", args=[self.token])

    def url(self, language: str) -> str:
        return f"{settings.SITE_URL}{self.path(language)}"


def confirm_link(listing_id: int, user_id: int | None) -> ConfirmLink:
    return ConfirmLink(listing_id, user_id or 0, timezone.localdate())


def read_token(token: str) -> ConfirmLink:
    """What the token says; LinkStopped when it was altered or is too old."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise LinkStopped from error
    match said:
        case [int(listing_id), int(user_id), int(day)] if day > 0:
            link = ConfirmLink(listing_id, user_id, date.fromordinal(day))
        case _:
            raise LinkStopped
    if timezone.localdate() - link.issued_on > MAX_AGE:
        raise LinkStopped
    return link

"""Signed links of the mails: they open a page, they never act."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from ecosystem.matching.errors import LinkAltered, LinkExpired
from ecosystem.matching.models import Proposal

SALT = "escale.proposal"
MAX_AGE_SECONDS = 45 * 24 * 3600


@dataclass(frozen=True)
class AnswerLink:
    """Whose answer to which proposal a link is about."""

    proposal_id: int
    side: str


def answer_url(proposal: Proposal, side: str, language: str) -> str:
    """The absolute address that a mail carries for one side of a proposal, in the reader's language."""
    token = signing.dumps([proposal.pk, side], salt=SALT)
    with translation.override(language):
        return str(settings.SITE_URL) + reverse("matching:answer", args=[token])


def read_token(token: str) -> AnswerLink:
    """What the token says; LinkAltered when the signature does not hold, LinkExpired when it is too old."""
    try:
        said = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise LinkAltered from error
    match said:
        case [int(proposal_id), str(side)] if side in Proposal.Side.values:
            pass
        case _:
            raise LinkAltered
    try:
        signing.loads(token, salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.SignatureExpired as error:
        raise LinkExpired(proposal_id, side) from error
    return AnswerLink(proposal_id, side)

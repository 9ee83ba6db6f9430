"""Signed links of the mails: they open a page, they never act."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation

from ecosystem.matching.errors import LinkAltered, LinkExpired
from ecosystem.matching.models import Proposal

SALT = "escale.proposal"
MAX_AGE = timedelta(days=62)  # longer than the 60 days that a round may leave for an answer


@dataclass(frozen=True)
class AnswerLink:
    """Whose answer to which proposal a link is about, to which account it was written (0: to an address) and when."""

    proposal_id: int
    side: str
    user_id: int
    issued_on: date

    @property
    def token(self) -> str:
        said = [self.proposal_id, self.side, self.user_id, self.issued_on.toordinal()]
        return str(signing.Signer(salt=SALT).sign_object(said))

    def url(self, language: str) -> str:
        """The absolute address, in the reader's language."""
        with translation.override(language):
            return str(settings.SITE_URL) + reverse("matching:answer", args=[self.token])

    def of(self, proposal: Proposal) -> "AnswerLink":
        """Another proposal of the same reader: this link lives no longer than the one that led to it."""
        return AnswerLink(proposal.pk, self.side, self.user_id, self.issued_on)


def answer_link(proposal: Proposal, side: str, *, user_id: int | None = None) -> AnswerLink:
    """The link that a mail of today carries for one side of a proposal."""
    return AnswerLink(proposal.pk, str(side), user_id or 0, timezone.localdate())


def read_token(token: str) -> AnswerLink:
    """What the token says; LinkAltered when the signature does not hold, LinkExpired when it is too old."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise LinkAltered from error
    match said:
        case [int(proposal_id), str(side), int(user_id), int(day)] if side in Proposal.Side.values and day > 0:
            link = AnswerLink(proposal_id, side, user_id, date.fromordinal(day))
        case _:
            raise LinkAltered
    if timezone.localdate() - link.issued_on > MAX_AGE:
        raise LinkExpired(link)
    return link

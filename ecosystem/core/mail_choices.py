"""What an address wants to receive, and when: by kind, or in general; what asks for an answer is never held back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused
from ecosystem.core.mail_kinds import DIGEST, MailKind, kind_of, optional_kinds
from ecosystem.core.models import Mail, MailChoice

SALT = "escale.mail.stop"
EVERYTHING = ""
Rhythm = MailChoice.Rhythm
choice_moved = Signal()
"""Sent in the transaction in which an address chooses, with `address`, `template` and `rhythm`."""


class NotOptional(Refused):
    """A mail that asks for an answer, or tells of a yes, cannot be refused."""

    message = _("Ce courriel ne se refuse pas : quelqu’un attend votre réponse, ou vous a donné la sienne.")


class LinkAltered(Refused):
    """A stop link whose signature does not hold, or of a kind that is no more."""

    message = _(
        "Ce lien est incomplet. Copiez-le en entier depuis le courriel, ou réglez vos courriels dans votre compte."
    )


@dataclass(frozen=True)
class StopLink:
    """Which address stops which kind: no template means all that can be refused. It lives as long as the mail."""

    address: str
    template: str

    @property
    def kind(self) -> MailKind | None:
        return kind_of(self.template)

    @property
    def token(self) -> str:
        return str(signing.Signer(salt=SALT).sign_object([self.address, self.template]))

    def url(self, language: str) -> str:
        """The absolute address, in the reader's language."""
        with translation.override(language):
            return str(settings.SITE_URL) + reverse("core:mail_stop", args=[self.token])


def read_stop(token: str) -> StopLink:
    """What the token says; LinkAltered when nobody signed it, or its kind cannot be refused."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise LinkAltered from error
    match said:
        case [str(address), str(template)] if not template or is_optional(template):
            return StopLink(address, template)
    raise LinkAltered


def stop_url(template: str, address: str, language: str) -> str:
    """Where an address stops such mails; nothing for those that cannot be refused. A digest stops everything."""
    if template == DIGEST:
        return StopLink(plain(address), EVERYTHING).url(language)
    return StopLink(plain(address), template).url(language) if is_optional(template) else ""


def choices_url(language: str) -> str:
    """The page of an account where each kind is set."""
    with translation.override(language):
        return str(settings.SITE_URL) + reverse("home:mail_choices")


def is_optional(template: str) -> bool:
    """It can be refused by itself, or gathered."""
    kind = kind_of(template)
    return kind is not None and not kind.is_essential and template != DIGEST


def plain(address: str) -> str:
    """An address as choices know it, whatever its case."""
    return address.strip().lower()


def rhythm_of(template: str, address: str) -> str:
    """How the address wants this kind: its word on the kind, else in general, else at once."""
    if not is_optional(template):
        return str(Rhythm.AT_ONCE)
    return rhythms([template], address)[template]


def rhythms(templates: Iterable[str], address: str) -> dict[str, str]:
    """The rhythm of each optional kind for an address, in one query."""
    said = dict(MailChoice.objects.filter(address=plain(address)).values_list("template", "rhythm"))
    general = said.get(EVERYTHING, str(Rhythm.AT_ONCE))
    return {template: said.get(template, general) for template in templates}


def all_rhythms(address: str) -> list[tuple[MailKind, str]]:
    """Every kind that can be refused, with the rhythm of the address."""
    kinds = optional_kinds()
    found = rhythms([kind.template for kind in kinds], address)
    return [(kind, found[kind.template]) for kind in kinds]


def general_rhythm(address: str) -> str:
    """The rhythm of what the address said nothing particular about."""
    return rhythms([EVERYTHING], address)[EVERYTHING]


@transaction.atomic
def choose(address: str, template: str, rhythm: str) -> None:
    """Note how an address wants a kind, or everything; what waits follows at once.

    A general choice takes back those by kind. Raises NotOptional for what cannot be refused.
    """
    if template and not is_optional(template):
        raise NotOptional
    where = plain(address)
    if not template:
        MailChoice.objects.filter(address=where).exclude(template=EVERYTHING).delete()
    MailChoice.objects.update_or_create(
        address=where, template=template, defaults={"rhythm": MailChoice.Rhythm(rhythm).value}
    )
    waiting = Mail.objects.filter(state__in=[Mail.State.HELD, Mail.State.QUEUED], to__iexact=where)
    optional = {name for name in waiting.values_list("template", flat=True).order_by().distinct() if is_optional(name)}
    for name, now in rhythms(optional, where).items():
        if now in STATES:
            waiting.filter(template=name).update(state=STATES[now])
    choice_moved.send(MailChoice, address=where, template=template, rhythm=str(rhythm))


STATES = {str(Rhythm.AT_ONCE): Mail.State.QUEUED, str(Rhythm.NEVER): Mail.State.MUTED}
"""What becomes of a mail that no digest gathers."""


def state_for(template: str, address: str) -> str:
    """The state in which a mail is written: to leave, to wait for a digest, or only to be read on the site."""
    return str(STATES.get(rhythm_of(template, address), Mail.State.HELD))

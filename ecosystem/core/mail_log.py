"""The log of all mails, for the team: which may be read, what they are about, and sending again what failed."""

import re

from django.apps import apps
from django.db.models import Q

from ecosystem.core.mail_kinds import kind_of
from ecosystem.core.models import Mail, MailQuerySet

SIGNED = re.compile(r"/[A-Za-z0-9_=.-]{6,}(?::[A-Za-z0-9_-]+){1,2}(?=/|\s|[\"'<>]|$)")
OF_THE_ACCOUNT = ("account/", "accounts/", "mfa/")


def search(mails: MailQuerySet, words: str) -> MailQuerySet:
    """By address, subject or record ("matching.proposal:12")."""
    for word in words.split():
        mails = mails.filter(Q(to__icontains=word) | Q(subject__icontains=word) | Q(about__iexact=word))
    return mails


def may_be_read(mail: Mail) -> bool:
    """Codes and links that open an account are for its owner alone."""
    return not mail.template.removeprefix("essai/").startswith(OF_THE_ACCOUNT)


def without_keys(text: str) -> str:
    """The text without what is signed in its links: an answer is given by whoever was asked."""
    return SIGNED.sub("/…", text)


def kind_label(template: str) -> str:
    """What the kind is called; its template when nobody registered it."""
    kind = kind_of(template.removeprefix("essai/"))
    return str(kind.label) if kind is not None else template


def record_label(about: str) -> str:
    """What a mail is about, in words: "proposition 12"."""
    label, _, pk = about.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return about
    return f"{model._meta.verbose_name} {pk}"


def send_again(mail_id: int) -> bool:
    """A mail that failed for good goes back to the queue, with the same Message-ID; False when it had not failed."""
    failed = Mail.objects.filter(pk=mail_id, state=Mail.State.FAILED)
    return bool(failed.update(state=Mail.State.QUEUED, attempt_count=0, claimed_at=None, failure=""))

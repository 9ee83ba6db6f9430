"""Writing a mail: rendered in the reader's language, stored in the outbox with the event, sent after commit."""

from collections.abc import Mapping
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from email.utils import make_msgid
from time import monotonic
from typing import Any, Self

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ecosystem.core.models import Mail, MailQuerySet

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=5)
CLAIM_LIFE = timedelta(minutes=10)  # many times the EMAIL_TIMEOUT of a sender that lives
BATCH_SIZE = 500
BATCH_SECONDS = 60.0  # a server that never answers costs EMAIL_TIMEOUT a mail


def write_mail(
    *,
    key: str,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str = "fr",
    reader: int | None = None,
    about: str = "",
    url: str = "",
    not_before: datetime | None = None,
) -> Mail:
    """Put one mail into the outbox; the same key again returns the first one unchanged.

    `template` names three files: `<template>.subject.txt`, `<template>.txt`, `<template>.html`. `reader` is the account
    whose messages show it, `about` the record that it tells of ("matching.proposal:12"), `url` the path of its page.
    """
    existing = Mail.objects.filter(key=key).first()
    if existing is not None:
        return existing
    with translation.override(language):
        full = {**context, "site_url": settings.SITE_URL, "language": language}
        subject = " ".join(render_to_string(f"{template}.subject.txt", full).split())
        text = render_to_string(f"{template}.txt", full)
        html = css_inline.inline(render_to_string(f"{template}.html", full))
    mail, _ = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "language": language,
            "template": template,
            "subject": subject[:200],
            "text": text,
            "html": html,
            "message_id": make_msgid(domain=settings.MAIL_DOMAIN),
            "reader_id": reader,
            "about": about,
            "url": url,
            "not_before": not_before,
        },
    )
    return mail


class Line:
    """One connection to the mail server for the mails of a batch; only SMTP's is worth keeping.

    It is opened anew after any failure, and when the server hung up since the last mail: no mail pays for another one.
    """

    def __init__(self) -> None:
        self.backend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, message: EmailMultiAlternatives) -> None:
        if not self._is_alive():
            self.close()
            self.backend = get_connection()
        message.connection = self.backend
        try:
            self.backend.open()
            message.send()
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """Whatever the server answers to the goodbye, what it took is sent and the line is closed."""
        with suppress(Exception):
            self.backend.close()

    def _is_alive(self) -> bool:
        server = self.backend.connection if isinstance(self.backend, SmtpBackend) else None
        try:
            return server is not None and server.noop()[0] == 250
        except OSError:
            return False


def send_mail(mail_id: int, line: Line | None = None) -> bool:
    """Send a due mail once: a conditional update claims the row, so a second delivery finds nothing to do.

    The end is written as conditionally: a sender so slow that its claim was released says nothing over another one.
    """
    due, now = due_mails().filter(pk=mail_id), timezone.now()
    if not due.update(state=Mail.State.SENDING, claimed_at=now, attempt_count=F("attempt_count") + 1):
        return False
    mail = Mail.objects.get(pk=mail_id)
    try:
        with nullcontext(line) if line else Line() as open_line:
            open_line.send(_message(mail))
    except Exception as error:  # whatever the provider raises, the row must say it and wait for the next try
        mail.failure = f"{type(error).__name__}: {error}"[:300]
        mail.state = Mail.State.FAILED if mail.attempt_count >= MAX_ATTEMPTS else Mail.State.QUEUED
    else:
        mail.state, mail.sent_at, mail.failure = Mail.State.SENT, timezone.now(), ""
    still_ours = Mail.objects.filter(pk=mail_id, state=Mail.State.SENDING, claimed_at=now)
    told = still_ours.update(state=mail.state, sent_at=mail.sent_at, failure=mail.failure)
    return bool(told) and mail.state == Mail.State.SENT


def _message(mail: Mail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id}
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def send_due_mails() -> int:
    """Send what is due, oldest first; after a minute take nothing new: the beat calls again, and workers stay free."""
    end, count = monotonic() + BATCH_SECONDS, 0
    with Line() as line:
        for mail_id in due_mails().order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE]:
            if monotonic() >= end:
                break
            count += send_mail(mail_id, line)
    return count


def release_stale_claims() -> int:
    """A mail whose sender died in the middle goes back to the queue with the same Message-ID, a few times."""
    stale = Mail.objects.filter(state=Mail.State.SENDING, claimed_at__lt=timezone.now() - CLAIM_LIFE)
    spent = stale.filter(attempt_count__gte=MAX_ATTEMPTS)
    spent.update(state=Mail.State.FAILED, failure="The sender was interrupted each time.")
    return stale.update(state=Mail.State.QUEUED)


def due_mails() -> MailQuerySet:
    """Queued, and never tried or tried long enough ago: the wait doubles, so that an outage of hours loses no mail."""
    now = timezone.now()
    due = Q(attempt_count=0) & (Q(not_before=None) | Q(not_before__lte=now))
    for count in range(1, MAX_ATTEMPTS):
        due |= Q(attempt_count=count, claimed_at__lte=now - FIRST_WAIT * 2 ** (count - 1))
    return Mail.objects.queued().filter(due)

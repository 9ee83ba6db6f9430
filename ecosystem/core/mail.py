"""Writing a mail: rendered in the reader's language, stored in the outbox with the event, sent after commit."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from email.utils import make_msgid
from time import monotonic
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db.models import F, Q
from django.utils import timezone

from ecosystem.core.mail_choices import choices_url, state_for, stop_url
from ecosystem.core.mail_hours import opening
from ecosystem.core.mail_letters import Letter, letter
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

    `template` names its kind. `reader` is the account whose messages show it, `about` the record that it tells of
    ("matching.proposal:12"), which must still hold when it leaves; `url` is the path of its page. It does not leave
    before `not_before`, nor outside office hours if its kind keeps to them; an address that refused it only reads it.
    """
    existing = Mail.objects.filter(key=key).first()
    if existing is not None:
        return existing
    links = {"stop_url": stop_url(template, to, language), "choices_url": choices_url(language) if reader else ""}
    drawn = letter(template, {**links, **context}, language)
    state, later = state_for(template, to), not_before or opening(template)
    return put_mail(
        drawn,
        key=key,
        to=to,
        template=template,
        language=language,
        state=state,
        reader_id=reader,
        about=about,
        url=url,
        not_before=later,
    )


def put_mail(drawn: Letter, *, key: str, **fields: Any) -> Mail:
    """Put into the outbox what is drawn already; `write_mail` is for every other mail."""
    words = {"subject": drawn.subject, "text": drawn.text, "html": drawn.html}
    defaults = {**fields, **words, "message_id": make_msgid(domain=settings.MAIL_DOMAIN)}
    return Mail.objects.get_or_create(key=key, defaults=defaults)[0]


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
        _send_if_it_holds(mail, line)
    except Exception as error:  # whatever the provider raises, the row must say it and wait for the next try
        mail.failure = f"{type(error).__name__}: {error}"[:300]
        mail.state = Mail.State.FAILED if mail.attempt_count >= MAX_ATTEMPTS else Mail.State.QUEUED
    still_ours = Mail.objects.filter(pk=mail_id, state=Mail.State.SENDING, claimed_at=now)
    names = ("state", "sent_at", "failure", "not_before", "attempt_count")
    told = still_ours.update(**{name: getattr(mail, name) for name in names})
    return bool(told) and mail.state == Mail.State.SENT


def _send_if_it_holds(mail: Mail, line: Line | None) -> None:
    """What is no longer true is dropped, what would leave at night waits for the morning and spends no attempt."""
    later = opening(mail.template)
    if not holds(mail):
        mail.state = Mail.State.DROPPED
    elif later is not None:
        mail.state, mail.not_before, mail.attempt_count = Mail.State.QUEUED, later, mail.attempt_count - 1
    else:
        with nullcontext(line) if line else Line() as open_line:
            open_line.send(_message(mail))
        mail.state, mail.sent_at, mail.failure = Mail.State.SENT, timezone.now(), ""


_truths: dict[str, Callable[[int, str], bool]] = {}


def register_truth(label: str, check: Callable[[int, str], bool]) -> None:
    """Called when an app is ready: how to know, when a mail leaves, whether what it says of a record still holds.

    `check` is given the record's key and the mail's template; a record that is gone gives False.
    """
    _truths[label] = check


def holds(mail: Mail) -> bool:
    """What the mail says of its record is still true; a mail about nothing that can be checked is."""
    label, _, pk = mail.about.partition(":")
    return label not in _truths or not pk.isdigit() or _truths[label](int(pk), mail.template)


_stops: dict[str, Callable[[int], str]] = {}


def register_stop(label: str, url: Callable[[int], str]) -> None:
    """Called when an app is ready: mails about such records stop one by one, at the address that `url` gives.

    It is given the record's key and takes a POST without cookies (RFC 8058); empty where there is nothing to stop.
    """
    _stops[label] = url


def _stop_of(mail: Mail) -> str:
    """Where a mail program stops what this mail belongs to: its own record's mails, else all of its kind."""
    label, _, pk = mail.about.partition(":")
    if label in _stops and pk.isdigit():
        return _stops[label](int(pk))
    return stop_url(mail.template, mail.to, mail.language)


def _message(mail: Mail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id}
    stop = _stop_of(mail)
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
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
    now, due = timezone.now(), Q(attempt_count=0)
    for count in range(1, MAX_ATTEMPTS):
        due |= Q(attempt_count=count, claimed_at__lte=now - FIRST_WAIT * 2 ** (count - 1))
    return Mail.objects.queued().filter(due, Q(not_before=None) | Q(not_before__lte=now))

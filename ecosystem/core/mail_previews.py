"""Seeing a text before it leaves: drawn for a real recipient or with examples, or sent to oneself."""

from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecosystem.core.mail import put_mail
from ecosystem.core.mail_kinds import Example, MailKind
from ecosystem.core.mail_letters import Letter, compose, sample
from ecosystem.core.mail_texts import TextRefused, Words, check_text, one_line
from ecosystem.core.models import Mail

TEST = "essai/"


def preview(kind: MailKind, language: str, *, subject: str, body: str, recipient: str = "") -> Letter:
    """The mail that these words would give, saved or not; a recipient who is gone gives the examples."""
    words, person = Words(subject, body), recipient_of(kind, recipient)
    if person is None:
        return sample(kind, words, language)
    with override(language):
        context = {"stop_url": settings.SITE_URL, "choices_url": settings.SITE_URL, **person.context()}
    return compose(kind, words, context, language)


def recipient_of(kind: MailKind, key: str) -> Example | None:
    """The recipient of that key, among those that the kind offers."""
    return next((one for one in kind.recipients() if one.key == key), None) if key else None


def send_test(kind: MailKind, language: str, *, subject: str, body: str, to: str, recipient: str = "") -> Mail:
    """Write the mail to whoever tries it, marked as a trial; pressed twice in a minute it leaves once.

    Raises TextRefused for words that could not be saved.
    """
    errors = check_text(kind, subject, body)
    if errors:
        raise TextRefused(errors)
    drawn = preview(kind, language, subject=subject, body=body, recipient=recipient)
    with override(language):
        marked = one_line(_("[Essai] %(subject)s") % {"subject": drawn.subject})[:200]
    said = "\n".join([kind.template, language, to, subject, body, recipient])
    minute = timezone.now().strftime("%Y%m%d%H%M")
    return put_mail(
        Letter(marked, drawn.text, drawn.html),
        key=f"test:{minute}:{sha256(said.encode()).hexdigest()}",
        to=to,
        template=f"{TEST}{kind.template}"[:100],
        language=language,
    )


def last_test(kind: MailKind, to: str) -> Mail | None:
    """The latest trial of a kind that somebody sent herself."""
    return Mail.objects.filter(template=f"{TEST}{kind.template}"[:100], to__iexact=to).order_by("-pk").first()

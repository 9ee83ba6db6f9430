"""How a mail reads on the site: its kind, its first words, and the page that it is about."""

from dataclasses import dataclass

from django.utils.http import url_has_allowed_host_and_scheme

from ecosystem.core.mail_kinds import kind_of
from ecosystem.core.models import Mail
from ecosystem.ui.navigation import Text

PREVIEW = 180


@dataclass(frozen=True)
class Message:
    """A mail in its reader's messages."""

    mail: Mail
    kind: Text
    preview: str
    url: str


def shown(mail: Mail) -> Message:
    kind = kind_of(mail.template)
    return Message(mail, kind.label if kind else "", preview(mail.text), own_page(mail.url))


def preview(text: str) -> str:
    """The first sentences after the greeting, in one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    body = lines[1:] if len(lines) > 1 and lines[0].endswith(",") else lines
    said = " ".join(body)
    return said if len(said) <= PREVIEW else said[:PREVIEW].rsplit(" ", 1)[0] + "…"


def own_page(url: str) -> str:
    """A path of this site; nothing for whatever leads elsewhere."""
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""

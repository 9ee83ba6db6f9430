"""The desk of the mail texts: one kind in one language, with its versions, its preview and its last trial."""

import re
from datetime import timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.mail_kinds import DIGEST, MailKind, editable_kinds
from ecosystem.core.mail_previews import last_test
from ecosystem.core.mail_texts import Words, changed_templates, falls_behind, versions_of
from ecosystem.core.models import Mail
from ecosystem.ui.navigation import Link

LANGUAGES = {"fr": "Français", "en": "English"}
COUNTED_DAYS = 30


def slug_of(kind: MailKind) -> str:
    """The kind's template as a word of an address: matching/mails/proposals gives matching-proposals."""
    return re.sub(r"[^a-z0-9]+", "-", kind.template.replace("/mails/", "/").lower()).strip("-")


def kind_at(slug: str) -> MailKind:
    """The kind whose words may be changed at this address; another address is a 404."""
    found = next((kind for kind in editable_kinds() if slug_of(kind) == slug), None)
    if found is None:
        raise Http404
    return found


def language_of(given: str) -> str:
    return given if given in LANGUAGES else "fr"


def desk(kind: MailKind, language: str, person: User) -> dict[str, Any]:
    """What stands around the text that is being written."""
    since = timezone.now() - timedelta(days=COUNTED_DAYS)
    changed = changed_templates()
    return {
        "kind": kind,
        "slug": slug_of(kind),
        "language": language,
        "gathers": kind.template == DIGEST,
        "tabs": [
            {"label": label, "url": f"?langue={code}", "current": code == language} for code, label in LANGUAGES.items()
        ],
        "kinds": [(link_to(one, kind), one.template in changed) for one in editable_kinds()],
        "versions": versions_of(kind, language),
        "recipients": kind.recipients(),
        "english_is_behind": falls_behind(kind, "en"),
        "sent_count": Mail.objects.filter(template=kind.template, created_at__gte=since).count(),
        "last_test": last_test(kind, person.email),
    }


def link_to(kind: MailKind, current: MailKind) -> Link:
    return Link(kind.label, reverse("home:mail_text", args=[slug_of(kind)]), current=kind == current)


def version_at(versions: list[Words], asked: str) -> Words:
    """The version that the address asks for, to read it again or to start from it; else today's."""
    return next((one for one in versions if str(one.version) == asked), versions[0])

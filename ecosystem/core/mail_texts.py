"""The words of a kind of mail: those of the site until staff write others; each change is a version, none is lost."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ecosystem.core.errors import Message, Refused
from ecosystem.core.mail_kinds import LINK, MailKind
from ecosystem.core.models import MailText
from ecosystem.core.text import fold

NAME = re.compile(r"\{([^{}\n]{1,60})\}")
BRACE = re.compile(r"[{}][^{}\n]{0,20}")
SUBJECT_MAX, BODY_MAX = 200, 8000
Errors = dict[str, list[str]]


class TextRefused(Refused):
    """A text that would leave a hole in a mail; `errors` says by field what to write instead."""

    message = gettext_lazy("Ce texte ne peut pas être enregistré : corrigez ce qui est signalé.")

    def __init__(self, errors: Errors) -> None:
        self.errors = errors
        super().__init__(" ".join(text for texts in errors.values() for text in texts) or None)


class TextChanged(Refused):
    """Somebody else has written a version meanwhile."""

    message: Message = gettext_lazy(
        "Quelqu’un a enregistré une autre version entre-temps. Votre texte est encore là : comparez, puis enregistrez."
    )


@dataclass(frozen=True)
class Words:
    """What a kind says in a language; version 0 is the site's own, which nobody has changed."""

    subject: str
    body: str
    version: int = 0
    is_original: bool = True
    at: datetime | None = None
    by: Any = None

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.body)


def paragraphs(body: str) -> list[str]:
    """Its paragraphs: what blank lines part."""
    parts = re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n").replace("\r", "\n"))
    return [part.strip() for part in parts if part.strip()]


def one_line(text: str) -> str:
    """The text without line breaks; its no-break spaces stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def tied(text: str) -> str:
    """French punctuation does not part from its word at the end of a line."""
    return re.sub(r"(?<=«) | (?=[:;?!»%])", "\N{NO-BREAK SPACE}", text)


def original(kind: MailKind, language: str) -> tuple[str, str]:
    """The subject and the body that the site came with."""
    with override(language):
        return str(kind.subject), "\n\n".join(str(part) for part in kind.body)


def words_of(kind: MailKind, language: str) -> Words:
    """The words that a mail of today takes: the newest version, or the site's own."""
    newest = MailText.objects.of(kind.template, language).select_related("by").first()
    return _words(kind, language, newest)


def versions_of(kind: MailKind, language: str) -> list[Words]:
    """The last fifty versions, the newest first, then the site's own."""
    rows = MailText.objects.of(kind.template, language).select_related("by")[:50]
    return [*(_words(kind, language, row) for row in rows), _words(kind, language, None)]


def _words(kind: MailKind, language: str, row: MailText | None) -> Words:
    subject, body = original(kind, language)
    if row is None:
        return Words(subject, body)
    if not row.is_original:
        subject, body = row.subject, row.body
    return Words(subject, body, row.version, row.is_original, row.at, row.by)


def changed_templates() -> set[str]:
    """The kinds whose words staff have changed, in one query."""
    newest: dict[tuple[str, str], bool] = {}
    for template, language, is_original in MailText.objects.order_by("version").values_list(
        "template", "language", "is_original"
    ):
        newest[template, language] = is_original
    return {template for (template, _language), is_original in newest.items() if not is_original}


def falls_behind(kind: MailKind, language: str, than: str = "fr") -> bool:
    """The words of one language were written before the last change of the other's."""
    ours, theirs = words_of(kind, language), words_of(kind, than)
    return language != than and theirs.at is not None and (ours.at is None or ours.at < theirs.at)


# --- checking ----------------------------------------------------------------------------------------------------


def check_text(kind: MailKind, subject: str, body: str) -> Errors:
    """What keeps a text from being saved, by field, in sentences; nothing when it can be."""
    errors: Errors = {"subject": [*_check_subject(kind, subject)], "body": [*_check_body(kind, body)]}
    return {field: texts for field, texts in errors.items() if texts}


def _check_subject(kind: MailKind, subject: str) -> Iterator[str]:
    if not subject.strip():
        yield _("Un courriel sans objet ne part pas.")
    if len(subject) > SUBJECT_MAX:
        yield _("L’objet dépasse %(count)s caractères.") % {"count": SUBJECT_MAX}
    yield from _check_names(kind, subject)
    for name in dict.fromkeys(NAME.findall(subject)):
        if name == LINK or (name in kind.by_name and kind.by_name[name].only_block):
            yield _("{%(name)s} ne peut pas être dans l’objet.") % {"name": name}


def _check_body(kind: MailKind, body: str) -> Iterator[str]:
    if not body.strip():
        yield _("Un courriel sans texte ne part pas.")
    if len(body) > BODY_MAX:
        yield _("Le texte dépasse %(count)s caractères.") % {"count": BODY_MAX}
    yield from _check_names(kind, body)
    for name in sorted(kind.required.difference(NAME.findall(body))):
        yield _("Il manque {%(name)s} : sans cela, ce courriel ne sert à rien.") % {"name": name}
    for part in paragraphs(body):
        for name in NAME.findall(part):
            if name in kind.by_name and kind.by_name[name].only_block and part != f"{{{name}}}":
                yield _("{%(name)s} doit être seul dans son paragraphe, entre deux lignes vides.") % {"name": name}


def _check_names(kind: MailKind, text: str) -> Iterator[str]:
    for name in unknown_names(kind, text):
        right = nearest(kind, name)
        if right:
            yield _("{%(name)s} n’existe pas. Écrivez {%(right)s}.") % {"name": name, "right": right}
        else:
            known = ", ".join(f"{{{one}}}" for one in kind.by_name)
            yield _("{%(name)s} n’existe pas. Vous pouvez écrire : %(known)s.") % {"name": name, "known": known}
    stray = BRACE.search(NAME.sub("", text))
    if stray:
        yield _("Une accolade est seule : « %(text)s ». Une variable s’écrit entre deux accolades.") % {
            "text": stray.group()
        }


def unknown_names(kind: MailKind, text: str) -> list[str]:
    """The placeholders of a text that the kind does not know, each once."""
    known = kind.by_name
    return [name for name in dict.fromkeys(NAME.findall(text)) if name not in known]


def nearest(kind: MailKind, name: str) -> str:
    """The placeholder that somebody who wrote another name most likely meant; nothing when none is near."""
    meant: dict[str, str] = {}
    for one in kind.placeholders:
        for spelling in (one.name, *one.aliases):
            meant[_plain(spelling)] = one.name
    found = get_close_matches(_plain(name), meant, n=1, cutoff=0.6)
    return meant[found[0]] if found else ""


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", fold(name))


# --- writing -----------------------------------------------------------------------------------------------------


def save_text(
    kind: MailKind, language: str, *, subject: str, body: str, by: Any, based_on: int | None = None
) -> MailText | None:
    """Write a new version; None when the words are those of today already, so that a double click writes one.

    Raises TextRefused for words that would leave a hole, TextChanged when `based_on` is no longer the newest version.
    """
    subject, body = one_line(subject), "\n\n".join(paragraphs(body))
    if language == "fr":
        subject, body = tied(subject), tied(body)
    errors = check_text(kind, subject, body)
    if errors:
        raise TextRefused(errors)
    now = words_of(kind, language)
    if (now.subject, now.body) == (subject, body):
        return None
    if based_on is not None and based_on != now.version:
        raise TextChanged
    return _write(kind, language, now, {"subject": subject, "body": body}, by)


def restore_original(kind: MailKind, language: str, *, by: Any) -> MailText | None:
    """Go back to the words of the site, by a new version; None when they are those of today."""
    now = words_of(kind, language)
    if now.is_original:
        return None
    subject, body = original(kind, language)
    return _write(kind, language, now, {"subject": subject, "body": body, "is_original": True}, by)


def _write(kind: MailKind, language: str, now: Words, fields: Mapping[str, Any], by: Any) -> MailText:
    version = now.version + 1
    try:
        with transaction.atomic():
            return MailText.objects.create(template=kind.template, language=language, version=version, by=by, **fields)
    except IntegrityError as error:
        raise TextChanged from error

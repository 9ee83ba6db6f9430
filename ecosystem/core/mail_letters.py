"""From the words of a kind to a mail: placeholders filled, blocks drawn, a text part always beside the HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ecosystem.core.mail_kinds import LINK, Context, MailKind, kind_of
from ecosystem.core.mail_texts import NAME, Words, one_line, paragraphs, words_of

FRAME = "ui/mail/letter"


@dataclass(frozen=True)
class Letter:
    """A mail as it would leave."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Part:
    """One paragraph, drawn: a sentence, a block, or the button; `is_small` after the button."""

    html: SafeString
    text: str
    is_button: bool = False
    is_block: bool = False
    is_small: bool = False


def letter(template: str, context: Context, language: str) -> Letter:
    """The mail that the template of today gives in a language, whether a kind has words or three files."""
    kind = kind_of(template)
    if kind is not None and kind.has_words:
        return compose(kind, words_of(kind, language), context, language)
    with translation.override(language):
        full = _full(context, language)
        subject = one_line(render_to_string(f"{template}.subject.txt", full))
        text = render_to_string(f"{template}.txt", full)
        html = css_inline.inline(render_to_string(f"{template}.html", full))
    return Letter(subject[:200], text, html)


def compose(kind: MailKind, words: Words, context: Context, language: str) -> Letter:
    """The words of a kind with the values of one mail in them; a name that the kind does not know stays as written."""
    with translation.override(language):
        full = _full(context, language)
        values = {one.name: one.read(full) for one in kind.placeholders if not one.only_block}
        subject = one_line(_plain(words.subject, values))[:200]
        parts = [*_parts(kind, words, values, full)]
        sentences = [part.text for part in parts if not part.is_button and not part.is_block]
        drawn = {
            **full,
            "kind": kind,
            "subject": subject,
            "parts": parts,
            "preheader": " ".join(sentences[1:2] or sentences[:1]),
            "corner": _line(kind.corner, values),
            "foot": _line(kind.foot, values),
            "url": values.get(LINK, ""),
            "quiet_url": full.get("quiet_url", ""),
        }
        text = render_to_string(f"{FRAME}.txt", drawn)
        html = css_inline.inline(render_to_string(f"{FRAME}.html", drawn))
    return Letter(subject, text, html)


def sample(kind: MailKind, words: Words, language: str) -> Letter:
    """The words with what each placeholder gives as an example; blocks are named, not drawn."""
    with translation.override(language):
        context = {one.name: str(one.sample) or f"[{one.label}]" for one in kind.placeholders}
    return compose(_without_values(kind), words, context, language)


def _without_values(kind: MailKind) -> MailKind:
    plain = tuple(type(one)(one.name, one.label, one.sample, is_strong=one.is_strong) for one in kind.placeholders)
    return MailKind(**{**vars(kind), "placeholders": plain})


def _full(context: Context, language: str) -> dict[str, Any]:
    return {"stop_url": "", "choices_url": "", **context, "site_url": settings.SITE_URL, "language": language}


def _parts(kind: MailKind, words: Words, values: Mapping[str, str], context: dict[str, Any]) -> list[Part]:
    parts: list[Part] = []
    after_button = False
    for source in paragraphs(words.body):
        name = source[1:-1] if NAME.fullmatch(source) else ""
        block = kind.by_name[name].block if name in kind.by_name else ""
        if name == LINK and values.get(LINK):
            label = str(kind.button)
            parts.append(Part(SafeString(), _("%(label)s : %(url)s") % {"label": label, "url": values[LINK]}, True))
            after_button = True
        elif block:
            told = render_to_string(f"{block}.txt", context).strip()
            if told:
                parts.append(Part(render_to_string(f"{block}.html", context), told, is_block=True))
                after_button = after_button or kind.by_name[name].has_buttons
        elif text := _plain(source, values).strip():
            parts.append(Part(_rich(kind, source, values), text, is_small=after_button))
    return parts


def _plain(source: str, values: Mapping[str, str]) -> str:
    return NAME.sub(lambda found: values.get(found[1], found[0]), source)


def _rich(kind: MailKind, source: str, values: Mapping[str, str]) -> SafeString:
    """The paragraph as HTML: what people wrote is escaped, what matters most is bold, an address is a link."""
    drawn, end = "", 0
    for found in NAME.finditer(source):
        drawn += conditional_escape(source[end : found.start()])
        drawn += _value(kind, found[1], values.get(found[1], found[0]))
        end = found.end()
    drawn += conditional_escape(source[end:])
    return mark_safe(drawn.replace("\n", "<br>"))  # noqa: S308  # every piece was escaped above


def _value(kind: MailKind, name: str, value: str) -> SafeString:
    if name == LINK and value.startswith("http"):
        return format_html('<a class="link" href="{}">{}</a>', value, value)
    if name in kind.by_name and kind.by_name[name].is_strong:
        return format_html("<b>{}</b>", value)
    return conditional_escape(value)


def _line(source: object, values: Mapping[str, str]) -> str:
    """A line of the frame; nothing when a value that it names is empty."""
    text = str(source)
    return "" if any(not values.get(name) for name in NAME.findall(text)) else _plain(text, values)

"""The kinds of mails: what each is called, its first words, its placeholders, and whether it may be refused.

An app registers its kinds when it is ready. A kind with words is drawn by one frame for all, and staff may rewrite it;
one without is drawn by its own three files, `<template>.subject.txt`, `<template>.txt` and `<template>.html`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Context = Mapping[str, Any]
LINK = "lien"
DIGEST = "core/mails/digest"
OPEN = _("Ouvrir la page")


@dataclass(frozen=True)
class Placeholder:
    """A name between braces: `value` reads it from a mail's context, where it stands under its name by default.

    `block` names two templates (`<block>.html`, `<block>.txt`), drawn where the name stands alone in its paragraph;
    `only_block` is one that cannot stand inside a sentence, `has_buttons` one whose block ends with one. `aliases` are
    what people write instead of the name.
    """

    name: str
    label: Text
    sample: Text
    value: Callable[[Context], object] | None = None
    block: str = ""
    only_block: bool = False
    is_strong: bool = False
    has_buttons: bool = False
    aliases: tuple[str, ...] = ()

    def read(self, context: Context) -> str:
        found = self.value(context) if self.value is not None else context.get(self.name, "")
        return "" if found is None else str(found)


@dataclass(frozen=True)
class Example:
    """Somebody who could receive such a mail, for a preview: `context` holds no link that acts."""

    key: str
    name: str
    language: str
    context: Callable[[], Context]


@dataclass(frozen=True, kw_only=True)
class MailKind:
    """One kind of mail, named by its template; what is not essential can be refused, or gathered into a digest.

    `body` holds its paragraphs; `{lien}` alone in one is the button, with the quiet one beside it where the context has
    a `quiet_url`; what comes after the button is written small. `corner` and `foot` are left out when a value that they
    name is empty. One `by_consent` goes only to those who asked for it: it has no rhythm, its stop link takes the
    agreement back. `examples` is the path of a function that gives real recipients.
    """

    template: str
    label: Text
    subject: Text = ""
    body: tuple[Text, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    required: frozenset[str] = frozenset()
    button: Text = OPEN
    quiet: Text = ""
    corner: Text = ""
    foot: Text = ""
    is_essential: bool = False
    by_consent: bool = False
    office_hours: bool = False
    examples: str = ""

    @property
    def has_words(self) -> bool:
        """Its words are written here, and staff may write others."""
        return bool(self.body)

    @property
    def by_name(self) -> dict[str, Placeholder]:
        return {one.name: one for one in self.placeholders}

    def recipients(self) -> Sequence[Example]:
        """Real people for a preview, a few at most."""
        found: Iterable[Example] = import_string(self.examples)() if self.examples else ()
        return list(found)


_kinds: dict[str, MailKind] = {}


def register_kind(kind: MailKind) -> None:
    """Called when an app is ready; two kinds do not share a template."""
    if _kinds.setdefault(kind.template, kind) != kind:
        raise ValueError(f"Two kinds of mails share the template {kind.template}.")


def kind_of(template: str) -> MailKind | None:
    """The kind of a mail; None for a template that nobody registered, which counts as essential."""
    return _kinds.get(template)


def all_kinds() -> list[MailKind]:
    """Every kind, in the order in which they were registered."""
    return list(_kinds.values())


def editable_kinds() -> list[MailKind]:
    """Those whose words staff may change."""
    return [kind for kind in _kinds.values() if kind.has_words]


def optional_kinds() -> list[MailKind]:
    """Those that a person may refuse, or gather into a digest."""
    chosen = (kind for kind in _kinds.values() if kind.template != DIGEST)
    return [kind for kind in chosen if not kind.is_essential and not kind.by_consent]

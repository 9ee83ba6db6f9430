"""Two states of a listing side by side: what was taken away and what was added, word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ecosystem.directory.fields import Plain, fields_of, label_of, shown
from ecosystem.directory.models import Listing

_WORDS = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|[^\w\s]")
WORDED = ("line", "words", "list", "terms")
"""Shapes that are compared inside; a number or a date is another one as a whole."""
LONGEST = 4000
"""Words beyond which a text is compared by lines: the comparison of words grows with the square."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept on both sides, taken away or added."""

    text: str
    kind: str = ""
    """Nothing for what stays, `del` or `ins`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what it said, what it says, and the pieces of each."""

    name: str
    label: str
    before: str
    after: str
    old: Sequence[Piece]
    new: Sequence[Piece]

    @property
    def both(self) -> list[Piece]:
        """Both texts in one line: what is taken away just before what replaces it."""
        old, new = list(self.old), list(self.new)
        merged: list[Piece] = []
        while old or new:
            if old and old[0].kind:
                merged.append(old.pop(0))
            elif new and new[0].kind:
                merged.append(new.pop(0))
            elif old and new:
                merged.append(old.pop(0))
                new.pop(0)
            else:
                merged += old or new
                break
        return merged


def differences(listing: Listing, before: Mapping[str, Plain], after: Mapping[str, Plain]) -> list[Difference]:
    """The fields of the second state that the first does not say alike, in the order of the listing."""
    order = [*fields_of(listing), *(name for name in after if name not in fields_of(listing))]
    names = [name for name in order if name in after and before.get(name) != after[name]]
    return [difference(listing, name, before.get(name), after[name]) for name in names]


def difference(listing: Listing, name: str, before: Plain, after: Plain) -> Difference:
    """One field, compared in words."""
    known = name in fields_of(listing)
    first, second = (shown(listing, name, one) if known else str(one or "") for one in (before, after))
    in_words = not known or fields_of(listing)[name].shape in WORDED
    old, new = compare_words(first, second) if in_words else (_one(first, "del"), _one(second, "ins"))
    return Difference(name, label_of(listing, name), first, second, old, new)


def _one(text: str, kind: str) -> list[Piece]:
    return [Piece(text, kind)] if text else []


def compare_words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces of both texts; blanks alone between two changes belong to the change."""
    first, second = _cut(before), _cut(after)
    if len(first) + len(second) > LONGEST:
        first, second = before.splitlines(keepends=True), after.splitlines(keepends=True)
    old: list[Piece] = []
    new: list[Piece] = []
    for kind, a1, a2, b1, b2 in _runs(first, second):
        gone, come = "".join(first[a1:a2]), "".join(second[b1:b2])
        if gone:
            old.append(Piece(gone, "del" if kind else ""))
        if come:
            new.append(Piece(come, "ins" if kind else ""))
    return old, new


def _runs(first: Sequence[str], second: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Alternately what is alike and what is changed, without islands of blanks."""
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    runs: list[tuple[bool, int, int, int, int]] = []
    for place, (tag, a1, a2, b1, b2) in enumerate(steps):
        inside = 0 < place < len(steps) - 1
        changed = tag != "equal" or (inside and not "".join(first[a1:a2]).strip())
        if runs and runs[-1][0] == changed:
            _kind, start_a, _end_a, start_b, _end_b = runs.pop()
            runs.append((changed, start_a, a2, start_b, b2))
        else:
            runs.append((changed, a1, a2, b1, b2))
    return runs


def _cut(text: str) -> list[str]:
    return _WORDS.findall(text)

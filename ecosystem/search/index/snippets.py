"""Showing why an entry was found: its text, escaped, with the words that fit marked."""

import re
import unicodedata
from html import escape

from rapidfuzz.distance import OSA

from ecosystem.core.text import fold
from ecosystem.search.index.stems import forms, stem, tokens
from ecosystem.search.index.synonyms import NO_SYNONYMS, Synonyms
from ecosystem.search.index.words import Typed, read, tolerance

_WORD = re.compile(r"[^\W_]+")
_HYPHENS = ("-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}")
_LEAD = 40


def highlight(text: str, typed: str, synonyms: Synonyms = NO_SYNONYMS) -> str:
    """The whole text as safe HTML, with each word that answers the query inside <mark>."""
    text = unicodedata.normalize("NFC", text)
    return _marked(text, _spans(text, read(typed, synonyms)))


def excerpt(text: str, typed: str, synonyms: Synonyms = NO_SYNONYMS, *, length: int = 200) -> str:
    """About `length` characters of the text around the richest passage, as safe HTML with <mark>."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    spans = _spans(text, read(typed, synonyms))
    start, end = _window(text, spans, length)
    inside = [(first - start, last - start) for first, last in spans if first >= start and last <= end]
    return f"{'…' if start else ''}{_marked(text[start:end], inside)}{'…' if end < len(text) else ''}"


def _spans(text: str, typed: Typed) -> list[tuple[int, int]]:
    """Where the answering words stand; words with a typing error count only when no other does."""
    wanted = typed.sought
    if not wanted:
        return []
    stems = {(lang, stem(form, lang)) for word in wanted for form in forms(word) for lang in ("fr", "en")}
    found = [(match, tokens(fold(match.group()))) for match in _WORD.finditer(text)]
    exact = [match.span() for match, words in found if any(_answers(word, stems, typed.unfinished) for word in words)]
    near = () if exact else (match.span() for match, words in found if any(_near(word, wanted) for word in words))
    return _joined(text, exact or list(near))


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A compound whose parts all answer is one mark."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and text[joined[-1][1] : first] in _HYPHENS:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _answers(word: str, stems: set[tuple[str, str]], unfinished: str) -> bool:
    if len(unfinished) > 1 and word.startswith(unfinished):
        return True
    return ("fr", stem(word, "fr")) in stems or ("en", stem(word, "en")) in stems


def _near(word: str, wanted: tuple[str, ...]) -> bool:
    return any(
        word.startswith(other) or OSA.distance(word, other, score_cutoff=tolerance(other)) <= tolerance(other)
        for other in wanted
        if tolerance(other) and word[:1] in other[:2]
    )


def _window(text: str, spans: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """The passage that holds most marks, the first of equals, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    starts = [max(0, first - _LEAD) for first, _last in spans] or [0]
    start = max(starts, key=lambda at: sum(at <= first and last <= at + length for first, last in spans))
    start = max(0, min(start, len(text) - length))
    end = min(len(text), start + length)
    if start and not text[start - 1].isspace():
        start = text.find(" ", start, end) + 1 or start
    if end < len(text) and not text[end].isspace():
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    return start, end


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    parts, done = [], 0
    for first, last in spans:
        parts += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
        done = last
    return "".join([*parts, escape(text[done:])])

"""The search index as the rest of the site uses it: what it cannot answer, the caller asks of the database."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from ecosystem.search.index import snippets
from ecosystem.search.index.answers import Answers, Asked
from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import Hits, Reading, find
from ecosystem.search.index.store import IndexBusy, IndexMissing, IndexUnavailable, Reader, View
from ecosystem.search.index.suggest import did_you_mean
from ecosystem.search.index.synonyms import NO_SYNONYMS, Synonyms
from ecosystem.search.index.writer import Progress, rebuild_index, remove_documents, replace_documents
from ecosystem.search.synonyms import dictionary, kept, said_otherwise

__all__ = [
    "Answers",
    "Asked",
    "Best",
    "Document",
    "Hits",
    "IndexBusy",
    "IndexUnavailable",
    "ask",
    "best_of_each",
    "excerpt",
    "found_by",
    "highlight",
    "rebuild",
    "remove",
    "replace",
    "said_otherwise",
    "search",
]

logger = logging.getLogger(__name__)


def _root() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


@lru_cache(maxsize=8)
def _reader(root: Path) -> Reader:
    return Reader(root)


@dataclass(frozen=True)
class Best:
    """What a text finds among several kinds: exact counts, and the best keys of each.

    `text` is what was sought: the respelt text when what was typed is not found as it is written, unless the reader
    asked for it as it is. `suggestion` is the better spelling that was then left aside.
    """

    text: str
    counts: Mapping[str, int] = field(default_factory=dict)
    pks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    approximate: bool = False
    suggestion: str | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def search(kind: str | None, text: str, limit: int | None = None) -> Hits | None:
    """The public entries that fit the text, best first; None when the index cannot answer."""
    synonyms = dictionary()
    try:
        view = _reader(_root()).view()
        return view.once(("search", kind, text, limit, synonyms), lambda: _found(view, kind, text, limit, synonyms))
    except IndexMissing:
        return None
    except IndexUnavailable:
        logger.warning("The search index cannot be read.", exc_info=True)
        return None


def _found(view: View, kind: str | None, text: str, limit: int | None, synonyms: Synonyms) -> Hits:
    hits = find(view, text, kind=kind, limit=limit, synonyms=synonyms)
    return changed(hits, suggestion=_better(view, text, hits, synonyms, kind))


def ask(asked: Asked) -> Answers | None:
    """What lists ask of the index as it is now; None when there is none, IndexUnavailable later when it breaks."""
    synonyms = dictionary() if asked.text else NO_SYNONYMS
    try:
        return Answers(_reader(_root()).view(), asked, synonyms)
    except IndexMissing:
        return None
    except IndexUnavailable:
        logger.warning("The search index cannot be read.", exc_info=True)
        return None


def best_of_each(kinds: Sequence[str], text: str, each: int, *, as_typed: bool = False) -> Best | None:
    """The best entries of each kind, a typing error corrected unless asked otherwise; None without an index."""
    synonyms = dictionary()
    try:
        view = _reader(_root()).view()
        hits = find(view, text, limit=0, synonyms=synonyms)
        better = _better(view, text, hits, synonyms)
        if better and not as_typed:
            return _best(view, kinds, better, each, find(view, better, limit=0, synonyms=synonyms), synonyms)
        return changed(_best(view, kinds, text, each, hits, synonyms), suggestion=better)
    except IndexMissing:
        return None
    except IndexUnavailable:
        logger.warning("The search index cannot be read.", exc_info=True)
        return None


def _better(view: View, text: str, hits: Hits, synonyms: Synonyms, kind: str | None = None) -> str | None:
    """Another spelling, when the words are not found as they are written."""
    if hits.total and hits.reading == Reading.WHOLE:
        return None
    return did_you_mean(view, text, kind=kind, synonyms=synonyms)


def _best(view: View, kinds: Sequence[str], text: str, each: int, hits: Hits, synonyms: Synonyms) -> Best:
    """The same reading serves all kinds: one that has an entry under it has none under a stricter one."""
    counts = {kind: hits.by_kind.get(kind, 0) for kind in kinds}
    found = {kind: find(view, text, kind=kind, limit=each, synonyms=synonyms).pks for kind in kinds if counts[kind]}
    return Best(text, counts, found, hits.approximate)


def found_by(texts: Iterable[str]) -> dict[str, tuple[int, int]]:
    """For each text, how many entries it finds with the team's synonyms, and how many it would without."""
    synonyms = dictionary()
    try:
        view = _reader(_root()).view()
        return {
            text: (find(view, text, limit=0, synonyms=synonyms).total, find(view, text, limit=0).total)
            for text in texts
        }
    except IndexUnavailable:
        return {}


def excerpt(text: str, typed: str, length: int = 200) -> SafeString:
    """The passage of the text that answers the query best, escaped, with its words marked."""
    return mark_safe(snippets.excerpt(text, typed, kept(), length=length))  # noqa: S308 - escaped by excerpt


def highlight(text: str, typed: str) -> SafeString:
    """The whole text, escaped, with the words that answer the query marked."""
    return mark_safe(snippets.highlight(text, typed, kept()))  # noqa: S308 - escaped by highlight


def replace(documents: Iterable[Document]) -> bool:
    """Bring these entries up to date; False when there is no index yet, IndexBusy when a task should try again."""
    try:
        replace_documents(_root(), documents)
    except IndexMissing:
        return False
    return True


def remove(pks: Iterable[int]) -> bool:
    """Take these entries out; False when there is no index yet, IndexBusy when a task should try again."""
    try:
        remove_documents(_root(), pks)
    except IndexMissing:
        return False
    return True


def rebuild(documents: Iterable[Document], progress: Progress | None = None) -> int:
    """Build the whole index anew beside the old one and switch; `progress` hears how many are done; gives the count."""
    return rebuild_index(_root(), documents, progress=progress)

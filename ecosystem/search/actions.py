"""The search index as the rest of the site uses it: what it cannot answer, the caller asks of the database."""

import logging
from collections.abc import Iterable
from dataclasses import replace as changed
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from ecosystem.search.index import snippets
from ecosystem.search.index.answers import Answers, Asked
from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import Hits, find
from ecosystem.search.index.store import IndexBusy, IndexMissing, IndexUnavailable, Reader, View
from ecosystem.search.index.suggest import did_you_mean
from ecosystem.search.index.writer import Progress, rebuild_index, remove_documents, replace_documents

__all__ = [
    "Answers",
    "Asked",
    "Document",
    "Hits",
    "IndexBusy",
    "IndexUnavailable",
    "ask",
    "excerpt",
    "highlight",
    "rebuild",
    "remove",
    "replace",
    "search",
]

logger = logging.getLogger(__name__)


def _root() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


@lru_cache(maxsize=8)
def _reader(root: Path) -> Reader:
    return Reader(root)


def search(kind: str | None, text: str, limit: int | None = None) -> Hits | None:
    """The public entries that fit the text, best first; None when the index cannot answer."""
    try:
        view = _reader(_root()).view()
        return view.once(("search", kind, text, limit), lambda: _found(view, kind, text, limit))
    except IndexMissing:
        return None
    except IndexUnavailable:
        logger.warning("The search index cannot be read.", exc_info=True)
        return None


def _found(view: View, kind: str | None, text: str, limit: int | None) -> Hits:
    hits = find(view, text, kind=kind, limit=limit)
    if hits.total and not hits.approximate:
        return hits
    return changed(hits, suggestion=did_you_mean(view, text, kind=kind))


def ask(asked: Asked) -> Answers | None:
    """What lists ask of the index as it is now; None when there is none, IndexUnavailable later when it breaks."""
    try:
        return Answers(_reader(_root()).view(), asked)
    except IndexMissing:
        return None
    except IndexUnavailable:
        logger.warning("The search index cannot be read.", exc_info=True)
        return None


def excerpt(text: str, typed: str, length: int = 200) -> SafeString:
    """The passage of the text that answers the query best, escaped, with its words marked."""
    return mark_safe(snippets.excerpt(text, typed, length=length))  # noqa: S308 - escaped by excerpt


def highlight(text: str, typed: str) -> SafeString:
    """The whole text, escaped, with the words that answer the query marked."""
    return mark_safe(snippets.highlight(text, typed))  # noqa: S308 - escaped by highlight


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

"""The journal: what every app keeps of its changes, read as one list, the newest first.

Nothing is written for it: each app names its own dated rows when it starts, and says in a sentence what one of them
tells. A row is read by the team; `own` says which ones a person reads of what concerns her.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.utils.functional import Promise

Text = str | Promise
SITE = "site"


@dataclass(frozen=True, slots=True)
class Said:
    """What a row tells, in the reader's language: a sentence, what explains it, and where to look."""

    title: str
    detail: str = ""
    url: str = ""
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One sort of dated rows: `model` is "app.Model", and the other names are paths of its columns.

    `by` is who signed, `listing` whose listing it concerns (`other` too, where there are two), `words` what a search
    reads, `only` leaves rows out.
    """

    name: str
    label: Text
    model: str
    draw: Callable[[Any], Said]
    icon: str = "check"
    tone: str = ""
    at: str = "at"
    by: str = "by"
    listing: str = ""
    other: str = ""
    words: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    only: Q | None = None
    own: Callable[[Any], Q] | None = None

    @property
    def rows(self) -> QuerySet[Any]:
        manager: Any = apps.get_model(self.model)._default_manager
        rows: QuerySet[Any] = manager.filter(self.only or Q())
        return rows


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal."""

    source: Source
    at: datetime
    by: Any
    said: Said
    row: Any = None

    @property
    def icon(self) -> str:
        return self.said.icon or self.source.icon

    @property
    def tone(self) -> str:
        return self.said.tone or self.source.tone


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for: words, sorts of rows, who signed (SITE: nobody did), which listings, and when.

    With `own`, only what that person may read of herself.
    """

    words: str = ""
    names: tuple[str, ...] = ()
    by: tuple[str, ...] | str | None = None
    listings: tuple[int, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    own: Any = None


_sources: dict[str, Source] = {}


def register_journal(source: Source) -> None:
    """Called when an app is ready; the same name again replaces the first."""
    _sources[source.name] = source


def all_sources() -> list[Source]:
    return list(_sources.values())


class Journal(Sequence[Line]):
    """The lines that answer a question, for a paginator: a count, then one page, in a query a sort of rows."""

    def __init__(self, asked: Asked) -> None:
        self.parts = [(source, rows) for source in _sources.values() if (rows := _rows(source, asked)) is not None]
        self.is_own = asked.own is not None

    def __len__(self) -> int:
        return self._places().count() if self.parts else 0

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        return self.lines(place.start or 0, place.stop)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines(0, None))

    def lines(self, start: int, stop: int | None) -> list[Line]:
        """Which rows stand there is asked of all tables at once; each table is then read for its own."""
        if not self.parts:
            return []
        places = list(self._places().order_by("-journal_at", "journal_source", "-pk")[start:stop])
        found = {
            (source.name, row.pk): row
            for source, rows in self.parts
            if (keys := [pk for _at, name, pk in places if name == source.name])
            for row in rows.filter(pk__in=keys).select_related(*self._related(source))
        }
        return [self._line(_sources[name], found[name, pk]) for _at, name, pk in places if (name, pk) in found]

    def _places(self) -> QuerySet[Any, Any]:
        """When, of which sort and which row: all that there is to tell, as one query."""
        first, *others = [
            rows.order_by()
            .annotate(journal_at=F(source.at), journal_source=Value(source.name, CharField()))
            .values_list("journal_at", "journal_source", "pk")
            for source, rows in self.parts
        ]
        union: QuerySet[Any, Any] = first.union(*others, all=True) if others else first
        return union

    def _related(self, source: Source) -> list[str]:
        return [name for name in (source.by, *source.related) if name]

    def _line(self, source: Source, row: Model) -> Line:
        by = _read(row, source.by) if source.by else None
        return Line(source, _read(row, source.at), by, source.draw(row), row)


def _read(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


def _rows(source: Source, asked: Asked) -> QuerySet[Any] | None:
    """The rows of one sort that answer; None for a sort that cannot."""
    if (asked.names and source.name not in asked.names) or (asked.own is not None and source.own is None):
        return None
    if asked.listings is not None and not source.listing:
        return None
    if asked.by is not None and asked.by != SITE and not source.by:
        return None
    rows = source.rows.exclude(**{source.at: None})
    if asked.own is not None and source.own is not None:
        rows = rows.filter(pk__in=source.rows.filter(source.own(asked.own)).values("pk"))
    if asked.listings is not None:
        paths = [path for path in (source.listing, source.other) if path]
        rows = rows.filter(_of_any(paths, asked.listings))
    if asked.by is not None and source.by:
        rows = rows.filter(**{f"{source.by}__in": asked.by} if asked.by != SITE else {f"{source.by}__isnull": True})
    return _worded(source, _dated(source, rows, asked), asked.words)


def _dated(source: Source, rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    if asked.since is not None:
        rows = rows.filter(**{f"{source.at}__gte": asked.since})
    if asked.until is not None:
        rows = rows.filter(**{f"{source.at}__lt": asked.until})
    return rows


def _worded(source: Source, rows: QuerySet[Any], words: str) -> QuerySet[Any] | None:
    """Each word stands somewhere in what the row says, or in the name of whoever signed."""
    paths = [*source.words, *([f"{source.by}__full_name"] if source.by else [])]
    if words and not paths:
        return None
    for word in words.split():
        rows = rows.filter(_any(paths, word))
    return rows


def _of_any(paths: Sequence[str], listings: tuple[int, ...]) -> Q:
    asked = Q()
    for path in paths:
        asked |= Q(**{f"{path}__in": listings})
    return asked


def _any(paths: Sequence[str], word: str) -> Q:
    asked = Q()
    for path in paths:
        asked |= Q(**{f"{path}__icontains": word})
    return asked

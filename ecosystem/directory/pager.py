"""From what a list holds to one of its pages, whatever the source and the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ecosystem.directory.ordering import BY_NAME, Key, ListOrder
from ecosystem.directory.paging import AFTER, BEFORE, NUMBER, NUMBERED, ListPage, Place, encoded
from ecosystem.directory.sources import Source
from ecosystem.search.index.pages import Window

RANKED_MAX = 200
"""How many of the best answers keep their rank; the others follow by name."""


@dataclass(frozen=True)
class Pager:
    """Cuts a list of `count` listings into pages.

    `order` is None for relevance: then the numbered pages show the best answers, and those beyond follow by name.
    With `by_edges`, only pages of ranked answers have a number: a row that comes or goes meanwhile moves no other.
    """

    source: Source
    name: str
    order: ListOrder | None
    count: int
    per_page: int
    by_edges: bool = False

    def page(self, place: Place) -> ListPage:
        """The page at a place; an edge of another order, or with nothing beyond it, is the first page."""
        if place.edge is not None and self._is_edge(place.edge):
            page = self._beyond(place.edge[1:] or None, is_backward=place.is_backward)
            if page is not None:
                return page
        return self._numbered(place.number or 1)

    @property
    def _rest(self) -> ListOrder:
        return self.order or BY_NAME

    @cached_property
    def _best(self) -> Sequence[int]:
        """The answers that keep their rank, when the order is relevance."""
        if self.order is not None:
            return ()
        return self.source.best(RANKED_MAX if self.by_edges else NUMBERED * self.per_page)

    @property
    def _numbers(self) -> int:
        """How many pages can be asked for by their number."""
        return max(1, -(-len(self._best) // self.per_page)) if self.by_edges else NUMBERED

    def _is_edge(self, edge: Key) -> bool:
        if edge[0] != self.name:
            return False
        return self._rest.reads(edge[1:]) if edge[1:] else self.order is None

    def _numbered(self, wanted: int) -> ListPage:
        pages = max(1, -(-self.count // self.per_page))
        number = min(wanted, pages, self._numbers)
        offset = (number - 1) * self.per_page
        ranked = self._best[offset : offset + self.per_page]
        rows = self.source.rows_of(ranked, self._rest) if ranked else []
        others: Sequence[Any] = ()
        if (missing := self.per_page - len(ranked)) and offset + len(ranked) < self.count:
            window = Window(missing, max(0, offset - len(self._best)))
            others = self.source.rows(self._rest, window, but=self._best).rows
        following: dict[str, str] = {}
        if number < min(pages, self._numbers):
            following = {NUMBER: str(number + 1)}
        elif number < pages:
            following = {AFTER: self._edge(others[-1]) if others else encoded((self.name,))}
        previous = {NUMBER: str(number - 1)} if number > 1 else {}
        return ListPage([*rows, *others], number, self.count, self.per_page, previous, following)

    def _beyond(self, edge: Key | None, *, is_backward: bool) -> ListPage | None:
        window = Window(self.per_page + 1, edge=edge, is_backward=is_backward)
        rows, reached = self.source.rows(self._rest, window, but=self._best)
        if not rows:
            nothing = ListPage([], 0, self.count, self.per_page) if self.by_edges else None
            return self._numbered(self._numbers) if is_backward else nothing
        goes_on = reached > self.per_page
        if goes_on and len(rows) > self.per_page:
            rows = rows[1:] if is_backward else rows[:-1]
        forwards, backwards = {AFTER: self._edge(rows[-1])}, {BEFORE: self._edge(rows[0])}
        following = forwards if goes_on or is_backward else {}
        previous = backwards if goes_on or not is_backward else self._before_the_edges()
        return ListPage(rows, 0, self.count, self.per_page, previous, following)

    def _before_the_edges(self) -> dict[str, str]:
        """The last page of ranked answers, where there are any, comes before those that follow by name."""
        ranked = -(-len(self._best) // self.per_page)
        return {NUMBER: str(ranked)} if ranked else {}

    def _edge(self, row: Any) -> str:
        return encoded((self.name, *self._rest.key(row)))

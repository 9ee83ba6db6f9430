"""One page of what was asked, in its order: from the start, or from a place in the order, at the same cost anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tantivy import Occur, Order, Query

from ecosystem.search.index.answers import Answers
from ecosystem.search.index.clauses import Near
from ecosystem.search.index.entries import order_key
from ecosystem.search.index.points import rings, stood_at
from ecosystem.search.index.store import unavailable_if_broken

Key: TypeAlias = Sequence[str]
"""The parts of an order key."""


@dataclass(frozen=True, slots=True)
class By:
    """The order of one of the keys of the documents."""

    field: str
    descending: bool = False


NAME = By("by_name")


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the order: so many entries, from the start or from beyond an edge, onwards or backwards."""

    limit: int
    offset: int = 0
    edge: Key | None = None
    is_backward: bool = False


def page_of(answers: Answers, by: By, window: Window, *, but: Sequence[int] = ()) -> list[int]:
    """The keys of the entries in the window, in their order; `but` names entries that were shown elsewhere."""
    return _ordered(answers, answers.query(answers.asked), by, window, but)


def _ordered(answers: Answers, query: Query, by: By, window: Window, but: Sequence[int]) -> list[int]:
    view = answers.view
    parts = [(Occur.Must, query)]
    if but:
        parts.append((Occur.MustNot, Query.term_set_query(view.schema, "pk", list(but))))
    downwards = by.descending != window.is_backward
    if window.edge is not None:
        edge = order_key(window.edge)
        beyond = f"[* TO {edge}}}" if downwards else f"{{{edge} TO *]"
        parts.append((Occur.Must, view.index.parse_query(f"{by.field}:{beyond}", [])))
    wanted = Query.boolean_query(parts) if len(parts) > 1 else query
    with unavailable_if_broken():
        found = view.searcher.search(
            wanted,
            window.limit,
            count=False,
            offset=window.offset,
            order_by_field=by.field,
            order=Order.Desc if downwards else Order.Asc,
        )
        pks = view.searcher.fast_field_values("pk", [address for _key, address in found.hits])
    keys = [int(pk) for pk in pks if pk is not None]
    return keys[::-1] if window.is_backward else keys


def best_of(answers: Answers, limit: int) -> list[int]:
    """The entries that answer the text best, the fresher first among near equals."""
    view, asked = answers.view, answers.asked

    def found() -> tuple[int, ...]:
        with unavailable_if_broken():
            query = answers.query(asked, ranked=True)
            hits = view.searcher.search(query, limit, count=False, weight_by_field="freshness").hits
            pks = view.searcher.fast_field_values("pk", [address for _score, address in hits])
        return tuple(int(pk) for pk in pks if pk is not None)

    return list(view.once(("best", asked, answers.synonyms, limit), found))


def nearest_of(answers: Answers, near: Near, window: Window) -> list[int]:
    """The entries within the circle by distance, then by name; a key is the distance, then the parts of the name's."""
    view, query = answers.view, answers.query(answers.asked)
    held = view.once(("places", answers.asked, answers.synonyms), lambda: stood_at(view, query))
    every = list(rings(view, near))
    found: list[int] = []
    skipped = window.offset
    for distance, places in reversed(every) if window.is_backward else every:
        count = sum(held.get(place, 0) for place in places)
        if not count or _is_passed(distance, window):
            continue
        if skipped >= count:
            skipped -= count
            continue
        at = Query.boolean_query(
            [(Occur.Must, query), (Occur.Must, Query.term_set_query(view.schema, "point", places))]
        )
        edge = window.edge[1:] if window.edge and window.edge[0] == distance else None
        part = replace(window, limit=window.limit - len(found), offset=skipped, edge=edge)
        keys = _ordered(answers, at, NAME, part, ())
        found = [*keys, *found] if window.is_backward else [*found, *keys]
        skipped = 0
        if len(found) >= window.limit:
            break
    return found


def _is_passed(distance: str, window: Window) -> bool:
    """The ring lies on the side of the edge that the window does not look at."""
    if window.edge is None:
        return False
    return distance > window.edge[0] if window.is_backward else distance < window.edge[0]

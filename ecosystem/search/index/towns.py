"""Where the entries that were asked for stand: their towns, how many each holds, and the first of each by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tantivy import Occur, Query

from ecosystem.search.index.answers import Answers
from ecosystem.search.index.clauses import OneOf
from ecosystem.search.index.entries import point_of
from ecosystem.search.index.pages import NAME, Window, page_of
from ecosystem.search.index.schema import together
from ecosystem.search.index.store import unavailable_if_broken


@dataclass(frozen=True, slots=True)
class Stand:
    """The entries of one town: how many, where most of them stand, and the first that was written."""

    name: str
    count: int
    latitude: float
    longitude: float
    first: int


def towns_of(answers: Answers, most: int) -> list[Stand]:
    """The towns with most entries first, then by name; entries that stand nowhere are in none."""
    key = ("towns", answers.asked, answers.synonyms, most)
    return answers.view.once(key, lambda: _towns_of(answers, most))


def _towns_of(answers: Answers, most: int) -> list[Stand]:
    schema, query = answers.view.schema, answers.query(answers.asked)
    nowhere = Query.term_query(schema, "point", "")
    placed = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, nowhere)])
    wanted: dict[str, Any] = {
        "towns": {
            "terms": {"field": together("city"), "size": most, "segment_size": most * 4},
            "aggs": {"at": {"terms": {"field": "point", "size": 1}}, "first": {"min": {"field": "pk"}}},
        }
    }
    with unavailable_if_broken():
        buckets = answers.view.searcher.aggregate(placed, wanted)["towns"]["buckets"]
    found = [_stand(bucket) for bucket in buckets if bucket["at"]["buckets"]]
    return sorted(found, key=lambda stand: (-stand.count, stand.name))


def _stand(bucket: dict[str, Any]) -> Stand:
    latitude, longitude = point_of(bucket["at"]["buckets"][0]["key"])
    return Stand(bucket["key"], bucket["doc_count"], latitude, longitude, int(bucket["first"]["value"]))


def first_of_each(answers: Answers, towns: Sequence[str], each: int) -> list[int]:
    """The keys of the first entries of each town, by name."""
    asked = answers.asked
    of_towns = (replace(asked, filters=(*asked.filters, ("town", OneOf("city", (town,))))) for town in towns)
    alike = (Answers(answers.view, one, answers.synonyms) for one in of_towns)
    return [pk for one in alike for pk in page_of(one, NAME, Window(each))]

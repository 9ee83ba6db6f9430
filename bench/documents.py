"""Made-up listings as documents of the search index, without a database."""

from collections.abc import Iterator
from functools import cache

import numpy as np

from bench.listings import Directory, Made
from bench.words import Sentences
from ecosystem.core.text import fold
from ecosystem.directory.ordering import number_key
from ecosystem.search.index.documents import Document

PLACES, SECTORS, SKILLS, ROOTS = 300, 40, 60, 12


@cache
def sentences(seed: int) -> Sentences:
    return Sentences(np.random.default_rng(seed))


def documents(count: int, seed: int) -> Iterator[Document]:
    """So many documents, one batch in memory at a time."""
    made = Directory(places=PLACES, sectors=SECTORS, skills=SKILLS, seed=seed)
    return (document_of(one) for batch in made.batches(count) for one in batch)


def document_of(made: Made) -> Document:
    key = number_key(made.number)
    name = (fold(made.name), key)
    return Document(
        pk=made.number,
        kind=made.kind,
        name=made.name,
        tagline=made.tagline,
        body=made.description,
        tags=(f"ville {made.place}", *(f"filière {sector}" for sector in made.sectors)),
        freshness=made.day,
        facets={
            "sector": tuple(sorted({f"s{sector % ROOTS}" for sector in made.sectors})),
            "city": (f"p{made.place}",),
            "stage": made.stages[-1:] if made.kind == "startup" else made.stages,
            "looks_for" if made.kind == "startup" else "skill": tuple(
                sorted({f"k{one % ROOTS}" for one in made.skills})
            ),
            "language": made.languages,
        },
        numbers={"headcount": (made.headcount,)},
        orders={"by_name": name, "by_freshness": (number_key(made.day), key), "by_places": name},
        point=(43.0 + made.place / 100, 5.0 + made.place / 100),
    )

"""What the search is told of trade shows: where their editions take place, and what lists are filtered by."""

from collections.abc import Iterator
from typing import Any

from ecosystem.directory.texts import Facts, register_texts


def register() -> None:
    """Called once, when the apps are ready."""
    register_texts("tradeshow", related=("tradeshow__editions",), tags=places, body=organiser, facts=facts)


def places(listing: Any) -> Iterator[str]:
    """Where the editions take place."""
    for edition in listing.tradeshow.editions.all():
        yield from (edition.city, edition.venue)


def organiser(listing: Any) -> Iterator[str]:
    yield listing.tradeshow.organiser


def facts(listing: Any) -> Facts:
    """The countries and years of the editions."""
    editions = listing.tradeshow.editions.all()
    return Facts(
        facets={"country": {str(edition.country.code) for edition in editions if edition.country}},
        numbers={"year": {edition.year for edition in editions}},
    )

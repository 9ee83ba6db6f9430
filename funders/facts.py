"""What the search is told of funders: their thesis, and what lists are filtered by."""

from collections.abc import Iterator
from typing import Any

from ecosystem.directory.texts import Facts, register_texts

NO_LIMIT = 10**15
"""Above every amount that can be asked for."""


def register() -> None:
    """Called once, when the apps are ready."""
    register_texts("funder", related=("funder",), body=thesis, facts=facts)


def thesis(listing: Any) -> Iterator[str]:
    """What the funder says that it finances."""
    yield listing.funder.thesis


def facts(listing: Any) -> Facts:
    """Nature, stages, instruments and ticket; a side left open has no limit, and no ticket at all is not a yes."""
    funder = listing.funder
    low, high = funder.ticket_min_eur, funder.ticket_max_eur
    declared = low is not None or high is not None
    return Facts(
        facets={
            "funder_type": [funder.funder_type],
            "stage": funder.stages or (),
            "instrument": funder.instruments or (),
        },
        numbers={
            "ticket_min": [low or 0] if declared else [],
            "ticket_max": [NO_LIMIT if high is None else high] if declared else [],
        },
    )

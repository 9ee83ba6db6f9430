"""A filtered list as a table, for whoever wants to sort it elsewhere."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ecosystem.directory.models import Listing
from ecosystem.home.embeds import filters_of
from ecosystem.home.open_data.datasets import FUNDERS, STARTUPS, TRADESHOWS, Column, cell, shared
from ecosystem.home.open_data.writing import as_text

ROWS_MAX = 5_000
CHUNK = 500
COLUMNS: Mapping[str, Sequence[Column]] = {
    Listing.Kind.STARTUP: STARTUPS.columns,
    Listing.Kind.MENTOR: [column for column in shared(Listing.Kind.MENTOR) if column.name != "website"],
    Listing.Kind.FUNDER: FUNDERS.columns,
    Listing.Kind.TRADESHOW: TRADESHOWS.columns,
}
"""What the open files say of each kind; a mentor's site may be kept back, and stays on her page."""


class Echo:
    """Gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def table(kind: str, query: str) -> Iterator[str]:
    """The lines of the filtered list in its own order, five thousand at most, as they are read."""
    columns, writer = COLUMNS[kind], csv.writer(Echo())
    yield "\ufeff"
    yield _line(writer, [column.name for column in columns])
    found = filters_of(kind, query).qs[:ROWS_MAX]
    for listing in found.iterator(chunk_size=CHUNK):
        yield _line(writer, [as_text(cell(column.read(listing))) for column in columns])


def _line(writer: Any, cells: Sequence[str]) -> str:
    line: str = writer.writerow(cells)
    return line

"""Who follows an import: told of each batch before it is final, so that it can be shown, resumed and undone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from ecosystem.curation.reading import Row
from ecosystem.curation.report import Outcome
from ecosystem.curation.writing.batches import Job, Result


@dataclass(slots=True)
class Told:
    """What became of one line of the file; `said` is the cell that refused it, `cells` all of one to be read."""

    line: int
    outcome: Outcome
    name: str = ""
    said: str = ""
    reasons: list[str] = field(default_factory=list)
    ref: str = ""
    cells: Sequence[str] = ()
    result: Result | None = None


class Keeper:
    """Follows an import and keeps nothing of it: that of the command."""

    run = ""
    """The number of the run, which the history of the listings names."""

    def begin(self, job: Job, columns: Sequence[str]) -> None:
        """The file is understood, nothing is written yet."""

    def skips(self, line: int) -> bool:
        """Whether an earlier attempt wrote this line already, or the person left it out."""
        return False

    def mended(self, row: Row) -> Row:
        """The line as the person corrected it."""
        return row

    @contextmanager
    def batch(self) -> Iterator[None]:
        """What surrounds the writing of a batch: it stays whole or not at all."""
        with transaction.atomic():
            yield

    def keep(self, told: Sequence[Told], fraction: float) -> None:
        """A batch was written, inside its transaction; `fraction` is what was read of the file."""

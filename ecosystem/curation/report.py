"""What an import did: a line for every row refused or warned about, and the counts."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter

KEPT = 1_000
"""Entries held in memory; all of them go to the sink."""


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the report: the file's line, `refused` or `warning`, and why."""

    part: str
    line: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an import is: which file, how many rows are done, and which fraction of the file was read."""

    part: str
    rows: int
    fraction: float


@dataclass(slots=True)
class Report:
    """The result of one file; `made` counts what was written besides the listings, `deals` is the second file's."""

    kind: str
    sink: Callable[[Entry], None] | None = None
    counts: Counter[Outcome] = field(default_factory=Counter)
    warned_rows: int = 0
    warnings: Counter[str] = field(default_factory=Counter)
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    """Which column was read for which field."""
    made: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    dry_run: bool = False
    stopped: str = ""
    """Why the import ended before its file did; what was taken before is kept."""
    deals: "Report | None" = None

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def taken(self) -> int:
        return self.rows - self.counts[Outcome.REFUSED]

    @property
    def refused(self) -> int:
        return self.counts[Outcome.REFUSED]

    @property
    def is_clean(self) -> bool:
        """Every row of every file was taken."""
        return not self.refused and not self.stopped and (self.deals is None or self.deals.is_clean)

    def refuse(self, line: int, reason: str) -> None:
        self.counts[Outcome.REFUSED] += 1
        self._note(Entry(self.kind, line, Outcome.REFUSED, reason))

    def take(self, line: int, outcome: Outcome, warnings: list[str]) -> None:
        self.counts[outcome] += 1
        if warnings:
            self.warned_rows += 1
        for warning in warnings:
            if warning in self.warnings or len(self.warnings) < KEPT:
                self.warnings[warning] += 1
            self._note(Entry(self.kind, line, WARNING, warning))

    def _note(self, entry: Entry) -> None:
        if len(self.entries) < KEPT:
            self.entries.append(entry)
        if self.sink:
            self.sink(entry)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of the block to the stage."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - start  # type: ignore[assignment]

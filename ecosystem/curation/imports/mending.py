"""Lines of a tried file, corrected on the page, left out or taken again; each time the whole file is retried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ecosystem.curation.imports.columns import label_of_field
from ecosystem.curation.imports.errors import ImportMoved
from ecosystem.curation.imports.runs import State, locked_run, start
from ecosystem.directory.models import ImportLine, ImportRun

LONGEST = 10_000
"""Characters of a cell that is typed on the page."""
SHORT = 80
"""Characters that a one-line box shows."""
LEFT = ImportLine.State.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell to correct: the column's title, the field that it says, and what stands there."""

    place: int
    title: str
    field: str
    value: str
    is_guilty: bool

    @property
    def is_long(self) -> bool:
        return len(self.value) > SHORT or "\n" in self.value


def cells_of(line: ImportLine) -> list[Cell]:
    """The cells of a line that say a field; the others stay as they are."""
    run = line.run
    found = []
    for place, column in enumerate(run.columns):
        name = run.mapping.get(str(place))
        if name and place < len(line.cells):
            value, label = line.cells[place], label_of_field(run.kind, name)
            guilty = bool(line.said) and " ".join(value.split())[:120] == line.said
            found.append(Cell(place, column["title"] or label, label, value, guilty))
    return found


@transaction.atomic
def correct_line(run: ImportRun, number: int, typed: Mapping[str, str]) -> None:
    """Read the line with what was typed (by place: `c0`, `c1`) from now on; the file itself stays as it was dropped."""
    locked, line = _held(run, number)
    cells: Sequence[Any] = list(line.cells)
    if not cells:
        raise ImportMoved
    locked.mended[str(number)] = [
        typed.get(f"c{place}", cell)[:LONGEST].replace("\x00", "") for place, cell in enumerate(cells)
    ]
    start(locked, State.TRYING)


@transaction.atomic
def leave_line(run: ImportRun, number: int) -> None:
    """Neither tried nor written from now on."""
    locked, line = _held(run, number)
    ImportLine.objects.filter(pk=line.pk).update(state=LEFT)
    start(locked, State.TRYING)


@transaction.atomic
def take_line(run: ImportRun, number: int) -> None:
    """A line that was left out is tried again, as the file says it."""
    locked, line = _held(run, number)
    locked.mended.pop(str(number), None)
    ImportLine.objects.filter(pk=line.pk).update(state=ImportLine.State.REFUSED)
    start(locked, State.TRYING)


def _held(run: ImportRun, number: int) -> tuple[ImportRun, ImportLine]:
    """The run, while nothing of it is written, and one of its lines."""
    locked = locked_run(run)
    line = locked.lines.filter(line=number).first()
    if line is None or not locked.may_be_mended:
        raise ImportMoved
    return locked, line

"""A batch is written whole or not at all; when the database refuses it, the guilty rows are found and reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.curation.report import Outcome, Report
from ecosystem.curation.terms import Vocabulary
from ecosystem.directory.writing import Changes

_R = TypeVar("_R", contravariant=True)


class Seen:
    """Which keys of a table this import has met: one bit each, so that a million rows cost 125 kB."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def __contains__(self, pk: int) -> bool:
        place, bit = divmod(pk, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)

    def add(self, pk: int) -> None:
        place, bit = divmod(pk, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] |= 1 << bit


@dataclass(slots=True)
class Job:
    """What is true of the whole import."""

    kind: str
    source: str
    report: Report
    vocabulary: Vocabulary
    by: User | None = None
    publish: bool = False
    needs: bool = False
    now: datetime = field(default_factory=timezone.now)
    seen: Seen = field(default_factory=Seen)
    references: dict[str, int] = field(default_factory=dict)
    """Listings found otherwise than by their reference, by the reference that this file gives them."""
    run: str = ""
    """The run of the staff page that this import is, if it is one."""

    @property
    def ref(self) -> str:
        """What the history calls this import."""
        return f"import:{self.run or self.source}"

    @property
    def reason(self) -> str:
        """What the moves of state say."""
        return _("Import « %(source)s »") % {"source": self.source}


@dataclass(slots=True)
class Result:
    """What became of one row of a batch; `pk`, and for an edition its show's `parent_pk`, are what it wrote.

    `kept` counts the fields that differ and were left to whoever wrote them. `changes` (before and after, by field),
    `former` (whose word each field was) and `extras` (what was written beside the listing's fields) are what an undo
    needs.
    """

    outcome: Outcome
    reason: str = ""
    pk: int | None = None
    parent_pk: int | None = None
    made: dict[str, int] = field(default_factory=dict)
    kept: int = 0
    is_new: bool = False
    """The listing itself was created by this row."""
    changes: Changes = field(default_factory=dict)
    former: dict[str, list[Any]] = field(default_factory=dict)
    extras: list[dict[str, Any]] = field(default_factory=list)

    @property
    def listing(self) -> int | None:
        return self.parent_pk if self.parent_pk is not None else self.pk


def new_row(instance: Any) -> dict[str, Any]:
    """How a result notes a row that the import added beside a listing."""
    return {"model": instance._meta.label_lower, "pk": instance.pk}


def changed_row(instance: Any, was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """How a result notes columns that the history of listings does not hold."""
    return {**new_row(instance), "was": dict(was), "now": dict(now)}


class Writer(Protocol[_R]):
    """Writes a batch inside the caller's transaction and says what became of each row."""

    def write(self, rows: Sequence[_R]) -> list[Result]: ...

    def settle(self, results: Sequence[Result]) -> None: ...


def reason_of(error: Exception) -> str:
    """The sentence of the broken constraint where it has one, else the database's own first line."""
    said = str(error).strip()
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name in said and constraint.violation_error_message:
                return str(constraint.get_violation_error_message())
    shown = said.splitlines()[0][:200] if said else type(error).__name__
    return _("La base de données a refusé cette ligne : %(error)s") % {"error": shown}


def write_batch(writer: Writer[Any], rows: Sequence[Any]) -> list[Result]:
    """Write the rows; if the database refuses them, write each half, down to the row that it does not want."""
    if not rows:
        return []
    try:
        with transaction.atomic():
            results = writer.write(rows)
    except (IntegrityError, DataError, ValueError, OverflowError) as error:
        if len(rows) == 1:
            return [Result(Outcome.REFUSED, reason_of(error))]
    else:
        writer.settle(results)
        return results
    half = len(rows) // 2
    return write_batch(writer, rows[:half]) + write_batch(writer, rows[half:])

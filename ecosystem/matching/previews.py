"""A preview as the page of the settings tells it: figures, bars, who changes by name, and who is left out and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from ecosystem.matching.comparison import Names, names
from ecosystem.matching.distribution import FULL, MANY, STEP, load_words
from ecosystem.matching.gains import Answer, Change, changes, greatest
from ecosystem.matching.models import Round, UnservedNeed
from ecosystem.matching.shortfalls import explain
from ecosystem.matching.side_by_side import change_words
from ecosystem.ui.typography import number

SHOWN, MOST_SHOWN = 5, 40
"""What stands on the page, and what a click unfolds: beyond, the computed round says it."""


class Found(Protocol):
    """What a preview found, whoever computed it: this file opens no engine."""

    @property
    def answer(self) -> Answer: ...

    @property
    def base(self) -> Answer | None: ...

    @property
    def loads(self) -> Mapping[int, int]: ...

    @property
    def full(self) -> frozenset[int]: ...

    @property
    def available(self) -> int: ...

    @property
    def unserved(self) -> list[UnservedNeed]: ...

    @property
    def facts(self) -> str: ...

    @property
    def read_at(self) -> datetime: ...


@dataclass(frozen=True)
class Told:
    """Everything that the page shows of one preview."""

    found: Found
    against: str
    strip: list[dict[str, object]]
    scores: list[dict[str, object]]
    loads: list[dict[str, object]]
    changed: list[dict[str, Any]]
    changed_pairs: int
    without: list[Any]
    seconds: float

    @property
    def spoken(self) -> str:
        """What is said to those who do not see the page change."""
        answer = self.found.answer
        said = {"served": number(len(answer.served)), "needs": number(len(answer.needs))}
        return _("Aperçu : %(served)s besoins servis sur %(needs)s.") % said

    @property
    def full(self) -> int:
        return len(self.found.full)


def tell(round_: Round, found: Found, against: str, seconds: float) -> Told:
    """Six queries at most, whatever the size; against: the title of what the setting is read against."""
    moved = changes(found.base, found.answer) if found.base else {}
    first = greatest(moved.values())
    others = sorted((one for one in moved.values() if one not in first), key=lambda one: (-abs(one.delta), one.need))
    listed = [*first, *others][:MOST_SHOWN]
    missing = [row for row in found.unserved if row.need_id not in found.answer.served][:MOST_SHOWN]
    people = {person for change in listed for person in change.left | change.joined}
    known = names(round_.kind, [*(one.need for one in listed), *(row.need_id for row in missing)], people)
    return Told(
        found,
        against if found.base else "",
        _strip(round_, found),
        _scores(found),
        _loads(found),
        _changed(listed, known),
        sum(change.pairs for change in moved.values()),
        explain(round_, list(_with_needs(missing, known))),
        seconds,
    )


def _strip(round_: Round, found: Found) -> list[dict[str, object]]:
    """The figures of the design, each with how far it is from what it is read against."""
    now, base = found.answer, found.base
    before = {} if base is None else {"served": len(base.served), "people": len(base.people), "without": base.without}
    asked = _("mentors sollicités") if round_.kind == Round.Kind.MENTORS else _("financeurs sollicités")
    served = _figure(_("besoins servis"), len(now.served), before.get("served"))
    return [
        {**served, "unit": f"/ {number(len(now.needs))}"},
        _figure(_("score médian"), now.median, base.median if base else None),
        {**_figure(asked, len(now.people), before.get("people")), "tone": ""},
        _figure(_("sans proposition"), now.without, before.get("without"), more_is_better=False),
    ]


def _figure(label: str, value: float | None, before: float | None, *, more_is_better: bool = True) -> dict[str, object]:
    shown = "–" if value is None else number(value, 0 if value == int(value) else 1)
    told: dict[str, object] = {"label": label, "value": shown, "unit": "", "delta": "", "tone": ""}
    if value is None or before is None:
        return told
    delta = value - before
    if not delta:
        return {**told, "delta": _("inchangé")}
    said = number(abs(delta), 0 if delta == int(delta) else 1)
    tone = "up" if (delta > 0) is more_is_better else "down"
    return {**told, "delta": f"{'+' if delta > 0 else '−'}{said}", "tone": tone}


def _scores(found: Found) -> list[dict[str, object]]:
    """How many served needs have their best score in each ten, and how many in what it is read against."""
    now, before = _tens(found.answer), _tens(found.base) if found.base else Counter()
    seen = now.keys() | before.keys()
    return [
        {
            "label": f"{ten * STEP}–{(ten + 1) * STEP}",
            "value": now[ten],
            "mark": before[ten] if found.base else None,
        }
        for ten in range(min(seen, default=0), max(seen, default=-1) + 1)
    ]


def _tens(answer: Answer) -> Counter[int]:
    return Counter(min(got.best // STEP, FULL // STEP - 1) for got in answer.served.values())


def _loads(found: Found) -> list[dict[str, object]]:
    """How many people who could be asked have nobody, one proposal, two, and so on."""
    loads = Counter(min(load, MANY) for load in found.loads.values())
    idle = max(0, found.available - len(found.loads))
    counted = range(1, max(loads, default=0) + 1)
    return [
        {"label": _("Aucune"), "value": idle, "rest": True},
        *({"label": load_words(load), "value": loads[load]} for load in counted),
    ]


def _changed(listed: Sequence[Change], known: Names) -> list[dict[str, Any]]:
    return [change_words(change, known) for change in listed if change.need in known.needs]


def _with_needs(rows: Iterable[UnservedNeed], known: Names) -> Iterable[UnservedNeed]:
    for row in rows:
        if row.need_id in known.needs:
            row.need = known.needs[row.need_id]
            yield row

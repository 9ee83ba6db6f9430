"""The folders that `bench.quality` reads: startups, investors, past deals and who invested, as the engine's facts.

Nothing is taken for granted: a column may be missing or empty, a sector, stage or place may have any name, an id may be
unknown. What cannot be read is not stated, and is counted in `notes`.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from ecosystem.core.text import fold
from ecosystem.matching.engine.arrays import Ints, rows_to_table
from ecosystem.matching.engine.facts import Deals, FunderNeeds, FunderPeople

Row = dict[str, str]

ORDERED_STAGES = ("idea", "pre_seed", "seed", "series_a", "series_b", "series_c")
"""Names of stages that follow one another; any other name is a stage of its own, near to none."""
SAME_STAGE = {
    "prototype": "pre_seed", "preseed": "pre_seed", "angel": "seed", "amorcage": "seed", "serie_a": "series_a",
    "serie_b": "series_b", "serie_c": "series_c", "series_c_plus": "series_c", "serie_c_plus": "series_c",
}  # fmt: skip


class Numbers:
    """A number for each name met, -1 for an empty one."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.at = {name: number for number, name in enumerate(names)}

    def of(self, name: str) -> int:
        return self.at.setdefault(name, len(self.at)) if name else -1


class Stages:
    """Stages in order, then the others, two apart so that none of them stands beside another."""

    def __init__(self) -> None:
        self.others = Numbers()

    def of(self, name: str) -> int:
        key = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
        key = SAME_STAGE.get(key, key)
        if key in ORDERED_STAGES:
            return ORDERED_STAGES.index(key)
        return len(ORDERED_STAGES) + 1 + 2 * self.others.of(key) if key else -1

    @property
    def size(self) -> int:
        return len(ORDERED_STAGES) + 2 * len(self.others.at) + 1


@dataclass(frozen=True)
class Year:
    """One folder: facts with every deal (age_days are counted back from `last_day`), raising days and the truth."""

    name: str
    needs: FunderNeeds
    people: FunderPeople
    raising: Ints
    invested: Ints
    truth: list[frozenset[int]]
    need_keys: Ints
    person_keys: Ints
    notes: dict[str, int]

    def groups(self) -> list[tuple[Ints, FunderPeople]]:
        """Startups that may see the same deals, and people with these: only deals strictly before the raising day."""
        known = np.sort(self.invested)
        seen = np.searchsorted(known, self.raising, side="left")
        return [(np.flatnonzero(seen == count), self._before(known, int(count))) for count in np.unique(seen)]

    def _before(self, known: Ints, count: int) -> FunderPeople:
        deals = self.people.deals
        limit = int(known[count]) if count < known.size else int(known.max(initial=0)) + 1
        kept = self.invested < limit
        latest = int(self.invested[kept].max(initial=0))
        ages = np.where(self.invested[kept] > 0, latest - self.invested[kept], -1)
        return replace(self.people, deals=chosen(deals, kept, ages))


def chosen(deals: Deals, kept: np.ndarray, ages: Ints) -> Deals:
    names = ("person", "sector", "country", "region", "city", "stage", "company", "amount_eur")
    return Deals(**{name: getattr(deals, name)[kept] for name in names}, age_days=ages)


def read_year(folder: Path) -> Year:
    """Read startups.csv, investors.csv, past_investments.csv and truth.csv of a folder."""
    startups = _unique(_rows(folder / "startups.csv"), "startup_id")
    investors = _unique(_rows(folder / "investors.csv"), "investor_id")
    at = {row["investor_id"]: number for number, row in enumerate(investors)}
    everything = _rows(folder / "past_investments.csv")
    past = [row for row in everything if row.get("investor_id", "") in at]
    sectors, countries, regions, cities, stages = Numbers(), Numbers(), Numbers(), Numbers(), Stages()
    companies = Numbers()
    asked = [[sectors.of(name) for name in _sectors(row)] for row in startups]
    done = [[sectors.of(name) for name in _sectors(row)][:1] for row in past]
    places = [[numbers.of(_place(row, *names)) for numbers, names in (
        (countries, ("country",)), (regions, ("state", "region")), (cities, ("city",)))]
        for row in [*startups, *past]]  # fmt: skip
    country, region, city = np.array(places, dtype=np.int64).reshape(-1, 3).T
    of_needs, of_deals = slice(0, len(startups)), slice(len(startups), None)
    sought = np.array([stages.of(row.get("stage_sought", "")) for row in startups], dtype=np.int64)
    financed = np.array([stages.of(row.get("stage", "")) for row in past], dtype=np.int64)
    wide, tall, nan = len(sectors.at), len(investors), np.full(len(startups), np.nan)
    invested = np.array([_day(row.get("invested_on", "")) for row in past], dtype=np.int64)
    deals = Deals(
        person=np.array([at[row["investor_id"]] for row in past], dtype=np.int64),
        sector=np.array([row[0] if row else -1 for row in done], dtype=np.int64),
        country=country[of_deals], region=region[of_deals], city=city[of_deals], stage=financed,
        company=np.array([companies.of(fold(row.get("company", ""))) for row in past], dtype=np.int64),
        amount_eur=_amounts(past, "round_amount_usd"),
        age_days=np.full(len(past), -1),
    )  # fmt: skip
    silent = rows_to_table([[]] * tall, wide)
    needs = FunderNeeds(
        amount=_amounts(startups, "amount_sought_usd"), stage=sought,
        country=country[of_needs], region=region[of_needs], city=city[of_needs], lat=nan, lon=nan,
        wanted=np.ones(len(startups), dtype=np.int64),
        sectors=rows_to_table(asked, wide), all_sectors=rows_to_table(asked, wide), sector_parent=np.arange(wide),
    )  # fmt: skip
    open_ = np.full(tall, np.nan)
    people = FunderPeople(
        capacity=np.ones(tall, dtype=np.int64), paused=np.zeros(tall, dtype=np.bool_),
        ticket_min=open_, ticket_max=open_, region=np.full(tall, -1), lat=open_, lon=open_,
        stages=rows_to_table([[]] * tall, stages.size), sectors=silent, refused_sectors=silent,
        countries=rows_to_table([[]] * tall, len(countries.at)), deals=deals,
    )  # fmt: skip
    truth, strangers = _truth(folder / "truth.csv", startups, at)
    raising = np.array([_day(row.get("raising_on", "")) for row in startups], dtype=np.int64)
    notes = {
        "deals_of_unknown_investors": len(everything) - len(past),
        "truths_unknown": strangers,
        "deals_without_a_day": int((invested < 0).sum()),
        "startups_without_a_day": int((raising < 0).sum()),
    }
    keys = [np.array([_key(row[name]) for row in rows], dtype=np.int64)
            for rows, name in ((startups, "startup_id"), (investors, "investor_id"))]  # fmt: skip
    return Year(folder.name, needs, people, raising, invested, truth, keys[0], keys[1], notes)


def _rows(path: Path) -> list[Row]:
    """The rows of a CSV file, its empty cells as empty texts; none when there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return [{(name or ""): (value or "").strip() for name, value in row.items() if isinstance(value, str | None)}
                for row in csv.DictReader(file)]  # fmt: skip


def _unique(rows: list[Row], key: str) -> list[Row]:
    """The first row of each id."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.get(key):
            found.setdefault(row[key], row)
    return list(found.values())


def _sectors(row: Row) -> list[str]:
    return list(dict.fromkeys(name for name in map(fold, re.split(r"[;|]", row.get("sectors", ""))) if name.strip()))


def _place(row: Row, *names: str) -> str:
    """The first of these places that is stated, folded."""
    return next((fold(row[name]) for name in names if row.get(name)), "")


def _amounts(rows: list[Row], name: str) -> np.ndarray:
    return np.array([_amount(row.get(name, "")) for row in rows], dtype=np.float64)


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        return float("nan")
    return amount if 0.01 <= amount < float("inf") else float("nan")


def _day(text: str) -> int:
    """The day as a number, the first of its month or year when only these are given; -1 when it is not a date."""
    found = re.match(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    try:
        return date(*(int(part or 1) for part in found.groups())).toordinal() if found else -1
    except ValueError:
        return -1


def _truth(path: Path, startups: list[Row], at: dict[str, int]) -> tuple[list[frozenset[int]], int]:
    """The people who invested, by startup, and how many lines name somebody unknown."""
    found: dict[str, set[int]] = {row["startup_id"]: set() for row in startups}
    strangers: Counter[str] = Counter()
    for row in _rows(path):
        startup, person = row.get("startup_id", ""), at.get(row.get("investor_id", ""), -1)
        if startup in found and person >= 0:
            found[startup].add(person)
        else:
            strangers["unknown"] += 1
    return [frozenset(people) for people in found.values()], strangers["unknown"]


def _key(text: str) -> int:
    """A number that names an id for good, whatever the order of the file."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big")

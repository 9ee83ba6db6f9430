"""Published mentors and funders as rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from ecosystem.core.text import fold
from ecosystem.directory.models import Listing
from ecosystem.matching.engine.facts import Deals, FunderPeople, MentorPeople
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.money import in_euros
from ecosystem.matching.snapshot.texts import Sentences, counted
from ecosystem.matching.snapshot.vocabulary import (
    FORMATS,
    LANGUAGES,
    STAGES,
    Positions,
    Terms,
    codes,
    formats,
    has,
    listed,
    number,
    place,
    stage,
)
from funders.models import Deal, Funder
from mentors.models import Mentor, MentorSkill

LEVELS = {1: 0.4, 2: 0.7, 3: 1.0}

WRITTEN = ("tagline", "description", "job_title", "sector_note", "stage_note", "availability_note", "language")
OTHERWISE = ("tagline_alt", "description_alt")
"""What a mentor's profile says, and what it says in its other language."""

SHARED = ("pk", "languages", "countries", "stages", "latitude", "longitude", "paused_until", "taken_count")


HELD = ("mentor_id", "skill_id", "level", "proof")


@dataclass(frozen=True)
class Asked:
    """What the needs of a mentors' round speak of: countries, and words; the others have no column."""

    countries: Positions
    words: Positions


@dataclass(frozen=True)
class DealRows:
    """Which deal stands in which row of the engine's track record."""

    ids: list[int]


@dataclass(frozen=True)
class PeopleRows:
    """Who stands in which row."""

    rows: list[dict[str, Any]]
    asked: Counter[int]

    @property
    def ids(self) -> list[int]:
        return [row["pk"] for row in self.rows]

    @property
    def at(self) -> dict[int, int]:
        return {pk: row for row, pk in enumerate(self.ids)}


def read_people(round_: Round) -> PeopleRows:
    """Two queries: the published people, and how many proposals each has not answered yet."""
    if round_.kind == Round.Kind.MENTORS:
        rows = list(
            Mentor.objects.proposable()
            .order_by("pk")
            .values(*SHARED, "capacity", "load_min", "formats", *WRITTEN, *OTHERWISE)
        )
        column = "mentor_id"
    else:
        extra = ("files_per_month", "month_on", "ticket_min_eur", "ticket_max_eur", "region", "city")
        rows = list(Funder.objects.proposable().order_by("pk").values(*SHARED, *extra))
        column = "funder_id"
    unanswered = Proposal.objects.sent().filter(person_answer="", **{f"{column}__isnull": False})
    return PeopleRows(rows, Counter(unanswered.values_list(column, flat=True)))


def mentor_people(
    people: PeopleRows, sectors: Terms, skills: Terms, asked: Asked, on: date
) -> tuple[MentorPeople, list[tuple[str, str]]]:
    """The rows as the engine wants them, and their sentences; three queries: skills, sectors, refused sectors."""
    rows, at = people.rows, people.at
    held = [row for row in MentorSkill.objects.order_by("pk").values_list(*HELD) if row[0] in at]
    said = _sentences(rows, at, held)
    capacity = [row["capacity"] - row["taken_count"] - people.asked[row["pk"]] for row in rows]
    found = MentorPeople(
        capacity=np.maximum(0, np.array(capacity, dtype=np.int64)),
        paused=_paused(rows, on),
        lat=_numbers(rows, "latitude"),
        lon=_numbers(rows, "longitude"),
        skills=_skills(at, held, skills),
        sectors=_sectors(Listing.sectors.through, "listing_id", at, sectors),
        refused_sectors=_sectors(Mentor.refused_sectors.through, "mentor_id", at, sectors),
        countries=_known(rows, asked.countries),
        languages=_chosen(rows, "languages", LANGUAGES),
        formats=listed([formats(row["formats"]) for row in rows], len(FORMATS)),
        stages=_chosen(rows, "stages", STAGES),
        sentences=counted(said.counts, asked.words, grow=False),
        sentence_person=_ints(said.owner),
    )
    return found, said.said


def funder_people(
    people: PeopleRows, sectors: Terms, countries: Positions, regions: Positions, on: date
) -> tuple[FunderPeople, DealRows]:
    """The rows as the engine wants them, with the deals' own ids; three queries: sectors, refused sectors, deals."""
    rows, at = people.rows, people.at
    month = on.replace(day=1)
    capacity = [
        row["files_per_month"] - (row["taken_count"] if row["month_on"] == month else 0) - people.asked[row["pk"]]
        for row in rows
    ]
    deals, kept = _deals(at, sectors, countries, regions, on)
    found = FunderPeople(
        capacity=np.maximum(0, np.array(capacity, dtype=np.int64)),
        paused=_paused(rows, on),
        ticket_min=_numbers(rows, "ticket_min_eur"),
        ticket_max=_numbers(rows, "ticket_max_eur"),
        region=np.array([regions.of(place(row["region"] or row["city"])) for row in rows], dtype=np.int64),
        lat=_numbers(rows, "latitude"),
        lon=_numbers(rows, "longitude"),
        stages=_chosen(rows, "stages", STAGES),
        sectors=_sectors(Listing.sectors.through, "listing_id", at, sectors),
        refused_sectors=_sectors(Funder.refused_sectors.through, "funder_id", at, sectors),
        countries=_all_known(rows, countries),
        deals=deals,
    )
    return found, kept


def _deals(
    at: dict[int, int], sectors: Terms, countries: Positions, regions: Positions, on: date
) -> tuple[Deals, DealRows]:
    """Deals announced by that day or without a date, oldest id first; a later one is not known yet.

    A deal holds the name of its company only: the same folded name is the same company.
    """
    where = ("sector_id", "country", "region", "city", "stage")
    what = ("amount", "currency", "announced_on", "company")
    found = Deal.objects.order_by("pk").values_list("pk", "funder_id", *where, *what)
    rows = [row for row in found if row[1] in at and (row[9] is None or row[9] <= on)]
    amounts = np.array([in_euros(row[7], row[8]) for row in rows], dtype=np.float64)
    amounts[amounts <= 0] = np.nan
    companies = Positions()
    deals = Deals(
        person=_ints(at[row[1]] for row in rows),
        sector=_ints(sectors.ids.get(row[2], -1) for row in rows),
        country=_ints(countries.of(str(row[3] or "")) for row in rows),
        region=_ints(regions.of(place(row[4] or row[5])) for row in rows),
        city=_ints(regions.of(place(row[5])) for row in rows),
        stage=_ints(stage(row[6]) for row in rows),
        company=_ints(companies.of(fold(row[10])) for row in rows),
        amount_eur=amounts,
        age_days=_ints(-1 if row[9] is None else (on - row[9]).days for row in rows),
    )
    return deals, DealRows([row[0] for row in rows])


def _sentences(rows: list[dict[str, Any]], at: dict[int, int], held: list[Any]) -> Sentences:
    """What each profile says, in the order of its fields, then what proves its skills."""
    said = Sentences()
    for row_number, row in enumerate(rows):
        other = "en" if row["language"] == "fr" else "fr"
        for name in WRITTEN[:-1]:
            said.add(row_number, row[name], row["language"])
        for name in OTHERWISE:
            said.add(row_number, row[name], other)
    for mentor, _skill, _level, proof in held:
        said.add(at[mentor], proof, rows[at[mentor]]["language"])
    return said


def _skills(at: dict[int, int], held: list[Any], skills: Terms) -> csr_array:
    cells = [(at[mentor], skills.ids[skill], LEVELS[level]) for mentor, skill, level, _proof in held]
    table = np.array(cells, dtype=np.float64).reshape(-1, 3)
    place_of = (table[:, 0].astype(np.int64), table[:, 1].astype(np.int64))
    return csr_array((table[:, 2], place_of), shape=(len(at), len(skills.slugs)))


def _sectors(through: Any, owner: str, at: dict[int, int], sectors: Terms) -> csr_array:
    pairs = through.objects.values_list(owner, "sector_id")
    return has(len(at), len(sectors.slugs), ((at[who], sectors.ids[which]) for who, which in pairs if who in at))


def _known(rows: list[dict[str, Any]], countries: Positions) -> csr_array:
    """Only the countries that a need asks for matter: the others have no column."""
    chosen = [[countries.at.get(code, -1) for code in codes(row["countries"])] for row in rows]
    return listed(chosen, len(countries.keys))


def _all_known(rows: list[dict[str, Any]], countries: Positions) -> csr_array:
    chosen = [[countries.of(code) for code in codes(row["countries"])] for row in rows]
    return listed(chosen, len(countries.keys))


def _chosen(rows: list[dict[str, Any]], name: str, values: tuple[str, ...]) -> csr_array:
    at = {value: column for column, value in enumerate(values)}
    return listed([[at[code] for code in codes(row[name]) if code in at] for row in rows], len(values))


def _paused(rows: list[dict[str, Any]], on: date) -> np.ndarray:
    return np.array([row["paused_until"] is not None and row["paused_until"] >= on for row in rows], dtype=np.bool_)


def _numbers(rows: list[dict[str, Any]], name: str) -> np.ndarray:
    return np.array([number(row[name]) for row in rows], dtype=np.float64)


def _ints(values: Any) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)

"""What is known about needs and people, as arrays; -1, NaN or an empty row means "not stated".

Every vector has one entry per need or person, every table one row. Tables are CSR matrices (scipy): booleans say "has",
`skills` holds levels 0..1. Columns are positions in the taxonomy of the caller; stages go from the earliest to the
latest, neighbours count as near. All raise BadFacts, naming the row.
"""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Protocol

import numpy as np
from scipy.sparse import csr_array

from ecosystem.matching.engine.arrays import INT_MAX, Bools, Floats, Ints, counts, flags, real, table, whole
from ecosystem.matching.engine.errors import BadFacts

LATITUDE = {"low": -90.0, "high": 90.0}
LONGITUDE = {"low": -180.0, "high": 180.0}


class Bar(IntEnum):
    """Why a pair is barred whatever its score."""

    CONFLICT = 0
    REFUSED_BEFORE = 1
    ALREADY_TOGETHER = 2
    SET_ASIDE = 3


def _set(record: Any, **values: Any) -> None:
    for name, value in values.items():
        object.__setattr__(record, name, value)


def _whole(record: Any, names: tuple[str, ...], *, low: int, high: int | None = None) -> None:
    for name in names:
        label = f"{type(record).__name__}.{name}"
        _set(record, **{name: whole(label, getattr(record, name), low=low, high=INT_MAX if high is None else high)})


def _real(record: Any, **limits: dict[str, float]) -> None:
    for name, limit in limits.items():
        _set(record, **{name: real(f"{type(record).__name__}.{name}", getattr(record, name), **limit)})


def _tables(record: Any, *names: str) -> None:
    for name in names:
        if getattr(record, name) is not None:
            matrix = table(f"{type(record).__name__}.{name}", getattr(record, name), levels=name == "skills")
            _set(record, **{name: matrix})


def _same_rows(record: Any, size: int, *elsewhere: str) -> None:
    """Every table and vector must have `size` rows, except the taxonomies named in `elsewhere`."""
    for field in fields(record):
        value = getattr(record, field.name)
        rows = getattr(value, "shape", (size,))[0]
        if field.name not in elsewhere and rows != size:
            raise BadFacts(f"{type(record).__name__}.{field.name}: {rows} rows, expected {size}")


def _width(record: Any, name: str, width: int) -> None:
    found = getattr(record, name).shape[1]
    if found != width:
        raise BadFacts(f"{type(record).__name__}.{name}: {found} columns, expected {width}")


@dataclass(frozen=True, slots=True, eq=False)
class MentorNeeds:
    """Needs of a mentors' round.

    topic: skill, -1 not stated; stage: -1 not stated; lat, lon: degrees, NaN; wanted: people, >= 0;
    sectors: those the need is about, which are scored; all_sectors: these and its startup's, which a person may refuse;
    sector_parent (sectors,): the group of each sector; skill_family (skills,); format_on_site (formats,): needs a
    place; words (needs, words): how often the text of the need uses each word.
    """

    topic: Ints
    stage: Ints
    lat: Floats
    lon: Floats
    wanted: Ints
    sectors: csr_array
    all_sectors: csr_array
    countries: csr_array
    languages: csr_array
    words: csr_array
    formats: csr_array
    sector_parent: Ints
    skill_family: Ints
    format_on_site: Bools

    def __post_init__(self) -> None:
        _whole(self, ("sector_parent", "skill_family", "wanted"), low=0)
        _whole(self, ("topic",), low=-1, high=self.skill_family.size - 1)
        _whole(self, ("stage",), low=-1)
        _real(self, lat=LATITUDE, lon=LONGITUDE)
        _tables(self, "sectors", "all_sectors", "countries", "languages", "formats")
        _set(self, words=counts("MentorNeeds.words", self.words))
        _set(self, format_on_site=flags("MentorNeeds.format_on_site", self.format_on_site))
        _width(self, "sectors", self.sector_parent.size)
        _width(self, "all_sectors", self.sector_parent.size)
        _width(self, "formats", self.format_on_site.size)
        _same_rows(self, self.wanted.size, "sector_parent", "skill_family", "format_on_site")


@dataclass(frozen=True, slots=True, eq=False)
class MentorPeople:
    """Mentors: skills holds levels 0..1; stages are those accepted; capacity: places left, >= 0; paused: away.

    sentences (sentences, words): how often each sentence of a profile uses each word; sentence_person (sentences,).
    """

    capacity: Ints
    paused: Bools
    lat: Floats
    lon: Floats
    skills: csr_array
    sectors: csr_array
    refused_sectors: csr_array
    countries: csr_array
    languages: csr_array
    formats: csr_array
    stages: csr_array
    sentences: csr_array
    sentence_person: Ints

    def __post_init__(self) -> None:
        _whole(self, ("capacity",), low=0)
        _set(self, paused=flags("MentorPeople.paused", self.paused))
        _real(self, lat=LATITUDE, lon=LONGITUDE)
        _tables(self, "skills", "sectors", "refused_sectors", "countries", "languages", "formats", "stages")
        _set(self, sentences=counts("MentorPeople.sentences", self.sentences))
        _whole(self, ("sentence_person",), low=0, high=self.capacity.size - 1)
        _same_rows(self, self.capacity.size, "sentences", "sentence_person")
        if self.sentences.shape[0] != self.sentence_person.size:
            raise BadFacts(
                f"MentorPeople.sentence_person: {self.sentence_person.size} rows, expected {self.sentences.shape[0]}"
            )


@dataclass(frozen=True, slots=True, eq=False)
class FunderNeeds:
    """Needs of a funders' round.

    amount: EUR > 0, NaN; stage, country, region, city: -1 not stated; lat, lon: degrees, NaN; wanted: funders, >= 0;
    sectors: those the need is about, which are scored; all_sectors: these and its startup's, which a funder may refuse;
    sector_parent (sectors,); languages: optional, None when no language is asked of anybody.
    """

    amount: Floats
    stage: Ints
    country: Ints
    region: Ints
    city: Ints
    lat: Floats
    lon: Floats
    wanted: Ints
    sectors: csr_array
    all_sectors: csr_array
    sector_parent: Ints
    languages: csr_array | None = None

    def __post_init__(self) -> None:
        _whole(self, ("sector_parent", "wanted"), low=0)
        _whole(self, ("stage", "country", "region", "city"), low=-1)
        _real(self, amount={"low": 0.01}, lat=LATITUDE, lon=LONGITUDE)
        _tables(self, "sectors", "all_sectors", "languages")
        _width(self, "sectors", self.sector_parent.size)
        _width(self, "all_sectors", self.sector_parent.size)
        _same_rows(self, self.wanted.size, "sector_parent")


@dataclass(frozen=True, slots=True, eq=False)
class Deals:
    """Past deals, one per row: person; sector, country, region, city, stage (-1); amount_eur > 0 (NaN); age_days (-1).

    A deal without a date counts as an old one, never as activity nor as the latest, and it is named last.
    company: whom the person financed, the same number for all who did; each deal of -1 is in a company of its own.
    """

    person: Ints
    sector: Ints
    country: Ints
    region: Ints
    city: Ints
    stage: Ints
    company: Ints
    amount_eur: Floats
    age_days: Ints

    def __post_init__(self) -> None:
        _whole(self, ("person",), low=0)
        _whole(self, ("sector", "country", "region", "city", "stage", "company", "age_days"), low=-1)
        _real(self, amount_eur={"low": 0.01})
        _same_rows(self, self.person.size)

    @classmethod
    def none(cls) -> "Deals":
        """No deal at all."""
        empty = np.zeros(0, dtype=np.int64)
        return cls(empty, empty, empty, empty, empty, empty, empty, empty.astype(np.float64), empty)


@dataclass(frozen=True, slots=True, eq=False)
class FunderPeople:
    """Funders: the declared thesis, the place (region -1, lat, lon NaN), capacity left, and the track record.

    ticket_min <= ticket_max in EUR, NaN when open; stages, sectors, countries: what the thesis names, empty when open.
    """

    capacity: Ints
    paused: Bools
    ticket_min: Floats
    ticket_max: Floats
    region: Ints
    lat: Floats
    lon: Floats
    stages: csr_array
    sectors: csr_array
    refused_sectors: csr_array
    countries: csr_array
    deals: Deals
    languages: csr_array | None = None

    def __post_init__(self) -> None:
        _whole(self, ("capacity",), low=0)
        _whole(self, ("region",), low=-1)
        _set(self, paused=flags("FunderPeople.paused", self.paused))
        _real(self, ticket_min={"low": 0.0}, ticket_max={"low": 0.01}, lat=LATITUDE, lon=LONGITUDE)
        _tables(self, "stages", "sectors", "refused_sectors", "countries", "languages")
        _same_rows(self, self.capacity.size)
        crossed = self.ticket_min > self.ticket_max
        if crossed.any():
            row = int(np.flatnonzero(crossed)[0])
            raise BadFacts(f"FunderPeople.ticket_min: row {row} asks {self.ticket_min[row]} to {self.ticket_max[row]}")
        limits = {
            "person": self.capacity.size,
            "sector": self.sectors.shape[1],
            "country": self.countries.shape[1],
            "stage": self.stages.shape[1],
        }
        for name, limit in limits.items():
            whole(f"Deals.{name}", getattr(self.deals, name), low=-1, high=limit - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Forbidden:
    """Pairs barred whatever their score: need, person, reason (a Bar). The same pair may have several reasons."""

    need: Ints
    person: Ints
    reason: Ints

    def __post_init__(self) -> None:
        _whole(self, ("need", "person"), low=0)
        _whole(self, ("reason",), low=0, high=max(Bar))
        _same_rows(self, self.need.size)
        order = np.lexsort((self.reason, self.person, self.need))
        _set(self, need=self.need[order], person=self.person[order], reason=self.reason[order])

    @classmethod
    def none(cls) -> "Forbidden":
        """No pair is barred."""
        empty = np.zeros(0, dtype=np.int64)
        return cls(empty, empty, empty)


class BothSides(Protocol):
    """Whatever holds the facts of needs and of people: a problem, or a model made ready for scoring."""

    @property
    def needs(self) -> MentorNeeds | FunderNeeds: ...

    @property
    def people(self) -> MentorPeople | FunderPeople: ...


def check_together(needs: MentorNeeds | FunderNeeds, people: MentorPeople | FunderPeople) -> None:
    """Raise BadFacts unless needs and people speak of the same taxonomies (as many sectors, skills, countries...)."""
    shared = ["sectors"]
    if isinstance(needs, MentorNeeds) and isinstance(people, MentorPeople):
        shared += ["countries", "languages", "formats"]
        _width(people, "skills", needs.skill_family.size)
        _width(people, "sentences", needs.words.shape[1])
    elif isinstance(needs, FunderNeeds) and isinstance(people, FunderPeople):
        whole("FunderNeeds.country", needs.country, low=-1, high=people.countries.shape[1] - 1)
        if needs.languages is not None and people.languages is not None:
            shared.append("languages")
    else:
        raise BadFacts(f"{type(needs).__name__} do not go with {type(people).__name__}")
    for name in shared:
        _width(people, name, getattr(needs, name).shape[1])
    _width(people, "refused_sectors", needs.sector_parent.size)
    whole("stage", needs.stage, low=-1, high=people.stages.shape[1] - 1)

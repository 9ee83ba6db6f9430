"""Small and large made-up rounds for the engine's tests."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array

from ecosystem.matching.engine.arrays import rows_to_table
from ecosystem.matching.engine.facts import Deals, Forbidden, FunderNeeds, FunderPeople, MentorNeeds, MentorPeople
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.problem import Problem

SECTORS, GROUPS, SKILLS, FAMILIES, COUNTRIES, LANGUAGES, FORMATS, STAGES, REGIONS = 20, 5, 12, 4, 10, 3, 3, 4, 6
CITIES, WORDS = 12, 25

WEIGHTS: dict[Kind, dict[str, int]] = {
    Kind.MENTORS: {
        "expertise": 35,
        "sector": 15,
        "market": 12,
        "stage": 12,
        "language": 6,
        "text": 8,
        "availability": 12,
    },
    Kind.FUNDERS: {"sector": 12, "stage": 9, "ticket": 13, "place": 24, "activity": 22, "circle": 20},
}
"""Those of a new round, written again because the engine and its tests know no model; a test holds them equal."""


def table(rng: np.random.Generator, rows: int, columns: int, density: float, *, levels: bool = False) -> csr_array:
    values = random_array((rows, columns), density=density, rng=rng, format="csr")
    return csr_array(values) if levels else csr_array(values > 0)


def some(rng: np.random.Generator, size: int, things: int, missing: float = 0.15) -> np.ndarray:
    return np.where(rng.random(size) < missing, -1, rng.integers(0, things, size))


def degrees(rng: np.random.Generator, size: int, low: float, high: float) -> np.ndarray:
    return np.where(rng.random(size) < 0.2, np.nan, rng.uniform(low, high, size))


def with_more(rng: np.random.Generator, sectors: csr_array) -> csr_array:
    """The same sectors and others, drawn apart so that what is drawn next stays what it was."""
    return csr_array(sectors + table(rng.spawn(1)[0], *sectors.shape, 0.05))


def words(rng: np.random.Generator, rows: int) -> csr_array:
    """How often each row uses each of a few words, drawn apart so that what is drawn next stays what it was."""
    return csr_array(rng.spawn(1)[0].poisson(0.15, (rows, WORDS)))


def mentor_needs(rng: np.random.Generator, size: int, *, wanted: int = 2) -> MentorNeeds:
    return MentorNeeds(
        topic=some(rng, size, SKILLS),
        stage=some(rng, size, STAGES),
        lat=degrees(rng, size, 43, 49),
        lon=degrees(rng, size, 0, 7),
        wanted=rng.integers(1, wanted + 1, size),
        sectors=(sectors := table(rng, size, SECTORS, 0.12)),
        all_sectors=with_more(rng, sectors),
        countries=table(rng, size, COUNTRIES, 0.2),
        languages=table(rng, size, LANGUAGES, 0.6),
        words=words(rng, size),
        formats=table(rng, size, FORMATS, 0.5),
        sector_parent=np.arange(SECTORS) % GROUPS,
        skill_family=np.arange(SKILLS) % FAMILIES,
        format_on_site=np.array([True, False, True]),
    )


def mentor_people(rng: np.random.Generator, size: int, *, capacity: int = 3) -> MentorPeople:
    return MentorPeople(
        capacity=rng.integers(0, capacity + 1, size),
        paused=rng.random(size) < 0.1,
        lat=degrees(rng, size, 43, 49),
        lon=degrees(rng, size, 0, 7),
        skills=table(rng, size, SKILLS, 0.3, levels=True),
        sectors=table(rng, size, SECTORS, 0.15),
        refused_sectors=table(rng, size, SECTORS, 0.02),
        countries=table(rng, size, COUNTRIES, 0.3),
        languages=table(rng, size, LANGUAGES, 0.5),
        formats=table(rng, size, FORMATS, 0.5),
        stages=table(rng, size, STAGES, 0.6),
        sentences=words(rng, 2 * size),
        sentence_person=np.arange(2 * size) // 2,
    )


def funder_needs(rng: np.random.Generator, size: int, *, wanted: int = 3) -> FunderNeeds:
    return FunderNeeds(
        amount=np.where(rng.random(size) < 0.2, np.nan, np.exp(rng.normal(13, 1.5, size))),
        stage=some(rng, size, STAGES),
        country=some(rng, size, COUNTRIES),
        region=some(rng, size, REGIONS),
        city=some(rng.spawn(1)[0], size, CITIES, 0.3),
        lat=degrees(rng, size, 43, 49),
        lon=degrees(rng, size, 0, 7),
        wanted=rng.integers(1, wanted + 1, size),
        sectors=(sectors := table(rng, size, SECTORS, 0.1)),
        all_sectors=with_more(rng, sectors),
        sector_parent=np.arange(SECTORS) % GROUPS,
    )


def deals(rng: np.random.Generator, size: int, people: int) -> Deals:
    return Deals(
        person=np.minimum((rng.pareto(1.0, size) * people / 20).astype(int), people - 1),
        sector=some(rng, size, SECTORS, 0.3),
        country=some(rng, size, COUNTRIES, 0.3),
        region=some(rng, size, REGIONS, 0.3),
        city=some(rng.spawn(1)[0], size, CITIES, 0.4),
        stage=some(rng, size, STAGES, 0.2),
        company=some(rng.spawn(1)[0], size, 30),
        amount_eur=np.where(rng.random(size) < 0.3, np.nan, np.exp(rng.normal(13, 1.5, size))),
        age_days=np.where(rng.spawn(1)[0].random(size) < 0.15, -1, rng.integers(0, 3000, size)),
    )


def funder_people(rng: np.random.Generator, size: int, deal_count: int, *, capacity: int = 4) -> FunderPeople:
    low = np.where(rng.random(size) < 0.5, np.nan, np.exp(rng.normal(11.5, 1, size)))
    return FunderPeople(
        capacity=rng.integers(0, capacity + 1, size),
        paused=rng.random(size) < 0.1,
        ticket_min=low,
        ticket_max=np.where(rng.random(size) < 0.3, np.nan, low * 10),
        region=some(rng, size, REGIONS),
        lat=degrees(rng, size, 43, 49),
        lon=degrees(rng, size, 0, 7),
        stages=table(rng, size, STAGES, 0.4),
        sectors=table(rng, size, SECTORS, 0.15),
        refused_sectors=table(rng, size, SECTORS, 0.02),
        countries=table(rng, size, COUNTRIES, 0.2),
        deals=deals(rng, deal_count, size) if size else Deals.none(),
    )


def forbidden(rng: np.random.Generator, needs: int, people: int) -> Forbidden:
    size = needs * people // 20
    return Forbidden(rng.integers(0, needs, size), rng.integers(0, people, size), rng.integers(0, 3, size))


def problem(kind: Kind, needs: int = 12, people: int = 9, *, seed: int = 0, **changes: Any) -> Problem:
    rng = np.random.default_rng(seed)
    mentors = kind is Kind.MENTORS
    given: dict[str, Any] = {
        "kind": kind,
        "needs": mentor_needs(rng, needs) if mentors else funder_needs(rng, needs),
        "people": mentor_people(rng, people) if mentors else funder_people(rng, people, people * 6),
        "weights": WEIGHTS[kind],
        "seed": 7,
        "need_keys": np.arange(needs) * 3 + 1,
        "person_keys": np.arange(people) * 5 + 2,
        "forbidden": forbidden(rng, needs, people) if needs and people else Forbidden.none(),
    }
    return Problem(**(given | changes))


def with_people(given: Problem, **changes: Any) -> Problem:
    return replace(given, people=replace(given.people, **changes))


def with_needs(given: Problem, **changes: Any) -> Problem:
    return replace(given, needs=replace(given.needs, **changes))


def one_funder(deals: Deals | None = None, **changes: Any) -> Problem:
    """A need for 1 M EUR at stage 1, sector 0, country 2, region 3, city 4, and a silent funder with changes."""
    made = problem(Kind.FUNDERS, 1, 1)
    needs = {
        "amount": np.array([1e6]),
        "stage": np.array([1]),
        "sectors": rows_to_table([[0]], 20),
        "country": np.array([2]),
        "region": np.array([3]),
        "city": np.array([4]),
        "lat": np.array([np.nan]),
        "lon": np.array([np.nan]),
    }
    nan = np.array([np.nan])
    silent = {name: getattr(made.people, name) * 0 for name in ("stages", "sectors", "countries")}
    silent |= {"ticket_min": nan, "ticket_max": nan, "lat": nan, "lon": nan, "region": np.array([-1])}
    return with_people(with_needs(made, **needs), **(silent | {"deals": deals or Deals.none()} | changes))


def some_deals(**facts: Any) -> Deals:
    """Deals of the only funder: three by default, long ago, nothing stated but the given facts."""
    size = len(next(iter(facts.values())))
    base = {name: np.full(size, -1) for name in ("sector", "country", "region", "city", "stage", "company")}
    base |= {"person": np.zeros(size, int), "amount_eur": np.full(size, np.nan), "age_days": np.full(size, 4_000)}
    return Deals(**(base | {name: np.array(value) for name, value in facts.items()}))


def instance_from_rows(rows: list[dict[int, int]], demand: list[int], capacity: list[int]) -> Instance:
    sizes = [len(row) for row in rows]
    return Instance(
        np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]),
        np.array([person for row in rows for person in row], dtype=np.int64),
        np.array([score for row in rows for score in row.values()], dtype=np.int64),
        np.array(demand, dtype=np.int64),
        np.array(capacity, dtype=np.int64),
    )


@st.composite
def instances(draw: st.DrawFn, *, needs: int = 5, people: int = 4, high: int = 6) -> Instance:
    """Small instances with few distinct scores, so that ties are common; some pairs are worth nothing."""
    rows, columns = draw(st.integers(0, needs)), draw(st.integers(0, people))
    score = st.integers(0, high) | st.integers(0, 10_000)
    row = st.dictionaries(st.integers(0, columns - 1), score) if columns else st.just({})
    return instance_from_rows(
        draw(st.lists(row, min_size=rows, max_size=rows)),
        draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)),
        draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns)),
    )


def random_instance(seed: int, needs: int, people: int, density: float = 0.3, capacity: int = 3) -> Instance:
    rng = np.random.default_rng(seed)
    cells = rng.random((needs, people)) < density
    return Instance(
        np.concatenate([[0], np.cumsum(cells.sum(axis=1))]),
        np.nonzero(cells)[1],
        rng.integers(1, 101, int(cells.sum())) * 100,
        rng.integers(1, 4, needs),
        rng.integers(0, capacity + 1, people),
    )


quick = settings(database=None, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
"""Enough examples to find a slip, few enough to keep the suite short."""

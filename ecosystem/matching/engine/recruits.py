"""People who do not exist yet: what a recruit is assumed to be, exactly, and how they join a round.

A recruit knows one topic fully (a mentor) or invests in one sector (a funder), and is open otherwise: every stage,
every format, every amount, every country that a need asks for, no sector refused, no conflict, and `PLACES` places.
nothing else is stated, so the language excludes nobody, and a sector (of a mentor) or a past (of a funder) earns
nothing; where chances count, they say yes as often as the median person. A mentor recruited for one country knows that
country and no other. The round's own scoring does the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.facts import Deals, FunderPeople, MentorNeeds, MentorPeople
from ecosystem.matching.engine.problem import Problem

PLACES = 5
"""Places that a recruit offers, at most; how many are enough is part of the answer."""


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """Who would be recruited: a topic and perhaps a country (mentors), or a sector (funders); -1: none."""

    topic: int = -1
    country: int = -1
    sector: int = -1


def profiles(problem: Problem, weak: list[int]) -> tuple[Profile, ...]:
    """The profiles that some of these needs call for, in order; a topic alone, and with each country they ask."""
    found: set[Profile] = set()
    needs = problem.needs
    for need in weak:
        if not isinstance(needs, MentorNeeds):
            found |= {Profile(sector=int(sector)) for sector in _row(needs.sectors, need)}
        elif needs.topic[need] >= 0:
            topic = int(needs.topic[need])
            found |= {Profile(topic=topic)}
            found |= {Profile(topic=topic, country=int(country)) for country in _row(needs.countries, need)}
    return tuple(sorted(found))


def with_recruits(problem: Problem, wanted: tuple[Profile, ...], places: int = PLACES) -> Problem:
    """The round with these people after the others, in this order."""
    people = problem.people
    size = people.capacity.size
    joined = replace(people, **_stacked(people, len(wanted)))
    capacity = joined.capacity.copy()
    capacity[size:] = places
    joined = replace(joined, capacity=capacity, **_facts(joined, wanted, size))
    first = int(problem.person_keys.max(initial=-1)) + 1
    keys = np.concatenate([problem.person_keys, first + np.arange(len(wanted))])
    chance = _longer(problem.chance, len(wanted), usual_chance(problem))
    wishes = replace(problem.wishes, min_load=_longer(problem.wishes.min_load, len(wanted), 0))
    return replace(problem, people=joined, person_keys=keys, wishes=wishes, chance=chance)


def usual_chance(problem: Problem) -> int:
    """A recruit says yes as often as the median person, in ten-thousandths."""
    chance = problem.chance
    return int(np.median(chance)) if chance is not None and chance.size else 0


def _longer(facts: Ints | None, more: int, value: int) -> Ints | None:
    """Facts about people with the same value for those who join; none where the round has none."""
    return None if facts is None else np.concatenate([facts, np.full(more, value, dtype=np.int64)])


def _row(table: csr_array, row: int) -> list[int]:
    columns: list[int] = table.indices[table.indptr[row] : table.indptr[row + 1]].tolist()
    return columns


def _stacked(people: MentorPeople | FunderPeople, more: int) -> dict[str, Any]:
    """Every fact with `more` rows in which nothing is stated."""
    stacked: dict[str, Any] = {}
    size = people.capacity.size
    for field in fields(people):
        value = getattr(people, field.name)
        if isinstance(value, Deals) or getattr(value, "shape", (-1,))[0] != size:
            continue
        if isinstance(value, np.ndarray):
            silent = {"b": False, "f": np.nan}.get(value.dtype.kind, -1)
            stacked[field.name] = np.concatenate([value, np.full((more, *value.shape[1:]), silent, dtype=value.dtype)])
        else:
            stacked[field.name] = csr_array(vstack([value, csr_array((more, value.shape[1]), dtype=value.dtype)]))
    return stacked | {"capacity": np.concatenate([people.capacity, np.zeros(more, dtype=np.int64)])}


def _facts(people: MentorPeople | FunderPeople, wanted: tuple[Profile, ...], size: int) -> dict[str, Any]:
    """What the recruits state."""
    rows = np.arange(size, size + len(wanted))
    facts = {"stages": _marked(people.stages, [(row, None) for row in rows])}
    if isinstance(people, FunderPeople):
        sectors = [(row, profile.sector) for row, profile in zip(rows, wanted, strict=True)]
        low, high = people.ticket_min.copy(), people.ticket_max.copy()
        low[rows], high[rows] = 0.0, np.finfo(np.float64).max
        more = {"sectors": _marked(people.sectors, sectors), "ticket_min": low, "ticket_max": high}
        return facts | more | {"countries": _marked(people.countries, [(row, None) for row in rows])}
    skills = [(row, profile.topic) for row, profile in zip(rows, wanted, strict=True)]
    abroad = [(row, None if one.country < 0 else one.country) for row, one in zip(rows, wanted, strict=True)]
    return facts | {
        "formats": _marked(people.formats, [(row, None) for row in rows]),
        "skills": _marked(people.skills, skills),
        "countries": _marked(people.countries, abroad),
    }


def _marked(table: csr_array, cells: Sequence[tuple[Any, int | None]]) -> csr_array:
    """The table with 1 in these cells; a column None is every column."""
    marked = table.tolil()
    for row, column in cells:
        marked[int(row), slice(None) if column is None else column] = 1
    return csr_array(marked.tocsr().astype(table.dtype))

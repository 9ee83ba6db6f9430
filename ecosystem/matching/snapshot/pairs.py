"""Pairs that are barred whatever their score: conflicts, refusals, and people who already work together."""

from collections.abc import Iterable, Iterator

import numpy as np

from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.conflicts import Pair
from ecosystem.matching.engine.facts import Bar, Forbidden
from ecosystem.matching.models import Proposal, Round

Barred = Iterator[tuple[int, int, int]]


def forbidden(
    round_: Round, needs: list[int], need_startups: list[int], people: dict[int, int], conflicts: Iterable[Pair]
) -> Forbidden:
    """Every barred pair of the round, by row of needs and of people; conflicts are pairs of startup and person."""
    kind = round_.kind
    by_startup: dict[int, list[int]] = {}
    for row, startup in enumerate(need_startups):
        by_startup.setdefault(startup, []).append(row)
    by_need = {need: [row] for row, need in enumerate(needs) if need}
    found = [
        *_conflicts(conflicts, by_startup, people),
        *_history(kind, by_startup, people),
        *_settled(kind, by_need, people),
        *_set_aside(round_, by_need, people),
    ]
    if not found:
        return Forbidden.none()
    table = np.array(sorted(set(found)), dtype=np.int64)
    return Forbidden(table[:, 0], table[:, 1], table[:, 2])


def _conflicts(conflicts: Iterable[Pair], by_startup: dict[int, list[int]], people: dict[int, int]) -> Barred:
    """Whatever the cause, the engine knows one bar."""
    for startup, person in conflicts:
        yield from _rows(by_startup, people, startup, person, Bar.CONFLICT)


def _history(kind: str, by_startup: dict[int, list[int]], people: dict[int, int]) -> Barred:
    """A refusal bars the pair of startup and person; a proposal that waits or a running engagement bars it too."""
    column = "mentor_id" if kind == Round.Kind.MENTORS else "funder_id"
    told = Proposal.objects.filter(**{f"{column}__isnull": False})
    refused = told.refusing().values_list("need__startup_id", column)
    together: Iterable[tuple[int, int]] = [
        *told.filter(state=Proposal.State.SENT).values_list("need__startup_id", column),
        *_running(kind),
    ]
    for startup, person in refused:
        yield from _rows(by_startup, people, startup, person, Bar.REFUSED_BEFORE)
    for startup, person in together:
        yield from _rows(by_startup, people, startup, person, Bar.ALREADY_TOGETHER)


def _settled(kind: str, by_need: dict[int, list[int]], people: dict[int, int]) -> Barred:
    """What two yeses opened for a need bars the pair for that need, ended or not: it could not be opened again."""
    column = "mentor_id" if kind == Round.Kind.MENTORS else "funder_id"
    accepted = Proposal.objects.filter(state=Proposal.State.ACCEPTED, **{f"{column}__isnull": False})
    settled: list[tuple[int, int]] = list(accepted.values_list("need_id", column))
    if kind == Round.Kind.FUNDERS:
        settled += Introduction.objects.values_list("need_id", "funder_id")
    for need, person in settled:
        yield from _rows(by_need, people, need, person, Bar.ALREADY_TOGETHER)


def _set_aside(round_: Round, by_need: dict[int, list[int]], people: dict[int, int]) -> Barred:
    """What the team set aside bars the pair in this round alone; a round that is only imagined has nothing aside."""
    if round_._state.adding:
        return
    column = "mentor_id" if round_.kind == Round.Kind.MENTORS else "funder_id"
    for need, person in round_.pairs.set_aside().values_list("need_id", column):
        yield from _rows(by_need, people, need, person, Bar.SET_ASIDE)


def _running(kind: str) -> Iterable[tuple[int, int]]:
    if kind == Round.Kind.MENTORS:
        return Engagement.objects.active().values_list("need__startup_id", "mentor_id")
    return Introduction.objects.open().values_list("need__startup_id", "funder_id")


def _rows(rows_of: dict[int, list[int]], people: dict[int, int], asking: int, person: int, bar: Bar) -> Barred:
    if person in people:
        for row in rows_of.get(asking, ()):
            yield row, people[person], bar

"""What staff ask of a round by hand, as rows of needs and of people; whoever has left it is not asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.facts import FunderPeople, MentorPeople
from ecosystem.matching.engine.wishes import BalanceWish, Wishes
from ecosystem.matching.models import BalanceRule, Round


def wishes_of(
    round_: Round, need_ids: Sequence[int], people: Sequence[Mapping[str, Any]], offered: MentorPeople | FunderPeople
) -> Wishes:
    """The floor, the minimum loads, the imposed pairs and the rules of balance of a round, in three queries.

    people: the rows of `read_people`; offered: their places left and pauses. An imposed pair whose need or person is
    not in the round is left out, as are the people of a rule who are not.
    """
    needs = {need: row for row, need in enumerate(need_ids)}
    at = {person["pk"]: row for row, person in enumerate(people)}
    column = "mentor_id" if round_.kind == Round.Kind.MENTORS else "funder_id"
    imposed = round_.pairs.imposed().order_by("need_id", column).values_list("need_id", column)
    locked = np.array(
        [(needs[need], at[person]) for need, person in imposed if need in needs and person in at], dtype=np.int64
    ).reshape(-1, 2)
    return Wishes(
        floor_percent=round_.floor_percent,
        min_load=_minimum(people, offered),
        locked_need=locked[:, 0],
        locked_person=locked[:, 1],
        balance=_rules(round_, at),
    )


def _minimum(people: Sequence[Mapping[str, Any]], offered: MentorPeople | FunderPeople) -> Ints | None:
    """What is missing to each person's own minimum, never beyond her places, and nothing during her pause.

    A place that is taken counts, and so does a proposal that she has not answered yet: both are in the places left.
    """
    if not any(row.get("load_min") for row in people):
        return None
    least = np.array([row["load_min"] for row in people], dtype=np.int64)
    places = np.array([row["capacity"] for row in people], dtype=np.int64)
    missing: Ints = np.maximum(0, least - (places - offered.capacity))
    return np.where(offered.paused, 0, np.minimum(missing, offered.capacity)).astype(np.int64)


def _rules(round_: Round, at: Mapping[int, int]) -> tuple[BalanceWish, ...]:
    is_mentors = round_.kind == Round.Kind.MENTORS
    through: Any = BalanceRule.mentors.through if is_mentors else BalanceRule.funders.through
    column = "mentor_id" if is_mentors else "funder_id"
    chosen: dict[int, list[int]] = defaultdict(list)
    for rule, person in through.objects.filter(balancerule__round=round_).values_list("balancerule_id", column):
        if person in at:
            chosen[rule].append(at[person])
    return tuple(
        BalanceWish(rule.name, rule.least, np.array(sorted(chosen[rule.pk]), dtype=np.int64), rule.of_each_need)
        for rule in round_.balance_rules.order_by("pk")
    )

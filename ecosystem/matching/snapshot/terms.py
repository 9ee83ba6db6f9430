"""The declared terms of a round, read from what former rounds left and from what people answered."""

from datetime import timedelta

import numpy as np
from django.db.models import Count, Q

from ecosystem.matching.engine.acceptance import chances
from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.at_once import askable
from ecosystem.matching.engine.problem import Problem, Result
from ecosystem.matching.engine.terms import priorities
from ecosystem.matching.memory import missed_rounds
from ecosystem.matching.models import Proposal, Round

ANSWERS_OF = timedelta(days=731)
"""Two years: what people answered before says little of what they answer now."""


def priority_of(round_: Round, needs: list[int]) -> Ints | None:
    """Hundredths of priority by row of needs; None when the round does not remember, or nobody was left out."""
    if not round_.fairness_memory:
        return None
    missed = missed_rounds(round_.kind, round_.open_needs())
    counts = np.array([missed[need].count if need in missed else 0 for need in needs], dtype=np.int64)
    return priorities(counts) if counts.any() else None


def chances_of(round_: Round, people: list[int]) -> Ints | None:
    """Chance of a yes by row of people, in ten-thousandths; None when the round does not use it. One query.

    A yes, a no and an expiry without an answer of the person count, for proposals sent in the two years before the
    round's date; what was withdrawn unanswered does not. What the startup answered is not hers.
    """
    if not round_.expected_acceptance:
        return None
    column = "mentor_id" if round_.kind == Round.Kind.MENTORS else "funder_id"
    since = round_.as_of - ANSWERS_OF
    told = Proposal.objects.filter(**{f"{column}__isnull": False}, sent_at__date__gte=since).order_by()
    said_yes = Q(person_answer=Proposal.Answer.YES)
    over = said_yes | Q(person_answer=Proposal.Answer.NO) | Q(person_answer="", state=Proposal.State.EXPIRED)
    counted = told.values(column).annotate(yes=Count("pk", filter=said_yes), over=Count("pk", filter=over))
    rows = {row[column]: (row["yes"], row["over"]) for row in counted}
    table = np.array([rows.get(person, (0, 0)) for person in people], dtype=np.int64).reshape(-1, 2)
    return chances(table[:, 0], table[:, 1])


def askable_at_once(round_: Round, problem: Problem, result: Result) -> dict[int, int]:
    """By row of needs, how many of its chosen and alternates can be asked at once where that is more than it wants.

    Those chosen first, then the alternates in their order, as they would be asked. Nothing without a stated risk.
    """
    if problem.chance is None or not round_.over_acceptance_risk:
        return {}
    ranked: dict[int, list[int]] = {}
    others = result.alternates
    for needs, people in ((result.need, result.person), (others.need, others.person)):
        for need, person in zip(needs.tolist(), people.tolist(), strict=True):
            ranked.setdefault(need, []).append(int(problem.chance[person]))
    wanted = problem.needs.wanted.tolist()
    found = {need: askable(chance, wanted[need], round_.over_acceptance_risk) for need, chance in ranked.items()}
    return {need: count for need, count in found.items() if count > wanted[need]}

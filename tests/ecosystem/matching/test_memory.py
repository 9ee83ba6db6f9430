"""Who was left out has a visible, capped priority; a startup's own refusals, and what still waits, give none."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ecosystem.matching import memory
from ecosystem.matching.actions.storing import store
from ecosystem.matching.engine import terms
from ecosystem.matching.engine.run import compute
from ecosystem.matching.memory import missed_rounds
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.snapshot import take_snapshot
from startups.models import Need
from tests.ecosystem.matching.season import fresh, season
from tests.factories import MemberFactory, NeedFactory, ProposalFactory, RoundFactory, UnservedNeedFactory, UserFactory

pytestmark = pytest.mark.django_db
MENTORS = Round.Kind.MENTORS
State = Proposal.State


def past_round(weeks: int, **fields: Any) -> Round:
    return RoundFactory(published=True, published_at=timezone.now() - timedelta(weeks=weeks), **fields)


def left_out(need: Need, weeks: int, **fields: Any) -> None:
    UnservedNeedFactory(round=past_round(weeks, **fields), need=need)


def asked(need: Need, weeks: int, **answer: Any) -> Proposal:
    return ProposalFactory(round=past_round(weeks), need=need, **{"sent": True, **answer})


@pytest.fixture
def need() -> Need:
    return NeedFactory(opened=True)


def count(need: Need) -> int:
    found = missed_rounds(MENTORS, [need.pk]).get(need.pk)
    return found.count if found else 0


def test_a_need_that_no_round_has_seen_has_no_priority(need: Need) -> None:
    assert missed_rounds(MENTORS, [need.pk]) == {}


def test_each_round_in_a_row_that_left_it_without_anyone_counts(need: Need) -> None:
    for weeks in (9, 6, 3):
        left_out(need, weeks)
        assert missed_rounds(MENTORS, [need.pk])[need.pk].priority == {9: 200, 6: 400, 3: 500}[weeks]


@pytest.mark.parametrize(
    ("answer", "missed"),
    [
        ({"declined": True}, 1),
        ({"state": State.EXPIRED}, 1),
        ({"state": State.WITHDRAWN}, 1),
        ({"sent": False, "state": State.WITHDRAWN}, 1),
        ({}, 0),
        ({"promised": True}, 0),
        ({"promised": True, "state": State.DECLINED, "startup_answer": "no", "declined_by_side": "startup"}, 0),
        ({"promised": True, "state": State.EXPIRED}, 0),
    ],
    ids=["she declined", "she let it expire", "withdrawn", "set aside before sending", "awaited", "she said yes",
         "the startup declined", "the startup let it expire"],
)  # fmt: skip
def test_only_what_the_startup_is_not_the_cause_of_counts(need: Need, answer: dict[str, Any], missed: int) -> None:
    asked(need, 3, **answer)
    assert count(need) == missed


def test_a_yes_ends_the_count_and_one_more_round_starts_it_anew(need: Need) -> None:
    left_out(need, 9)
    asked(need, 6, promised=True, state=State.EXPIRED)
    assert count(need) == 0
    left_out(need, 3)
    assert count(need) == 1


def test_a_round_where_it_did_not_take_part_counts_for_nothing(need: Need) -> None:
    left_out(need, 9)
    past_round(6)
    left_out(NeedFactory(opened=True), 3)
    assert count(need) == 1


def test_an_alternate_that_nobody_asked_is_no_round(need: Need) -> None:
    ProposalFactory(round=past_round(3), need=need, rank=1)
    assert count(need) == 0


def test_only_published_rounds_of_the_kind_count(need: Need) -> None:
    UnservedNeedFactory(round=RoundFactory(ready=True), need=need)
    left_out(need, 3, kind=Round.Kind.FUNDERS)
    assert count(need) == 0
    assert list(missed_rounds(Round.Kind.FUNDERS, [need.pk])) == [need.pk]


def test_the_reason_is_said_in_words(need: Need) -> None:
    left_out(need, 9, title="Septembre")
    asked(need, 6, declined=True).round.title = "Octobre"
    left_out(need, 3, title="Novembre")
    found = missed_rounds(MENTORS, [need.pk])[need.pk]
    assert found.points == "+5"
    assert found.why == "sans proposition à la tournée « Novembre » et à 2 autres avant"
    before = missed_rounds(MENTORS, [need.pk], timezone.now() - timedelta(weeks=4))[need.pk]
    assert before.why.startswith("aucun oui à la tournée")


def test_pages_and_engine_agree_on_the_points() -> None:
    assert (memory.A_MISSED_ROUND, memory.MOST_PRIORITY) == (terms.A_MISSED_ROUND, terms.MOST_PRIORITY)
    assert Proposal._meta.get_field("priority").validators[0].limit_value == terms.MOST_PRIORITY  # type: ignore[union-attr]
    assert Proposal._meta.get_field("chance").validators[0].limit_value == terms.CERTAIN  # type: ignore[union-attr]


def queries(*needs: Need) -> int:
    with CaptureQueriesContext(connection) as told:
        missed_rounds(MENTORS, [need.pk for need in needs])
    return len(told)


def test_one_need_and_many_cost_the_same_three_queries(need: Need) -> None:
    left_out(need, 3)
    others = NeedFactory.create_batch(3, opened=True)
    for other in others:
        left_out(other, 4), asked(other, 5, declined=True)
    assert queries(need) == queries(need, *others) == 3


# --- in a round --------------------------------------------------------------------------------------------------


def test_a_round_reads_it_stores_it_on_each_pair_and_its_value_adds_up() -> None:
    made = season(needs=3, mentors=3)
    left_out(made.needs[1], 6), left_out(made.needs[1], 3)
    round_ = RoundFactory(min_score=0)
    snapshot = take_snapshot(round_)
    assert snapshot.problem.priority is not None
    found = dict(zip(snapshot.need_ids, snapshot.problem.priority.tolist(), strict=True))
    assert found == {need.pk: 400 * (need == made.needs[1]) for need in made.needs}
    store(round_, snapshot, compute(snapshot.problem))
    stored = round_.proposals.all()
    assert stored
    for proposal in stored:
        assert proposal.priority == found[proposal.need_id]
        assert (proposal.value, proposal.chance) == (proposal.score + proposal.priority, None)


def test_a_round_that_does_not_remember_has_no_priority() -> None:
    made = season(needs=1, mentors=1)
    left_out(made.needs[0], 3)
    assert take_snapshot(RoundFactory(fairness_memory=False)).problem.priority is None
    assert take_snapshot(RoundFactory(fairness_memory=True)).problem.priority is not None


def test_the_team_reads_the_priority_of_a_pair(client: Client, need: Need) -> None:
    left_out(need, 3, title="Septembre")
    proposal = ProposalFactory(need=need, priority=200)
    client.force_login(UserFactory(curator=True))
    page = client.get(reverse("matching:proposals", args=[proposal.round.pk])).content.decode()
    assert "Priorité : +2, sans proposition à la tournée « Septembre »" in page
    assert "Valeur au moment de choisir : 37" in page


def test_the_startup_reads_why_its_need_has_priority_and_nobody_else_does(client: Client, need: Need) -> None:
    left_out(need, 3, title="Septembre")
    client.force_login(MemberFactory(startup=need.startup).user)
    page = client.get(reverse("startups:need", args=[need.pk])).content.decode()
    assert "Votre besoin est prioritaire" in page
    assert "sans proposition à la tournée « Septembre »" in page
    assert "Septembre" not in Client().get(need.startup.get_absolute_url()).content.decode()
    need.state = Need.State.CLOSED
    need.save()
    assert "Votre besoin est prioritaire" not in client.get(reverse("startups:need", args=[need.pk])).content.decode()


def test_a_need_without_priority_shows_nothing(client: Client, need: Need) -> None:
    client.force_login(MemberFactory(startup=need.startup).user)
    assert "prioritaire" not in client.get(reverse("startups:need", args=[need.pk])).content.decode()
    assert fresh(need).state == Need.State.OPEN

"""A round that asks for it counts what people answered in two years, stores the chance with the pair, for the team."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.matching.actions.rounds import clone_round
from ecosystem.matching.actions.storing import store
from ecosystem.matching.engine.at_once import exceeds
from ecosystem.matching.engine.run import compute
from ecosystem.matching.forms import SettingsForm
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.snapshot import take_snapshot
from ecosystem.matching.snapshot.terms import chances_of
from tests.ecosystem.matching.season import season
from tests.factories import MentorFactory, ProposalFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Proposal.State


def chances(*mentors: Any, **settings: Any) -> list[int]:
    found = chances_of(RoundFactory(**{"expected_acceptance": True, **settings}), [one.pk for one in mentors])
    return [] if found is None else found.tolist()


def told(mentor: Any, **answer: Any) -> None:
    ProposalFactory(mentor=mentor, **{"sent": True, **answer})


def test_a_round_that_does_not_ask_reads_nothing() -> None:
    assert chances(MentorFactory(published=True), expected_acceptance=False) == []


def test_a_yes_raises_and_a_no_or_an_expiry_lowers_the_chance() -> None:
    eager, busy, silent, new = MentorFactory.create_batch(4, published=True, capacity=9)
    for _ in range(3):
        told(eager, promised=True), told(busy, declined=True), told(silent, state=State.EXPIRED)
    found = chances(eager, busy, silent, new)
    assert found[1] == found[2] < found[3] < found[0]
    assert found[3] == round((3 + 1) / (9 + 2) * 10_000)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"state": State.WITHDRAWN},
        {"declined": True, "sent_at": timezone.now() - timedelta(days=800)},
        {"sent": False},
    ],
    ids=["awaited", "withdrawn", "more than two years ago", "never sent"],
)
def test_what_says_nothing_of_her_counts_for_nothing(answer: dict[str, Any]) -> None:
    mentor, other = MentorFactory.create_batch(2, published=True)
    told(mentor, **answer)
    assert chances(mentor, other) == [5_000, 5_000]


def test_what_the_startup_answered_is_not_hers() -> None:
    one, other = MentorFactory.create_batch(2, published=True, capacity=9)
    told(one, promised=True)
    refused = {"state": State.DECLINED, "startup_answer": "no", "declined_by_side": "startup"}
    told(other, promised=True, **refused)
    found = chances(one, other)
    assert found[0] == found[1]


def test_the_chance_is_stored_with_each_pair_and_the_value_adds_up() -> None:
    made = season(needs=2, mentors=4)
    told(made.mentors[0], declined=True)
    round_ = RoundFactory(min_score=0, expected_acceptance=True, over_acceptance_risk=30)
    snapshot = take_snapshot(round_)
    store(round_, snapshot, compute(snapshot.problem))
    by_person = dict(zip(snapshot.person_ids, snapshot.problem.chance.tolist(), strict=True))  # type: ignore[union-attr]
    assert len(set(by_person.values())) == 2
    for proposal in round_.proposals.all():
        assert proposal.chance == by_person[proposal.mentor_id]
        assert proposal.value == (proposal.score * proposal.chance + 5_000) // 10_000
    assert round_.stats["askable"]
    for need, count in round_.stats["askable"].items():
        ranked = list(round_.proposals.filter(need=need).order_by("rank").values_list("chance", flat=True))
        assert 1 < count <= len(ranked)
        assert not exceeds(ranked[:count], 1, 30)


def test_only_the_team_reads_a_chance(client: Client) -> None:
    proposal = ProposalFactory(sent=True, chance=6_200, round=RoundFactory(ready=True, expected_acceptance=True))
    Round.objects.update(stats={"askable": {str(proposal.need_id): 2}}, over_acceptance_risk=10)
    client.force_login(UserFactory(curator=True))
    page = client.get(reverse("matching:proposals", args=[proposal.round.pk])).content.decode()
    assert "Chance d’un oui : 62 %" in page
    assert "2 personnes peuvent être sollicitées à la fois" in page
    client.force_login(proposal.mentor.user)
    hers = client.get(reverse("matching:proposal", args=[proposal.pk])).content.decode()
    assert "Chance" not in hers


def typed(round_: Round, **changes: Any) -> dict[str, Any]:
    data = {name: getattr(round_, name) for name in SettingsForm(round_).fields}
    return {**data, **changes}


def test_the_settings_hold_the_terms_and_a_scenario_keeps_them(client: Client) -> None:
    round_ = RoundFactory()
    client.force_login(UserFactory(curator=True))
    url = reverse("matching:settings", args=[round_.pk])
    terms = {"fairness_memory": "", "expected_acceptance": "on", "over_acceptance_risk": "15"}
    client.post(url, typed(round_, **terms))
    round_.refresh_from_db()
    assert (round_.fairness_memory, round_.expected_acceptance, round_.over_acceptance_risk) == (False, True, 15)
    copy = clone_round(round_, title="Scénario", by=UserFactory())
    assert (copy.fairness_memory, copy.expected_acceptance, copy.over_acceptance_risk) == (False, True, 15)
    page = client.get(url).content.decode()
    assert "Mémoire d’équité" in page


RISKS = [("0", "", True), ("10", "on", True), ("10", "", False), ("51", "on", False), ("x", "on", False)]


@pytest.mark.parametrize(("risk", "chances_on", "ok"), RISKS)
def test_a_risk_is_asked_with_the_chances_it_is_computed_from(risk: str, chances_on: str, ok: bool) -> None:
    form = SettingsForm(
        RoundFactory(), typed(RoundFactory(), over_acceptance_risk=risk, expected_acceptance=chances_on)
    )
    assert form.is_valid() == ok
    assert bool(form.errors.get("over_acceptance_risk")) != ok

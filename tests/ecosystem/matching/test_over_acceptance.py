"""Asking more people at once than a need wants: within the stated risk, and the yeses beyond end well."""

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.matching import tasks
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.mails import announce_round
from ecosystem.matching.actions.rounds import publish_round
from ecosystem.matching.actions.sendings import validate_all
from ecosystem.matching.engine.at_once import exceeds
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.sending import recap
from startups.models import Need
from tests.ecosystem.matching.season import fresh, keys
from tests.factories import MemberFactory, MentorFactory, NeedFactory, NeverAgainFactory, ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db
State = Proposal.State
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP


def ready(*chances: int | None, risk: int = 20, wanted: int = 1, **settings: bool) -> list[Proposal]:
    """One need and its people, those wanted chosen, the others alternates in order."""
    settings = {"expected_acceptance": True, **settings}
    round_ = RoundFactory(ready=True, over_acceptance_risk=risk, **settings)
    need = NeedFactory(opened=True, mentors_wanted=wanted)
    MemberFactory(startup=need.startup)
    ranks = [max(0, place - wanted + 1) for place in range(len(chances))]
    return [
        ProposalFactory(round=round_, need=need, rank=rank, chance=chance)
        for rank, chance in zip(ranks, chances, strict=True)
    ]


def states(proposals: list[Proposal]) -> str:
    """`s` for sent, `d` for drafted, `w` for withdrawn, in order."""
    return "".join(fresh(one).state[0] for one in proposals)


@pytest.mark.parametrize(
    ("chances", "risk", "wanted", "expected"),
    [
        ((4_000, 4_000, 4_000), 0, 1, "sdd"),
        ((4_000, 4_000, 4_000), 15, 1, "sdd"),
        ((4_000, 4_000, 4_000), 16, 1, "ssd"),
        ((4_000, 4_000, 4_000), 35, 1, "ssd"),
        ((4_000, 4_000, 4_000), 36, 1, "sss"),
        ((9_000, 1_000, 1_000), 10, 1, "ssd"),
        ((4_000, 4_000, 4_000), 7, 2, "sss"),
        ((4_000, 4_000, 4_000), 6, 2, "ssd"),
        ((4_000, None, 4_000), 50, 1, "sds"),
    ],
)
def test_as_many_are_asked_as_the_risk_allows(
    chances: tuple[int | None, ...], risk: int, wanted: int, expected: str
) -> None:
    proposals = ready(*chances, risk=risk, wanted=wanted)
    publish_round(proposals[0].round, by=None)
    assert states(proposals) == expected
    asked = [one.chance or 0 for one in proposals if fresh(one).state == State.SENT]
    assert not exceeds(asked, wanted, risk)


def test_a_round_without_chances_asks_no_more_than_wanted() -> None:
    proposals = ready(1_000, 1_000, risk=50, expected_acceptance=False)
    publish_round(proposals[0].round, by=None)
    assert states(proposals) == "sd"


def test_somebody_already_asked_counts_as_a_yes() -> None:
    proposals = ready(1_000, 1_000, risk=50)
    ProposalFactory(sent=True, need=proposals[0].need)
    ProposalFactory(round=proposals[0].round)
    publish_round(proposals[0].round, by=None)
    assert states(proposals) == "wd"


def test_an_alternate_in_conflict_is_set_aside_and_the_one_after_is_asked() -> None:
    proposals = ready(4_000, 4_000, 4_000, risk=20)
    NeverAgainFactory(listing=proposals[1].need.startup, other=proposals[1].mentor)
    publish_round(proposals[0].round, by=None)
    assert states(proposals) == "sws"


def test_the_one_place_of_a_person_is_promised_once() -> None:
    proposals = ready(4_000, 4_000, risk=20)
    mentor = MentorFactory(published=True, capacity=1)
    Proposal.objects.filter(pk=proposals[1].pk).update(mentor=mentor)
    chosen_elsewhere = ProposalFactory(round=proposals[0].round, mentor=mentor, chance=4_000)
    publish_round(proposals[0].round, by=None)
    assert (states(proposals), fresh(chosen_elsewhere).state) == ("sd", State.SENT)


def test_each_person_is_written_to_once_and_the_page_before_says_it(client: Client, django_user_model: type) -> None:
    proposals = ready(4_000, 4_000, 4_000, risk=20)
    round_ = proposals[0].round
    validate_all(round_, by=None)
    told = recap(round_)
    assert (told.proposals, told.at_once, told.alternates, told.stale) == (2, 1, 1, 0)
    client.force_login(django_user_model.objects.create_superuser("chef@exemple.test", password="x"))
    assert "en même temps" in client.get(reverse("matching:send", args=[round_.pk])).content.decode()
    publish_round(round_, by=None)
    announce_round(round_.pk)
    assert sum("asked" in key for key in keys()) == 1
    assert len(keys()) == 2


def test_the_second_yes_beyond_what_is_wanted_ends_with_the_need_and_frees_its_place() -> None:
    first, second = ready(4_000, 4_000, risk=20)
    publish_round(first.round, by=None)
    for one in (first, second):
        accept_proposal(fresh(one), side=PERSON)
    accept_proposal(fresh(first), side=STARTUP)
    assert fresh(first.need).state == Need.State.SERVED
    tasks.end_pointless_proposals()
    assert (fresh(first).state, fresh(second).state) == (State.ACCEPTED, State.WITHDRAWN)
    assert fresh(second.mentor).taken_count == 0


def test_after_one_no_nobody_more_is_asked_while_another_may_say_yes() -> None:
    proposals = ready(4_000, 4_000, 4_000, risk=20)
    publish_round(proposals[0].round, by=None)
    decline_proposal(fresh(proposals[0]), side=PERSON, reason="no_time")
    assert states(proposals) == "dsd"
    decline_proposal(fresh(proposals[1]), side=PERSON, reason="no_time")
    assert fresh(proposals[2]).state == State.SENT
    assert Round.objects.get().state == Round.State.PUBLISHED

"""The check of fairness finds the gamer of each pattern, not the honest, and judges nobody on a few cases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ecosystem.directory.models import CapacityChange, Listing
from ecosystem.matching.fairness import FEWEST, findings
from ecosystem.matching.models import Proposal, Round
from funders.actions import set_files_per_month
from mentors.actions import set_capacity
from mentors.errors import CapacityBelowTaken
from startups.models import Need, Startup
from tests.factories import (
    CapacityChangeFactory,
    EngagementFactory,
    FunderFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    RoundFactory,
    SectorFactory,
    SkillFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
State = Proposal.State
REFUSED = {"state": State.DECLINED, "startup_answer": "no", "declined_by_side": "startup"}


def ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def rounds(count: int) -> list[Round]:
    """One a month, the oldest first."""
    return [RoundFactory(published=True, published_at=ago(30 * (count - month) + 20)) for month in range(count)]


def found(code: str) -> dict[str, tuple[int, int]]:
    (finding,) = [one for one in findings() if one.pattern.code == code]
    return {case.listing.name: (case.found, case.cases) for case in finding.listed}


def few(code: str) -> tuple[int, int]:
    (finding,) = [one for one in findings() if one.pattern.code == code]
    return finding.judged, finding.too_few


# --- startups ----------------------------------------------------------------------------------------------------


def answered(startup: Startup, refused: int, accepted: int) -> None:
    need = NeedFactory(startup=startup, opened=True)
    for _ in range(refused):
        ProposalFactory(need=need, promised=True, **REFUSED)
    for _ in range(accepted):
        ProposalFactory(need=need, promised=True, state=State.ACCEPTED, startup_answer="yes")


def test_a_startup_that_refuses_nearly_everybody_is_found_and_the_honest_are_not() -> None:
    gamer, choosy, young = (StartupFactory(published=True, name=name) for name in ("Gamer", "Choosy", "Young"))
    answered(gamer, 5, 1), answered(choosy, 3, 3), answered(young, FEWEST - 1, 0)
    assert found("refusing") == {"Gamer": (5, 6)}
    assert few("refusing") == (2, 1)


def test_what_people_declined_is_not_the_startups_refusal() -> None:
    need = NeedFactory(opened=True)
    for _ in range(6):
        ProposalFactory(need=need, declined=True)
    assert found("refusing") == {}


def ended(startup: Startup, count: int, topics: list[Any], gap: int = 3, **fields: Any) -> None:
    """Needs that follow one another, each opened `gap` days after the former one was closed."""
    for place in range(count):
        opened = ago(400 - place * (20 + gap))
        closed = opened + timedelta(days=20)
        topic = topics[place % len(topics)]
        NeedFactory(startup=startup, topic=topic, state=Need.State.CLOSED, opened_at=opened, closed_at=closed, **fields)


def test_a_startup_that_closes_its_needs_and_writes_them_again_is_found() -> None:
    gamer, patient, varied = (StartupFactory(published=True, name=name) for name in ("Gamer", "Patient", "Varied"))
    topic = SkillFactory()
    ended(gamer, 6, [topic])
    ended(patient, 6, [topic], gap=40)
    ended(varied, 6, SkillFactory.create_batch(6))
    assert found("rewriting") == {"Gamer": (5, 6)}


def test_a_need_that_was_served_and_comes_back_is_no_game() -> None:
    startup = StartupFactory(published=True)
    ended(startup, 6, [SkillFactory()])
    for need in startup.needs.all():
        ProposalFactory(need=need, promised=True, state=State.ACCEPTED, startup_answer="yes")
    assert found("rewriting") == {}


# --- people ------------------------------------------------------------------------------------------------------


def swing(mentor: Any, round_: Round, *, before: int = 2, after: int = 3) -> None:
    at = round_.published_at
    assert at
    CapacityChangeFactory(listing=mentor, before=1, after=4, at=at - timedelta(days=before))
    CapacityChangeFactory(listing=mentor, before=4, after=1, at=at + timedelta(days=after))


def test_who_raises_places_just_before_a_round_and_drops_them_after_is_found() -> None:
    held = rounds(6)
    early = ago(700)
    gamer, steady, once = (
        MentorFactory(published=True, name=name, published_at=early) for name in ("Gamer", "Steady", "Once")
    )
    for round_ in held[:4]:
        swing(gamer, round_)
        swing(steady, round_, before=12, after=16)
    swing(once, held[0])
    assert found("swinging") == {"Gamer": (4, 6)}


def test_a_listing_of_yesterday_took_part_in_no_round() -> None:
    mentor = MentorFactory(published=True, published_at=ago(1))
    for round_ in rounds(6):
        swing(mentor, round_)
    assert found("swinging") == {}


@pytest.mark.parametrize("kind", ["mentor", "funder"])
def test_who_lets_everything_expire_is_found_and_who_declines_is_not(kind: str) -> None:
    factory: Callable[..., Any] = MentorFactory if kind == "mentor" else FunderFactory
    gamer, honest, young = (factory(published=True, name=name) for name in ("Gamer", "Honest", "Young"))
    to = {"to_funder": True} if kind == "funder" else {}
    for _ in range(6):
        ProposalFactory(**to, **{kind: gamer}, sent=True, state=State.EXPIRED)
        ProposalFactory(**to, **{kind: honest}, declined=True)
    ProposalFactory(**to, **{kind: gamer}, sent=True)
    for _ in range(FEWEST - 1):
        ProposalFactory(**to, **{kind: young}, sent=True, state=State.EXPIRED)
    assert found("expiring") == {"Gamer": (6, 6)}
    assert few("expiring") == (2, 1)


def test_a_very_narrow_profile_that_is_always_chosen_is_found() -> None:
    held, sectors = rounds(6), SectorFactory.create_batch(2)
    early = {"published": True, "published_at": ago(700)}
    gamer = MentorFactory(name="Gamer", sectors=sectors[:1], stages=["seed"], **early)
    wide = MentorFactory(name="Wide", sectors=sectors, stages=["seed"], **early)
    rarely = MentorFactory(name="Rarely", sectors=sectors[:1], stages=["seed"], **early)
    for round_ in held:
        for mentor in (gamer, wide):
            ProposalFactory(round=round_, mentor=mentor, sent=True)
    ProposalFactory(round=held[0], mentor=rarely, sent=True)
    ProposalFactory(round=held[1], mentor=rarely, sent=True, rank=1)
    assert found("narrow") == {"Gamer": (6, 6)}


def test_what_is_older_than_two_years_is_forgotten() -> None:
    startup = StartupFactory(published=True)
    answered(startup, 6, 0)
    assert found("refusing")
    Proposal.objects.update(person_answered_at=ago(800))
    assert found("refusing") == {}


# --- what is kept of capacities ----------------------------------------------------------------------------------


def test_a_change_of_capacity_is_kept_and_the_same_again_is_none() -> None:
    mentor, funder = MentorFactory(published=True, capacity=2), FunderFactory(published=True, files_per_month=4)
    set_capacity(mentor, 5), set_capacity(mentor, 5), set_files_per_month(funder, 3)
    kept = CapacityChange.objects.values_list("listing", "before", "after")
    assert list(kept) == [(mentor.pk, 2, 5), (funder.pk, 4, 3)]


def test_a_change_that_is_refused_is_not_kept() -> None:
    mentor = MentorFactory(published=True, capacity=2, taken_count=1)
    EngagementFactory(mentor=mentor)
    with pytest.raises(CapacityBelowTaken):
        set_capacity(mentor, 0)
    assert not CapacityChange.objects.exists()


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_team_reads_figures_threshold_and_link(client: Client) -> None:
    gamer = StartupFactory(published=True, name="Gamer")
    answered(gamer, 5, 0)
    client.force_login(UserFactory(curator=True))
    page = client.get(reverse("matching:fairness_check")).content.decode()
    assert gamer.get_absolute_url() in page
    assert "5 sur 5 oui reçus" in page
    assert "Seuil : 80 %." in page
    assert page.count("Personne n’atteint ce seuil.") == 4
    assert reverse("matching:fairness_check") in client.get(reverse("matching:rounds")).content.decode()


def test_a_hidden_listing_is_named_without_a_link(client: Client) -> None:
    gamer = StartupFactory(published=True, name="Gamer")
    answered(gamer, 5, 0)
    Listing.objects.filter(pk=gamer.pk).update(state=Listing.State.HIDDEN)
    client.force_login(UserFactory(curator=True))
    page = client.get(reverse("matching:fairness_check")).content.decode()
    assert "Gamer" in page
    assert gamer.get_absolute_url() not in page


def queries() -> int:
    with CaptureQueriesContext(connection) as told:
        findings()
    return len(told)


def test_one_gamer_and_three_cost_the_same_number_of_queries() -> None:
    def one_more() -> None:
        answered(StartupFactory(published=True), 5, 0)
        mentor = MentorFactory(published=True, sectors=[SectorFactory()], stages=["seed"], published_at=ago(700))
        for round_ in Round.objects.all()[:6]:
            swing(mentor, round_)

    rounds(6)
    one_more()
    one = queries()
    one_more(), one_more()
    assert queries() == one <= 10

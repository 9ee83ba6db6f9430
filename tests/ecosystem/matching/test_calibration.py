"""What announced scores were worth: hidden under twenty cases, with intervals, and never applied alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.matching.calibration import Case, Share, calibration, weighed, wilson
from ecosystem.matching.models import Part, Proposal, Round, default_weights
from ecosystem.matching.models.parts import DEFAULT_WEIGHTS
from tests.factories import UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

WEIGHTS = DEFAULT_WEIGHTS["mentors"]
PAGE = "matching:calibration"


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


def settled(count, state="accepted", points=None, round_=None, **more):
    """So many proposals of one round that found their end."""
    answers = {"person_answer": "yes", "startup_answer": "yes"} if state == "accepted" else {}
    points = points or {"expertise": 3500, "sector": 1500, "market": 1200, "stage": 1200, "language": 600}
    told = {f"points_{part}": points.get(part, 0) for part in WEIGHTS}
    evidence = {part: {"code": "none"} for part in WEIGHTS}
    fields = {"score": sum(points.values()), "evidence": evidence, "sent_at": timezone.now(), **answers, **told, **more}
    round_ = round_ or RoundFactory(published=True)
    return [ProposalFactory(round=round_, state=state, **fields) for _ in range(count)]


@pytest.mark.parametrize(
    ("good", "of", "low", "high"), [(62, 100, 52, 71), (0, 20, 0, 16), (20, 20, 84, 100), (0, 0, 0, 100), (1, 3, 6, 79)]
)
def test_an_interval_is_the_one_of_wilson(good, of, low, high):
    assert (Share(good, of).low, Share(good, of).high) == (low, high)


@given(st.integers(0, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_stays_within_bounds(counts):
    good, of = counts
    low, high = wilson(good, of)
    assert 0 <= low <= high <= 1
    if of:
        assert low <= good / of <= high


@pytest.mark.django_db
def test_pairs_are_counted_by_the_score_that_was_announced():
    settled(15), settled(10, state="declined")
    settled(3, points={"expertise": 3000}), settled(22, state="expired", points={"expertise": 3000})
    settled(4, state="given_back")
    found = calibration("mentors")
    assert (found.whole.good, found.whole.of) == (18, 54)
    assert [(band.low, band.share.good, band.share.of) for band in found.bands] == [
        (0, 3, 25), (40, 0, 0), (60, 0, 0), (80, 15, 29),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_waits_was_withdrawn_or_is_older_than_two_years_says_nothing():
    settled(3, state="sent"), settled(3, state="withdrawn")
    settled(3, sent_at=timezone.now() - timedelta(days=800))
    assert calibration("mentors").whole == Share(0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "shown"), [(19, False), (20, True)])
def test_under_twenty_cases_nothing_is_told(client, curator, count, shown):
    settled(count)
    page = client.get(reverse(PAGE))
    (assertContains if shown else assertNotContains)(page, "propositions sur 20 ont abouti")
    (assertNotContains if shown else assertContains)(page, "19 propositions ont trouvé leur issue")


@pytest.mark.django_db
def test_a_band_of_a_few_cases_hides_its_share(client, curator):
    settled(25), settled(5, points={"expertise": 3000})
    page = client.get(reverse(PAGE))
    assertContains(page, "5 cas, trop peu")
    assertContains(page, "25 sur 25")
    assertContains(page, "87 et 100")


def cases(good, bad, many=40):
    """Pairs whose parts earned these shares when they came to something, and those when they did not."""
    return [Case(80, True, good) for _ in range(many)] + [Case(80, False, bad) for _ in range(many)]


def test_a_part_that_surely_tells_the_end_gains_points_and_the_others_give_them():
    told = weighed(cases({Part.SECTOR: 0.9, Part.TEXT: 0.5}, {Part.SECTOR: 0.4, Part.TEXT: 0.5}), WEIGHTS)
    by_part = {one.part: one for one in told}
    assert (by_part[Part.SECTOR].chance, by_part[Part.SECTOR].suggested) == (100, WEIGHTS["sector"] + 5)
    assert (by_part[Part.TEXT].chance, by_part[Part.TEXT].low < 50 < by_part[Part.TEXT].high) == (50, True)


def test_a_part_that_surely_told_the_contrary_loses_points():
    (one,) = weighed(cases({Part.STAGE: 0.1}, {Part.STAGE: 1.0}), WEIGHTS)
    assert one.suggested == WEIGHTS["stage"] - 5


def test_few_cases_or_chance_suggest_nothing():
    few = weighed(cases({Part.SECTOR: 0.9}, {Part.SECTOR: 0.4}, many=19), WEIGHTS)
    mixed = weighed(cases({Part.SECTOR: 0.5}, {Part.SECTOR: 0.5}), WEIGHTS)
    assert few == []
    assert [one.suggested for one in mixed] == [WEIGHTS["sector"]]


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from((0.0, 0.3, 0.5, 1.0)), st.sampled_from((0.0, 0.7))), max_size=90)
)
def test_suggested_weights_always_make_100(rows):
    made = [
        Case(70, good, dict.fromkeys((Part(key) for key in WEIGHTS), one) | {Part.TEXT: other})
        for good, one, other in rows
    ]
    told = weighed(made, WEIGHTS)
    if len(told) == len(WEIGHTS):
        assert sum(one.suggested for one in told) == 100
    assert all(0 <= one.low <= one.chance <= one.high <= 100 for one in told)


@pytest.mark.django_db
def test_a_missing_answer_of_a_part_is_no_case_of_it():
    settled(25, evidence={"sector": {"code": "none"}, "text": {"code": "not_stated"}})
    settled(25, state="declined", evidence={"sector": {"code": "none"}, "text": {"code": "not_stated"}})
    assert [one.part for one in calibration("mentors").parts] == [Part.SECTOR]


@pytest.mark.django_db
def test_suggested_weights_become_a_draft_only_when_somebody_asks(client, curator):
    round_ = RoundFactory(published=True, title="Septembre", **default_weights("mentors"))
    settled(40, round_=round_)
    settled(40, state="declined", points={"expertise": 3500, "sector": 100, "market": 1200}, round_=round_)
    before = round_.weights
    page = client.get(reverse(PAGE))
    assertContains(page, "En faire un brouillon")
    assert Round.objects.count() == 1
    client.post(reverse("matching:calibration_follow", args=["mentors"]))
    made = Round.objects.exclude(pk=round_.pk).get()
    assert (made.state, made.created_by, made.title) == ("draft", curator, "Septembre, poids suggérés")
    assert made.weights["sector"] == before["sector"] + 5
    assert sum(made.weights.values()) == 100
    round_.refresh_from_db()
    assert round_.weights == before


@pytest.mark.django_db
def test_nothing_to_suggest_makes_no_draft(client, curator):
    settled(25), settled(25, state="declined")
    assertContains(client.get(reverse(PAGE)), "Aucun critère n’annonce assez sûrement")
    page = client.post(reverse("matching:calibration_follow", args=["mentors"]), follow=True)
    assertContains(page, "ne suggèrent plus aucun autre poids")
    assert not Round.objects.filter(state="draft").exists()


@pytest.mark.django_db
def test_the_page_costs_the_same_queries_for_1_and_3_pairs(client, curator, django_assert_num_queries):
    settled(1)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(PAGE))
    settled(2, round_=Proposal.objects.get().round)
    with django_assert_num_queries(len(one)):
        client.get(reverse(PAGE))


@pytest.mark.django_db
def test_the_page_is_reached_from_the_rounds_and_opens_when_nothing_was_ever_sent(client, curator):
    assertContains(client.get(reverse("matching:rounds")), reverse(PAGE))
    assertContains(client.get(reverse(PAGE)), "c’est trop peu pour dire quelque chose")

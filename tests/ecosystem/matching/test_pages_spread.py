"""How a round is spread: bars that equal a count by hand, and each opens the list that it counted."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.matching.models import Round
from tests.ecosystem.matching.season import computed, season
from tests.factories import MentorFactory, NeedFactory, UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db

SCORES = (3_449, 3_451, 4_940, 4_950, 6_000, 10_000)
"""Shown as 34, 35, 49, 50, 60 and 100."""


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


@pytest.fixture
def spread_round():
    """Six needs for three mentors, who get three, two and one; a pair set aside and an alternate count for nothing."""
    round_ = RoundFactory(ready=True, stats={"available": 5})
    mentors = [MentorFactory(published=True, name=f"Mentor {row}") for row in range(3)]
    for row, score in enumerate(SCORES):
        mentor = mentors[(0, 0, 0, 1, 1, 2)[row]]
        ProposalFactory(round=round_, mentor=mentor, score=score, points_sector=score - 1_500)
    first = round_.proposals.get(score=SCORES[0])
    ProposalFactory(round=round_, need=first.need, rank=1, score=9_000, points_sector=7_500)
    ProposalFactory(round=round_, state="withdrawn", mentor=mentors[2])
    return round_


def read(client, round_, address=""):
    return client.get(reverse("matching:proposals", args=[round_.pk]) + address.split("#")[0])


def test_the_bars_count_best_scores_as_they_are_shown(client, curator, spread_round):
    bars = read(client, spread_round).context["score_bars"]
    assert [(bar["label"], bar["value"]) for bar in bars] == [
        ("30–40", 2), ("40–50", 1), ("50–60", 1), ("60–70", 1), ("70–80", 0), ("80–90", 0), ("90–100", 1),
    ]  # fmt: skip


def test_the_bars_of_loads_count_people_and_those_without_any(client, curator, spread_round):
    bars = read(client, spread_round).context["load_bars"]
    assert [(bar["load"], bar["value"]) for bar in bars] == [(0, 2), (1, 1), (2, 1), (3, 1)]


def test_each_bar_of_scores_opens_the_needs_that_it_counted(client, curator, spread_round):
    for bar in read(client, spread_round).context["score_bars"]:
        if bar["value"]:
            assert read(client, spread_round, bar["url"]).context["page"].paginator.count == bar["value"]
        else:
            assert bar["url"] == ""


def test_each_bar_of_loads_opens_the_people_that_it_counted(client, curator, spread_round):
    for bar in read(client, spread_round).context["load_bars"]:
        if bar["url"]:
            board = read(client, spread_round, bar["url"]).context["board"]
            assert len(board.columns) == bar["value"]
            assert len(board.rows) == bar["value"] * bar["load"]


def test_a_filter_keeps_the_search_and_the_view_and_is_taken_off_alone(client, curator, spread_round):
    page = read(client, spread_round, "?q=mentor+0&vue=liste&score_min=30&score_max=40&charge=3")
    assert [chip["label"] for chip in page.context["chips"]] == [
        "Meilleur score de 30 à 40", "Charge\u00a0: 3 propositions",
    ]  # fmt: skip
    assert page.context["chips"][0]["url"] == "?vue=liste&q=mentor+0&charge=3#liste"
    assertContains(page, '<input type="hidden" name="score_min" value="30">')
    assert page.context["page"].paginator.count == 2


def test_a_filter_that_nothing_meets_gives_a_way_out_and_nonsense_is_left_aside(client, curator, spread_round):
    assertContains(read(client, spread_round, "?score_min=70&score_max=80"), "Effacer la recherche")
    for nonsense in ("?score_min=abc&charge=x", "?score_max=-3", "?charge=0"):
        found = read(client, spread_round, nonsense)
        assert found.context["page"].paginator.count == 7


def test_the_pages_of_the_list_keep_the_filter(client, curator):
    round_ = RoundFactory(ready=True)
    for _row in range(31):
        ProposalFactory(round=round_, mentor=MentorFactory(published=True))
    assertContains(read(client, round_, "?score_min=30&score_max=40"), "score_min=30&amp;score_max=40&amp;page=2")


def test_a_round_without_any_pair_draws_nothing(client, curator):
    assertNotContains(read(client, RoundFactory(ready=True)), "Charge des mentors")


def test_the_bars_equal_a_count_by_hand_on_a_computed_round(client, curator):
    season(needs=7, mentors=4)
    round_ = computed()
    best, loads = {}, Counter()
    for pair in round_.proposals.filter(rank=0):
        best[pair.need_id] = max(best.get(pair.need_id, 0), round(pair.score / 100 + 1e-9))
        loads[pair.mentor_id] += 1
    page = read(client, round_)
    by_hand = Counter(min(points // 10, 9) * 10 for points in best.values())
    assert {bar["low"]: bar["value"] for bar in page.context["score_bars"] if bar["value"]} == by_hand
    told = {bar["load"]: bar["value"] for bar in page.context["load_bars"]}
    assert {load: many for load, many in told.items() if load and many} == Counter(loads.values())
    assert sum(told.values()) == round_.stats["available"]
    assert page.context["strip"][1]["delta"].startswith("moyenne")


def test_funders_are_counted_as_mentors_are(client, curator):
    round_ = RoundFactory(ready=True, kind=Round.Kind.FUNDERS)
    first = ProposalFactory(round=round_, to_funder=True)
    ProposalFactory(round=round_, to_funder=True, funder=first.funder)
    bars = read(client, round_).context["load_bars"]
    assert [(bar["load"], bar["value"]) for bar in bars] == [(1, 0), (2, 1)]
    columns = read(client, round_, bars[1]["url"]).context["board"].columns
    assert [column.person for column in columns] == [first.funder]


def test_the_page_asks_as_many_queries_for_1_and_3_needs_with_a_filter(client, curator, django_assert_num_queries):
    round_ = RoundFactory(ready=True)
    mentor = MentorFactory(published=True)
    ProposalFactory(round=round_, mentor=mentor, need=NeedFactory(opened=True))
    read(client, round_, "?score_min=30&score_max=40")
    with CaptureQueriesContext(connection) as one:
        read(client, round_, "?score_min=30&score_max=40")
    for _row in range(2):
        ProposalFactory(round=round_, mentor=MentorFactory(published=True))
    with django_assert_num_queries(len(one)):
        read(client, round_, "?score_min=30&score_max=40")

"""The frontier of a round: exact points, floor by floor, kept once, and drawn where they stand."""

import pytest
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.core.errors import IllegalMove
from ecosystem.matching.actions.floors import ask_frontier, compute_frontier
from ecosystem.matching.actions.rounds import reopen_round
from ecosystem.matching.floors import FLOORS
from ecosystem.matching.frontier import Point, draw, unbeaten
from ecosystem.matching.models import Round
from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT
from tests.ecosystem.matching.season import computed, fresh, season
from tests.factories import UserFactory
from tests.factories.matching import RoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]


@pytest.fixture
def round_():
    season(needs=6, mentors=7)
    return computed(min_score=0)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


def page(client, round_, **more):
    return client.get(reverse("matching:compare", args=[round_.pk]), **more)


def test_without_a_floor_the_point_is_the_round_itself_and_floors_never_raise_the_total(round_):
    ask_frontier(round_)
    assert compute_frontier(round_.pk) == len(FLOORS)
    points = fresh(round_).frontier["points"]
    assert [point["floor"] for point in points] == list(FLOORS)
    worst = round_.proposals.filter(rank=0).aggregate(worst=Min("score"))["worst"]
    assert (points[0]["total"], points[0]["worst"]) == (round_.objective, worst)
    assert all(point["total"] <= round_.objective for point in points)
    assert {point["served"] for point in points} == {round_.stats["covered"]}


def test_delivered_twice_it_adds_nothing_and_asked_twice_it_is_asked_once(round_):
    assert ask_frontier(round_)
    assert not ask_frontier(round_)
    compute_frontier(round_.pk)
    before = fresh(round_).frontier
    assert compute_frontier(round_.pk) == 0
    assert fresh(round_).frontier == before


def test_one_that_was_interrupted_goes_on_where_it_stopped(round_):
    ask_frontier(round_)
    compute_frontier(round_.pk)
    whole = fresh(round_).frontier
    Round.objects.filter(pk=round_.pk).update(frontier={**whole, "points": whole["points"][:2]})
    assert compute_frontier(round_.pk) == len(FLOORS) - 2
    assert fresh(round_).frontier == whole


def test_one_that_fell_silent_can_be_asked_again(round_):
    ask_frontier(round_)
    Round.objects.filter(pk=round_.pk).update(frontier_at=timezone.now() - 2 * HEARTBEAT_TIMEOUT)
    assert ask_frontier(round_)


def test_only_a_computed_round_has_one_and_reopening_throws_it_away(round_):
    with pytest.raises(IllegalMove):
        ask_frontier(RoundFactory())
    ask_frontier(round_)
    compute_frontier(round_.pk)
    reopened = reopen_round(round_, by=None)
    assert (reopened.frontier, reopened.frontier_at) == ({}, None)
    assert compute_frontier(round_.pk) == 0


def test_the_page_offers_it_then_shows_how_far_it_has_come_then_its_points(
    client, curator, round_, django_capture_on_commit_callbacks
):
    assertContains(page(client, round_), "Calculer la frontière")
    with django_capture_on_commit_callbacks():
        response = client.post(reverse("matching:frontier", args=[round_.pk]))
    assert response.url == reverse("matching:compare", args=[round_.pk]) + "#frontiere"
    Round.objects.filter(pk=round_.pk).update(frontier={}, frontier_at=timezone.now())
    running = page(client, round_)
    assertContains(running, "Planchers calculés\u00a0: 0 sur 6")
    part = page(client, round_, headers={"HX-Request": "true", "HX-Target": "frontiere"}).content.decode()
    assert part.strip() in running.content.decode()
    compute_frontier(round_.pk)
    done = page(client, round_)
    assertNotContains(done, "Calculer la frontière")
    assertNotContains(done, "Planchers calculés")


def test_floors_of_other_facts_say_so_and_are_offered_again(client, curator, round_):
    ask_frontier(round_)
    compute_frontier(round_.pk)
    Round.objects.filter(pk=round_.pk).update(facts_digest="0" * 64)
    found = page(client, round_)
    assertContains(found, "les planchers sont ceux d’aujourd’hui")
    assertContains(found, "Calculer la frontière")


def test_the_line_joins_what_nothing_beats_on_both():
    points = [Point("a", 100, 50, 1), Point("b", 90, 60, 1), Point("c", 80, 55, 1), Point("d", 100, 40, 1)]
    assert [point.title for point in unbeaten(points)] == ["b", "a"]
    drawing = draw(points)
    assert (drawing.richest.title, drawing.fairest.title, drawing.cost) == ("a", "b", 10)
    assert drawing.path.count(",") == 2


def test_points_that_are_all_the_same_are_drawn_inside_the_frame():
    drawing = draw([Point("a", 70, 30, 1), Point("b", 70, 30, 1)])
    assert all(46 <= mark.x <= 392 and 30 <= mark.y <= 215 for mark in drawing.marks)
    assert drawing.path == ""


def test_labels_write_over_no_point_and_no_other_label():
    drawing = draw([Point("Une", 1500, 50, 1), Point("Deux", 1510, 51, 1), Point("Trois", 1700, 40, 1)])
    heights = sorted(mark.label_y for mark in drawing.marks[:2])
    sides = {mark.anchor for mark in drawing.marks[:2]}
    assert heights[1] - heights[0] > 11 or len(sides) == 2

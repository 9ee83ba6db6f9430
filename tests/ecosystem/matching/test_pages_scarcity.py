"""The price of scarcity: asked for, computed by a worker, kept, shown as a recruitment list, and given as a file."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.matching import tasks
from ecosystem.matching.actions.prices import ask_scarcity
from ecosystem.matching.actions.pricing import compute_scarcity
from ecosystem.matching.engine.scarcity import price_scarcity
from ecosystem.matching.errors import NotComputedYet
from ecosystem.matching.models import ScarcityReport
from ecosystem.matching.scarcity_words import csv_rows, listed, plain
from ecosystem.matching.snapshot import take_snapshot
from tests.ecosystem.matching.season import computed, season
from tests.factories import UserFactory
from tests.factories.matching import RoundFactory

pytestmark = pytest.mark.django_db


def at(name, round_):
    return reverse(f"matching:{name}", args=[round_.pk])


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(curator=True))


@pytest.fixture
def short():
    """Five needs, two mentors of one place each."""
    made = season(needs=5, mentors=2)
    for mentor in made.mentors:
        mentor.capacity = 1
        mentor.save(update_fields=["capacity"])
    return computed(min_score=0)


def report_of(round_):
    return ScarcityReport.objects.get(round=round_)


def test_the_list_is_asked_for_computed_and_read(client, curator, short, django_capture_on_commit_callbacks):
    assertContains(client.get(at("scarcity", short)), "Calculer la liste")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(at("scarcity_ask", short))
    assertRedirects(answer, at("scarcity", short), fetch_redirect_response=False)
    page = client.get(at("scarcity", short))
    found = listed(short, report_of(short))
    assert found.rows
    assert found.rows[0].serves
    assertContains(page, found.rows[0].title)
    assertContains(page, found.rows[0].needs[0].startup.name)
    assertContains(page, "Demandé et offert")
    assertContains(page, found.together_title)


def test_what_is_kept_is_what_the_engine_finds(short):
    assert ask_scarcity(short)
    assert compute_scarcity(short.pk)
    found, kept = price_scarcity(take_snapshot(short).problem), report_of(short).content
    assert (kept["covered"], kept["total"]) == (found.now.covered, found.now.total)
    assert [(one["served"], one["gain"], one["total"]) for one in kept["prices"]] == [
        (price.served, price.gain, price.after.total) for price in found.prices
    ]
    assert sum(move["newly"] for move in kept["prices"][0]["moves"]) >= kept["prices"][0]["served"]


def test_asked_twice_it_is_computed_once_and_a_lost_one_may_be_asked_again(client, curator, short):
    assert ask_scarcity(short)
    assert not ask_scarcity(short)
    page = client.get(at("scarcity", short))
    assertContains(page, "Chaque recrue est essayée")
    assertNotContains(page, "Relancer le calcul")
    long_ago = timezone.now() - timedelta(hours=1)
    ScarcityReport.objects.update(heartbeat_at=long_ago)
    assertContains(client.get(at("scarcity", short)), "Relancer le calcul")
    assert ask_scarcity(short)


def test_a_worker_of_a_former_request_writes_nothing(short, monkeypatch):
    ask_scarcity(short)

    def asked_again(problem, **_more):
        ScarcityReport.objects.update(asked_at=timezone.now() + timedelta(seconds=1))
        return price_scarcity(problem)

    monkeypatch.setattr("ecosystem.matching.actions.pricing.price_scarcity", asked_again)
    assert not compute_scarcity(short.pk)
    assert report_of(short).content == {}


def test_delivered_twice_it_gives_the_same_list(short):
    ask_scarcity(short)
    assert compute_scarcity(short.pk)
    first = report_of(short).content
    assert not compute_scarcity(short.pk)
    ask_scarcity(short)
    assert compute_scarcity(short.pk)
    assert report_of(short).content == first


def test_what_falls_silent_is_started_again_three_times_then_fails_out_loud(client, curator, short):
    ask_scarcity(short)
    silent = {"heartbeat_at": timezone.now() - timedelta(hours=1)}
    ScarcityReport.objects.update(**silent)
    assert tasks.watch_scarcity() == 1
    assert tasks.watch_scarcity() == 0
    ScarcityReport.objects.update(**silent, attempt_count=3)
    assert tasks.watch_scarcity() == 0
    assertContains(client.get(at("scarcity", short)), "interrompu trois fois")


def test_a_round_too_large_is_said(client, curator, short, monkeypatch):
    monkeypatch.setattr("ecosystem.matching.engine.grid.MOST_CELLS", 3)
    ask_scarcity(short)
    assert not compute_scarcity(short.pk)
    assertContains(client.get(at("scarcity", short)), "trop de paires")


def test_a_surprise_is_kept_as_a_failure_and_raised(short, monkeypatch):
    def broken(problem, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("ecosystem.matching.actions.pricing.price_scarcity", broken)
    ask_scarcity(short)
    with pytest.raises(ZeroDivisionError):
        compute_scarcity(short.pk)
    assert "ZeroDivisionError" in report_of(short).failure


def test_a_round_without_proposals_has_no_list(client, curator):
    round_ = RoundFactory()
    with pytest.raises(NotComputedYet):
        ask_scarcity(round_)
    assertRedirects(client.post(at("scarcity_ask", round_)), at("round", round_), fetch_redirect_response=False)
    assertRedirects(client.get(at("scarcity", round_)), at("round", round_), fetch_redirect_response=False)


def test_the_file_holds_the_list_and_no_formula(client, curator, short):
    ask_scarcity(short)
    compute_scarcity(short.pk)
    answer = client.get(at("scarcity_csv", short))
    assert answer.content.startswith("\ufeff".encode()), "spreadsheets read it without asking"
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows == list(csv_rows(short, report_of(short)))
    assert len(rows) == 1 + len(report_of(short).content["prices"])
    assert all(cell[:1] not in {"=", "+", "-", "@"} for row in rows for cell in row)
    assert [plain(text) for text in ("=1", "-2", "Calanque")] == ["'=1", "'-2", "Calanque"]


def test_progress_is_polled_as_a_part_and_ends_on_the_page(client, curator, short):
    ask_scarcity(short)
    ScarcityReport.objects.update(done_count=2, total_count=8)
    part = client.get(at("scarcity", short), headers={"HX-Request": "true"})
    assertContains(part, "2 sur 8")
    assertNotContains(part, "<html")
    compute_scarcity(short.pk)
    part = client.get(at("scarcity", short), headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == at("scarcity", short)


def test_recruitment_opens_the_latest_computed_round(client, curator, short):
    here = reverse("matching:recruitment")
    RoundFactory()
    assertRedirects(client.get(here), at("scarcity", short), fetch_redirect_response=False)


def test_recruitment_without_a_round_says_what_to_do(client, curator):
    answer = client.get(reverse("matching:recruitment"), follow=True)
    assertContains(answer, "la liste de recrutement en vient")


def test_a_round_of_funders_has_its_list_too(client, curator):
    season(needs=4, funders=2)
    round_ = computed("funders", min_score=0)
    ask_scarcity(round_)
    assert compute_scarcity(round_.pk)
    page = client.get(at("scarcity", round_))
    assertContains(page, "places des financeurs du secteur")

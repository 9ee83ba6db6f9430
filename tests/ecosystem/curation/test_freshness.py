"""The team's desk of freshness: ages, what leaves soon, dead links, and the acts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.models import Mail
from ecosystem.curation import freshness_board as board
from ecosystem.directory.freshness import verified_share
from ecosystem.directory.models import FreshnessAsk, LinkCheck, Listing
from startups.models import Startup
from tests.factories import FreshnessAskFactory, LinkCheckFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/equipe/fraicheur/"


@pytest.fixture
def curator() -> User:
    return UserFactory(curator=True)


@pytest.fixture
def staff(client: Client, curator: User) -> Client:
    client.force_login(curator)
    return client


def verified(days_ago: int, **more: Any) -> Startup:
    at = timezone.now() - timedelta(days=days_ago)
    startup: Startup = StartupFactory(published=True, admin=UserFactory(), **more)
    Listing.objects.filter(pk=startup.pk).update(verified_at=at, published_at=at)
    return startup


def test_the_ages_add_up_and_the_share_is_that_of_the_site(staff: Client) -> None:
    for days in (10, 20, 100, 200, 400):
        verified(days)
    assert [age.count for age in board.ages("startup")] == [2, 1, 1, 1]
    assert verified_share() == (3, 5)
    assert "60 % des fiches vérifiées depuis moins de 6 mois" in staff.get(URL).content.decode()


def test_an_empty_directory_says_so(staff: Client) -> None:
    page = staff.get(URL).content.decode()
    assert "Aucune fiche en ligne" in page
    assert "Tous les liens répondent" in page


def test_what_leaves_soon_is_listed_with_its_questions_and_its_day(staff: Client) -> None:
    startup = verified(350, name="Quartz Bleu")
    ask = FreshnessAskFactory(listing=startup, count=3, since=timezone.now() - timedelta(days=350))
    page = staff.get(URL).content.decode()
    assert "Quartz Bleu" in page
    assert "3 sur 4" in page
    assert str(board.hides_at(ask).day) in page
    assert "Quartz Bleu" in staff.get(URL, {"liste": "masquees"}).content.decode()


def test_dead_links_are_listed_with_what_they_answered(staff: Client) -> None:
    LinkCheckFactory(dead=True, url="https://thermie.example/presse")
    LinkCheckFactory(url="https://neuf.example/")
    for query in ({}, {"liste": "liens"}):
        page = staff.get(URL, query).content.decode()
        assert "thermie.example/presse" in page
        assert "404" in page
        assert "neuf.example" not in page


def test_the_number_of_queries_does_not_depend_on_the_rows(staff: Client) -> None:
    counts = []
    for _turn in range(2):
        for days in (350, 360):
            FreshnessAskFactory(listing=verified(days))
            LinkCheckFactory(dead=True)
        staff.get(URL)
        with CaptureQueriesContext(connection) as queries:
            staff.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_question_by_hand_and_not_two_a_day(staff: Client, curator: User) -> None:
    url = reverse("curation:freshness_ask", args=[verified(350).pk])
    staff.post(url), staff.post(url)
    ask = FreshnessAsk.objects.get()
    assert (ask.count, ask.by) == (1, curator)
    assert Mail.objects.count() == 1


def test_a_call_verifies_and_ends_the_questions(staff: Client, curator: User) -> None:
    startup = verified(350)
    staff.post(reverse("curation:freshness_ask", args=[startup.pk]))
    staff.post(reverse("curation:freshness_call", args=[startup.pk]))
    startup.refresh_from_db()
    assert (startup.verified_how, startup.verified_by) == ("call", curator)
    assert FreshnessAsk.objects.get().answer == "verified"


def test_the_bulk_lists_who_is_asked_then_says_who_was_not(staff: Client) -> None:
    first, second = verified(350, name="Ixion"), verified(360, name="Ubac")
    third = verified(355, name="Ysaline", contact_email="")
    third.members.all().delete()
    url = reverse("curation:freshness_bulk")
    page = staff.get(url).content.decode()
    assert "Ixion" in page
    assert "Ubac" in page
    assert not Mail.objects.exists()
    answer = staff.post(url, {"fiche": [first.pk, second.pk, third.pk, "x", "9" * 30]}, follow=True).content.decode()
    assert "2 fiches relancées" in answer
    assert "Ysaline" in answer
    assert Mail.objects.count() == 2
    assert "Personne à relancer" in staff.get(url).content.decode()


def test_the_file_has_every_listing(staff: Client) -> None:
    verified(10), verified(350, name="=1+1")
    rows = staff.get(reverse("curation:freshness_csv")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert rows[1].startswith("'=1+1")


@pytest.fixture
def moved() -> LinkCheck:
    startup = verified(10, name="Vigie Quai", website="https://vigie.test")
    found: LinkCheck = LinkCheckFactory(
        listing=startup, url="https://vigie.test", status=301, final_url="https://vigie-quai.test/fr/"
    )
    return found


def test_an_address_that_moved_for_good_is_taken_over_in_one_click(staff: Client, moved: LinkCheck) -> None:
    follow = reverse("curation:freshness_follow", args=[moved.pk])
    page = staff.get(URL).content.decode()
    assert "vigie-quai.test/fr" in page
    assert follow in page
    assert staff.get(follow).status_code == 405
    staff.post(follow)
    listing = Listing.objects.get(pk=moved.listing_id)
    assert listing.website == "https://vigie-quai.test/fr/"
    version = listing.versions.latest("number")
    assert (version.origin, version.changes) == (
        "staff",
        {"website": ["https://vigie.test", "https://vigie-quai.test/fr/"]},
    )
    assert follow not in staff.get(URL).content.decode()
    staff.post(follow)
    assert listing.versions.count() == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [("final_url", "javascript:alert(1)"), ("final_url", "https://x.test/" + "a" * 400), ("url", "https://x.test")],
)
def test_an_address_that_the_listing_no_longer_has_or_cannot_hold_is_left(
    staff: Client, moved: LinkCheck, column: str, value: str
) -> None:
    LinkCheck.objects.update(**{column: value})
    staff.post(reverse("curation:freshness_follow", args=[moved.pk]))
    assert Listing.objects.get(pk=moved.listing_id).website == "https://vigie.test"

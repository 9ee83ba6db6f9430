"""What a startup tells as it goes, on its own page and on the public one; and the word about a draft that was left."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.directory.models import Listing
from startups.models import News, Startup
from startups.reminders import remind_drafts
from tests.factories import NewsFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def founder(client: Client) -> Any:
    person = UserFactory(full_name="Inès Vidal")
    client.force_login(person)
    return person


@pytest.fixture
def startup(founder: Any) -> Startup:
    return StartupFactory(admin=founder, published=True)


def said(**more: Any) -> dict[str, Any]:
    return {"kind": "customer", "title": "Un premier armateur", "on": "2026-11-10", "body": "Trois navires.", **more}


def test_a_news_is_dated_signed_and_on_the_public_page(client: Client, startup: Startup) -> None:
    url = reverse("startups:news", args=[startup.pk])
    for _twice in range(2):
        client.post(url, said())
    assert News.objects.get().by.full_name == "Inès Vidal"
    assert "Un premier armateur" in client.get(url).content.decode()
    page = Client().get(startup.get_absolute_url()).content.decode()
    assert "Un premier armateur" in page
    assert "Client gagné, Inès Vidal" in page


@pytest.mark.parametrize("wrong", [{"title": ""}, {"kind": "rumeur"}, {"on": ""}, {"on": "2999-01-01"}])
def test_a_wrong_news_keeps_what_was_typed(client: Client, startup: Startup, wrong: dict[str, str]) -> None:
    page = client.post(reverse("startups:news", args=[startup.pk]), said(**wrong)).content.decode()
    assert "Trois navires." in page
    assert not News.objects.exists()


def test_a_news_is_taken_back_and_another_s_is_not(client: Client, startup: Startup) -> None:
    mine, foreign = NewsFactory(startup=startup), NewsFactory()
    assert client.post(reverse("startups:news_remove", args=[startup.pk, foreign.pk])).status_code == 404
    client.post(reverse("startups:news_remove", args=[startup.pk, mine.pk]))
    assert list(News.objects.all()) == [foreign]


def test_the_feed_asks_the_same_number_of_questions_for_one_or_many(
    client: Client, startup: Startup, django_assert_max_num_queries: Any
) -> None:
    url = reverse("startups:news", args=[startup.pk])
    NewsFactory(startup=startup)
    client.get(url)
    with django_assert_max_num_queries(20) as one:
        client.get(url)
    NewsFactory.create_batch(3, startup=startup, by=startup.members.get().user)
    with django_assert_max_num_queries(len(one)):
        client.get(url)


def left(admin: Any, **more: Any) -> Startup:
    startup: Startup = StartupFactory(admin=admin)
    dates = {"created_at": NOW - timedelta(hours=25), "updated_at": NOW - timedelta(hours=25), **more}
    Listing.objects.filter(pk=startup.pk).update(**dates)
    return startup


def test_a_draft_that_was_left_is_spoken_of_once_a_day_later(founder: Any) -> None:
    startup = left(founder)
    assert remind_drafts(NOW - timedelta(hours=2)) == 0
    assert [remind_drafts(NOW + timedelta(hours=hours)) for hours in (0, 1, 24, 72)] == [1, 0, 0, 0]
    mail = Mail.objects.get()
    assert mail.to == founder.email
    assert startup.name in mail.subject
    assert reverse("startups:edit", args=[startup.pk]) in mail.text


@pytest.mark.parametrize("since", [timedelta(hours=2), timedelta(days=8)])
def test_a_draft_just_written_or_left_long_ago_is_not_spoken_of(founder: Any, since: timedelta) -> None:
    left(founder, created_at=NOW - since, updated_at=NOW - since)
    assert remind_drafts(NOW) == 0


def test_an_address_that_a_draft_gives_is_not_written_to_when_its_author_is_gone(founder: Any) -> None:
    left(founder).members.all().delete()
    assert (remind_drafts(NOW), Mail.objects.count()) == (0, 0)


def test_somebody_who_finished_elsewhere_is_left_alone(founder: Any) -> None:
    left(founder)
    StartupFactory(admin=founder, submitted=True)
    assert remind_drafts(NOW) == 0
    sent = left(UserFactory())
    Listing.objects.filter(pk=sent.pk).update(state="submitted", submitted_at=timezone.now())
    assert remind_drafts(NOW) == 0


def test_the_first_run_ticks_itself_and_ends(client: Client, founder: Any) -> None:
    startup = StartupFactory(admin=founder)
    page = client.get("/espace/")
    assert [tick.is_done for tick in page.context["first_run"]] == [False, False, False, False, False]
    assert "Fiche à" in page.content.decode()
    Listing.objects.filter(pk=startup.pk).update(state="submitted", submitted_at=timezone.now())
    page = client.get("/espace/")
    assert [tick.is_done for tick in page.context["first_run"]] == [False, False, False, True, False]

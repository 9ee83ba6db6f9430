"""Anybody tells the team of a published listing, without an account, and nothing changes by itself."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from ecosystem.directory.models import Report, Suggestion
from tests.factories import FunderFactory, MentorFactory, StartupFactory, TradeShowFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def sent(page, **changes):
    """What the form of a page would send."""
    form = page.context["form"]
    values = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return {**values, "adresse_2": "", **changes}


@pytest.mark.parametrize("factory", [StartupFactory, MentorFactory, FunderFactory, TradeShowFactory])
def test_a_visitor_suggests_a_correction_of_any_kind_of_listing_and_the_page_stays(client, factory):
    listing = factory(published=True)
    page = client.get(listing.get_absolute_url()).content.decode()
    url = reverse("telling:correct", args=[listing.pk])
    assert url in page
    form = client.get(url)
    answer = client.post(url, sent(form, city="Toulon", email="anna@exemple.test", message="Vu sur place."))
    assert answer.status_code == 302
    made = Suggestion.objects.get()
    assert (made.values, made.base, made.email) == ({"city": "Toulon"}, {"city": "Marseille"}, "anna@exemple.test")
    listing.refresh_from_db()
    assert listing.city == "Marseille"


def test_private_fields_are_neither_shown_nor_taken(client):
    listing = StartupFactory(published=True)
    url = reverse("telling:correct", args=[listing.pk])
    form = client.get(url)
    assert listing.contact_email not in form.content.decode()
    client.post(url, sent(form, contact_email="pirate@exemple.test", city="Toulon"))
    assert list(Suggestion.objects.get().values) == ["city"]


def test_nothing_changed_and_nothing_said_is_refused_and_a_bad_address_is_named(client):
    listing = StartupFactory(published=True)
    url = reverse("telling:correct", args=[listing.pk])
    form = client.get(url)
    assert client.post(url, sent(form)).status_code == 422
    answer = client.post(url, sent(form, website="pas une adresse", message="Gardé."))
    assert answer.status_code == 422
    assert "Gardé." in answer.content.decode()
    assert client.post(url, sent(form, message="Le logo est ancien.")).status_code == 302
    assert Suggestion.objects.get().values == {}


def test_a_machine_is_thanked_and_nothing_is_kept(client):
    listing = StartupFactory(published=True)
    for name in ("correct", "report"):
        url = reverse(f"telling:{name}", args=[listing.pk])
        form = client.get(url)
        words = {"city": "Toulon"} if name == "correct" else {"reason": "abuse", "text": "x"}
        assert client.post(url, sent(form, **words, adresse_2="http://spam")).status_code == 302
    assert not Suggestion.objects.exists()
    assert not Report.objects.exists()


def test_a_report_is_opened_with_its_reason_and_the_account_that_sent_it(client):
    listing, user = MentorFactory(published=True), UserFactory()
    client.force_login(user)
    url = reverse("telling:report", args=[listing.pk])
    assert client.post(url, {"text": "Il a déménagé."}).status_code == 422
    client.post(url, {"reason": "wrong", "text": "Il a déménagé."})
    told = Report.objects.get()
    assert (told.by, told.reason, told.outcome) == (user, "wrong", "")


def test_too_many_in_an_hour_are_asked_to_wait(client):
    listing = StartupFactory(published=True)
    url = reverse("telling:report", args=[listing.pk])
    said = {"reason": "wrong", "text": "Faux."}
    codes = [client.post(url, said).status_code for _ in range(11)]
    assert codes == [302] * 10 + [429]
    assert Report.objects.count() == 10


@pytest.mark.parametrize("state", ["draft", "hidden", "archived"])
def test_what_is_not_public_is_not_corrected(client, state):
    listing = StartupFactory(state=state)
    for name in ("correct", "report"):
        assert client.get(reverse(f"telling:{name}", args=[listing.pk])).status_code == 404

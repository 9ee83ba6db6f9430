"""Several rows decided at once: listed first, each by itself, and those refused are told apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecosystem.core.models import Mail
from ecosystem.directory.models import Listing, Tag
from tests.factories import ReportFactory, RevisionFactory, StartupFactory, SuggestionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(curator=True))
    return client


def chosen(*startups):
    return [f"fiche-{one.pk}" for one in startups]


def test_the_rows_are_listed_before_anything_is_decided(desk):
    first, second = StartupFactory(submitted=True), StartupFactory(submitted=True)
    page = desk.post(reverse("curation:together"), {"cle": chosen(first, second)}).content.decode()
    assert (first.name in page, second.name in page) == (True, True)
    assert Listing.objects.waiting().count() == 2


def test_one_refusal_leaves_the_others_done_and_stays_to_be_decided(desk):
    startups = [StartupFactory(submitted=True) for _ in range(3)]
    report, revision = ReportFactory(), RevisionFactory()
    keys = [*chosen(*startups), f"signalement-{report.pk}", f"modification-{revision.pk}"]
    page = desk.post(reverse("curation:together"), {"cle": keys, "quoi": "publish", "confirmer": "1"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Cela se décide un par un." in html
    assert report.listing.name in html
    assert not Listing.objects.waiting().exists()
    revision.refresh_from_db()
    assert revision.state == "accepted"


def test_a_correction_a_word_and_a_tag_need_their_words_and_keep_what_was_typed(desk):
    owner = UserFactory()
    startup, orphan = StartupFactory(submitted=True, admin=owner), StartupFactory(submitted=True)
    url, keys = reverse("curation:together"), chosen(startup, orphan)
    for verb in ("request_changes", "word", "tag", "", "archive"):
        page = desk.post(url, {"cle": keys, "quoi": verb, "confirmer": "1", "etiquette": " "})
        assert page.status_code == 422, verb
    desk.post(url, {"cle": keys, "quoi": "tag", "etiquette": "Salon", "confirmer": "1"})
    assert Tag.objects.get().listings.count() == 2
    for _ in range(2):
        told = {"cle": keys, "quoi": "word", "message": "Un mot.", "confirmer": "1", "jeton": "abc"}
        page = desk.post(url, told).content.decode()
    assert "personne à qui écrire" in page
    assert Mail.objects.get().to == owner.email
    desk.post(url, {"cle": keys, "quoi": "request_changes", "message": "Trop court.", "confirmer": "1"})
    assert Listing.objects.filter(state="changes_requested").count() == 2
    assert desk.post(url, {"cle": keys}).status_code == 302, "they no longer wait"


def test_the_queue_asks_as_much_for_five_hundred_rows_as_for_four(desk):
    for made in (RevisionFactory, SuggestionFactory, ReportFactory):
        made()
    first = StartupFactory(submitted=True)
    url = reverse("curation:queue")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        return len(queries)

    asked()
    few = asked()
    StartupFactory.create_batch(3, submitted=True)
    rows = [
        Listing(kind="startup", slug=f"s-{n}", name=f"Zone {n}", sort_name=f"zone {n}", state="submitted",
            submitted_at=first.submitted_at)
        for n in range(490)
    ]  # fmt: skip
    Listing.objects.bulk_create(rows)
    RevisionFactory.create_batch(3), SuggestionFactory.create_batch(3), ReportFactory.create_batch(3)
    assert asked() <= few, "the first page now holds one sort only"

"""Listings written together are the listings that `save()` writes."""

from datetime import date

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from ecosystem.directory.bulk import bulk_insert
from ecosystem.directory.models import Listing
from ecosystem.tradeshows.models import TradeShow
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Startup

NOW = timezone.now()
SHARED = {
    "name": "Écume & Cie",
    "tagline": "L’algue qui nettoie",
    "city": "Marseille",
    "country": "FR",
    "state": "published",
    "published_at": NOW,
    "latitude": 43.3,
    "website": "https://ecume.example",
    "source": "test",
}
OWN = {
    Startup: {"stage": "seed", "founded_on": date(2020, 1, 2), "languages": ["fr", "en"], "countries": ["IT", "ES"]},
    Mentor: {"capacity": 3, "stages": ["idea", "seed"], "formats": ["remote"]},
    Funder: {"ticket_min_eur": 1, "ticket_max_eur": 2, "instruments": ["loan"], "files_per_month": 9},
    TradeShow: {"organiser": "Le Port"},
}
LEFT_OUT = {"id", "listing", "slug", "sectors", "refused_sectors", "conflicts"}


@pytest.mark.django_db
@pytest.mark.parametrize("model", list(OWN))
def test_a_bulk_insert_writes_what_save_writes(model):
    saved = model(slug="saved", **SHARED, **OWN[model])
    saved.save()
    together = bulk_insert([model(slug=f"bulk-{n}", **SHARED, **OWN[model]) for n in range(3)])
    expected = model.objects.get(slug="saved")
    for given in together:
        found = model.objects.get(slug=given.slug)
        assert model_to_dict(found, exclude=LEFT_OUT) == model_to_dict(expected, exclude=LEFT_OUT)
        assert [getattr(found, name) for name in ("kind", "sort_name", "search_text")] == [
            getattr(expected, name) for name in ("kind", "sort_name", "search_text")
        ]
        assert found.updated_at is not None
        assert given.pk == given.id == given.listing_id == found.pk == Listing.objects.get(slug=given.slug).pk
    together[0].name = "Autre nom"
    together[0].save()
    assert Listing.objects.get(pk=together[0].pk).sort_name == "autre nom"


@pytest.mark.django_db
def test_a_bulk_insert_takes_a_constant_number_of_queries(django_assert_num_queries):
    def few(count, name):
        return [Startup(slug=f"{name}-{n}", name=f"{name} {n}") for n in range(count)]

    with django_assert_num_queries(4):  # one statement a table, between savepoint and release
        bulk_insert(few(2, "deux"))
    with django_assert_num_queries(4):
        bulk_insert(few(20, "vingt"))
    assert bulk_insert([]) == []

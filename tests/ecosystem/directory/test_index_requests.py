"""Whoever changes what visitors find, on a page or in the back office, asks for the search to follow at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from ecosystem.directory.actions import INDEX_CHANGES, INDEX_LISTING
from ecosystem.directory.models import Listing
from tests import factories
from tests.listings import KINDS, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.undefined_variables_allowed]
Asked = list[tuple[Any, ...]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    found: Asked = []
    desks = ("startups.views.space", "startups.views.wizard", "mentors.views.space", "funders.views.space")
    for module in (*desks, "ecosystem.directory.admin"):
        monkeypatch.setattr(f"{module}.enqueue", lambda *given: found.append(given))
    return found


@pytest.fixture
def owner(client: Client) -> Iterator[Any]:
    user = factories.UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(factories.UserFactory(admin=True))
    return client


def test_hiding_a_listing_takes_it_out_of_the_search_at_once(client: Client, owner: Any, asked: Asked) -> None:
    startup = factories.StartupFactory(published=True, admin=owner)
    mentor = factories.MentorFactory(published=True, user=owner)
    funder = factories.FunderFactory(published=True, user=owner)
    for _time in range(2):
        client.post(reverse("startups:hide", args=[startup.pk]))
        client.post(reverse("mentors:hide"))
        client.post(reverse("funders:hide"))
    assert asked == [(INDEX_LISTING, startup.pk), (INDEX_LISTING, mentor.pk), (INDEX_LISTING, funder.pk)]


@pytest.mark.parametrize("published", [True, False])
def test_an_edit_of_a_published_listing_is_found_at_once(
    client: Client, owner: Any, asked: Asked, published: bool
) -> None:
    startup = factories.StartupFactory(published=published, admin=owner)
    mentor = factories.MentorFactory(published=published, user=owner)
    funder = factories.FunderFactory(published=published, user=owner)
    common = {"name": "Neuf", "city": "Cassis", "country": "FR", "language": "fr", "languages": ["fr"]}
    rows = {"skills-TOTAL_FORMS": "0", "skills-INITIAL_FORMS": "0"}
    client.post(reverse("startups:step", args=[startup.pk, "identite"]), common)
    client.post(reverse("mentors:profile"), {**common, **rows, "capacity": "2"})
    client.post(reverse("funders:thesis"), {**common, "files_per_month": "4"})
    assert set(Listing.objects.values_list("city", flat=True)) == {"Cassis"}
    wanted = [(INDEX_LISTING, startup.pk), (INDEX_LISTING, mentor.pk), (INDEX_LISTING, funder.pk)]
    assert asked == (wanted if published else [])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_moves_of_the_back_office_are_followed(office: Client, asked: Asked, kind: Kind) -> None:
    shown = kind.make(published=True)
    address = f"admin:{shown._meta.app_label}_{shown._meta.model_name}"
    chosen = {"_selected_action": [shown.pk]}
    office.post(reverse(f"{address}_changelist"), {"action": "hide_listings", **chosen})
    assert asked == [(INDEX_CHANGES,)]


def test_an_edition_saved_or_removed_alone_dates_its_show(office: Client, asked: Asked) -> None:
    edition = factories.EditionFactory(dated=False)
    show = edition.tradeshow
    before = Listing.objects.get(pk=show.pk).updated_at
    data = {name: value for name, value in model_to_dict(edition).items() if value not in (None, False)}
    answer = office.post(
        reverse("admin:tradeshows_edition_change", args=[edition.pk]), {**data, "venue": "Parc Chanot"}
    )
    assert answer.status_code == 302
    after = Listing.objects.get(pk=show.pk).updated_at
    office.post(reverse("admin:tradeshows_edition_delete", args=[edition.pk]), {"post": "yes"})
    assert before < after < Listing.objects.get(pk=show.pk).updated_at
    assert asked == [(INDEX_CHANGES,)] * 2

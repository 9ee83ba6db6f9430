"""The back office: every list, search and form opens; states change through the actions alone."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from ecosystem.directory.models import Listing, ListingMove
from tests import factories
from tests.listings import KINDS, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.undefined_variables_allowed]
APPS = {"directory", "startups", "mentors", "funders", "tradeshows"}
MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label in APPS), key=lambda model: model._meta.label
)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(factories.UserFactory(admin=True))
    return client


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_searches_and_opens_a_row(office: Client, model: type) -> None:
    for kind in KINDS:
        kind.full()
    factories.ListingMoveFactory(), factories.NeedMoveFactory()
    assert office.get(address(model, "changelist"), {"q": "énergie"}).status_code == 200
    assert office.get(address(model, "changelist")).status_code == 200
    row = model._default_manager.first()
    assert office.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_action_publishes_what_can_be_and_tells_the_rest(office: Client, kind: Kind) -> None:
    waiting, draft = kind.make(submitted=True), kind.make()
    data = {"action": "publish_listings", "_selected_action": [waiting.pk, draft.pk]}
    page = office.post(address(type(waiting), "changelist"), data, follow=True).content.decode()
    assert "1 fiche a changé" in page
    assert "1 fiche n’a pas changé" in page
    assert Listing.objects.get(pk=waiting.pk).state == "published"
    assert Listing.objects.get(pk=draft.pk).state == "draft"
    assert ListingMove.objects.get(listing=waiting.pk).by is not None


def test_the_state_is_not_a_field_of_the_form(office: Client) -> None:
    startup = factories.StartupFactory()
    office.post(address(type(startup), "change", startup.pk), {"name": "X", "state": "published"})
    assert Listing.objects.get(pk=startup.pk).state == "draft"


def test_the_journal_is_read_only(office: Client) -> None:
    move = factories.ListingMoveFactory()
    assert office.get(address(ListingMove, "add")).status_code == 403
    assert office.post(address(ListingMove, "delete", move.pk), {"post": "yes"}).status_code == 403

"""The back office: every list, search and form opens; states change through the actions alone."""

from threading import Thread
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from ecosystem.directory.admin import ListingKindAdmin
from ecosystem.directory.models import Listing, ListingMove
from funders.actions import take_file
from funders.models import Funder
from mentors.actions import take_place
from mentors.models import Mentor
from tests import factories
from tests.listings import KINDS, Kind
from tests.workers import eventually

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
    factories.ListingMoveFactory(), factories.NeedMoveFactory(), factories.CapacityChangeFactory()
    factories.StakeFactory(), factories.RivalFactory(), factories.NeverAgainFactory()
    factories.QuestionFactory(), factories.NewsFactory(), factories.ClaimFactory(), factories.InvitationFactory()
    factories.OrphanChaseFactory(), factories.FreshnessAskFactory(), factories.LinkCheckFactory()
    factories.RedirectFactory(), factories.LikenessFactory(), factories.MergeFactory()
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


# --- somebody else writes meanwhile --------------------------------------------------------------------------------


def filled(page: Any) -> dict[str, Any]:
    """The form of a change page as a browser sends it back untouched."""
    data: dict[str, Any] = {}
    for field in page.context["adminform"].form:
        value = field.value()
        if isinstance(value, list | tuple):
            data[field.html_name] = [getattr(one, "pk", getattr(one, "code", one)) for one in value]
        elif value or value == 0:
            data[field.html_name] = getattr(value, "code", value)
    for inline in page.context["inline_admin_formsets"]:
        management = inline.formset.management_form
        data |= {field.html_name: field.value() for field in management}
    return data


def someone_waits_for_me() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("factory", "take"), [(factories.MentorFactory, take_place), (factories.FunderFactory, take_file)]
)
def test_a_place_taken_while_the_form_is_saved_stays_taken(
    office: Client, monkeypatch: pytest.MonkeyPatch, factory: Any, take: Any
) -> None:
    person = factory(published=True)
    page = office.get(address(type(person), "change", person.pk))
    save = ListingKindAdmin.save_model

    def answer_yes() -> None:
        take(type(person).objects.get(pk=person.pk))
        connections.close_all()

    yes = Thread(target=answer_yes)

    def save_late(*args: Any) -> None:
        """The form was read and checked: now, somebody says yes."""
        yes.start()
        eventually(lambda: not yes.is_alive() or someone_waits_for_me())
        save(*args)

    monkeypatch.setattr(ListingKindAdmin, "save_model", save_late)
    response = office.post(address(type(person), "change", person.pk), {**filled(page), "name": "Renommée"})
    yes.join(60)
    assert response.status_code == 302, response.context["errors"]
    person.refresh_from_db()
    assert (person.name, person.taken_count) == ("Renommée", 1)


def test_an_address_that_is_no_key_is_nobodys_row(office: Client) -> None:
    assert office.post(address(Mentor, "change", "nobody")).status_code == 302


def save(office: Client, listing: Listing, **changed: object) -> Any:
    """Send the page of a listing as it is shown, but for what changes."""
    url = address(type(listing), "change", listing.pk)
    shown = office.get(url).context
    data = {one.html_name: one.value() for one in shown["adminform"].form if one.value() not in (None, "")}
    data = {name: value for name, value in data.items() if name not in {"logo", "verified_at", "published_at"}}
    for formset in shown["inline_admin_formsets"]:
        data |= {f"{formset.formset.prefix}-{count}_FORMS": "0" for count in ("TOTAL", "INITIAL")}
    return office.post(url, {**data, **changed})


def test_the_back_office_saves_a_listing_as_it_is(office: Client) -> None:
    for kind in KINDS:
        response = save(office, kind.make(published=True), name="Autre nom")
        assert response.status_code == 302, response.context["errors"]


def test_places_that_are_taken_are_not_taken_back(office: Client) -> None:
    mentor = factories.MentorFactory(capacity=3)
    Mentor.objects.filter(pk=mentor.pk).update(taken_count=2)
    assert "gardez au moins 2 places" in save(office, mentor, capacity="1").content.decode()
    funder = factories.FunderFactory(files_per_month=3)
    Funder.objects.filter(pk=funder.pk).update(taken_count=2)
    assert "gardez au moins 2 dossiers" in save(office, funder, files_per_month="1").content.decode()


@pytest.mark.parametrize("factory", [factories.StartupFactory, factories.FunderFactory])
@pytest.mark.parametrize("siren", ["123", "732829321", "73282932A"])
def test_a_wrong_siren_is_refused_in_the_back_office_too(office: Client, factory: Any, siren: str) -> None:
    listing = factory()
    assert "SIREN" in str(save(office, listing, siren=siren).context["errors"])
    assert Listing.objects.get(pk=listing.pk).siren == ""


def test_what_another_listing_carries_is_refused_with_a_sentence(office: Client) -> None:
    factories.StartupFactory(siren="732829320", slug="prise")
    startup = factories.StartupFactory()
    assert "Une fiche existe déjà avec ce SIREN" in str(save(office, startup, siren="732829320").context["errors"])
    assert save(office, startup, slug="prise").status_code == 200
    assert save(office, startup, siren="552100554").status_code == 302

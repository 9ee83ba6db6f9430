"""Former addresses lead to the page of today."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.accounts.models import User
from ecosystem.directory.addresses import keep_address, new_home
from ecosystem.directory.merging import merge_listings, undo_merge
from ecosystem.directory.models import Listing, Redirect
from tests.factories import (
    FunderFactory,
    MentorFactory,
    MergeFactory,
    RedirectFactory,
    StartupFactory,
    TradeShowFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator() -> User:
    return UserFactory(curator=True)


@pytest.mark.parametrize("factory", [StartupFactory, MentorFactory, FunderFactory, TradeShowFactory])
def test_the_page_of_a_merged_listing_leads_to_the_kept_one_for_everybody(
    client: Client, curator: User, factory: Any
) -> None:
    gone, kept, last = (factory(published=True) for _ in range(3))
    former = gone.get_absolute_url()
    merge_listings(kept, gone, values={}, by=curator)
    end = merge_listings(last, kept, values={}, by=curator)
    for signed_in in (False, True):
        if signed_in:
            client.force_login(curator)
        answer = client.get(former, {"source": "lettre"})
        assert answer.status_code == 301
        assert answer["Location"] == f"{last.get_absolute_url()}?source=lettre"
    undo_merge(end, by=curator)
    assert client.get(former)["Location"] == kept.get_absolute_url()


@pytest.mark.parametrize("factory", [StartupFactory, MentorFactory, FunderFactory, TradeShowFactory])
def test_so_does_the_api(client: Client, curator: User, factory: Any) -> None:
    kept, gone = factory(published=True), factory(published=True)
    merge_listings(kept, gone, values={}, by=curator)
    answer = client.get(reverse(f"api:{kept.kind}-detail", args=[gone.slug]))
    assert answer.status_code == 301
    assert client.get(answer["Location"]).json()["slug"] == kept.slug
    assert client.get(reverse(f"api:{kept.kind}-detail", args=["inconnu"])).status_code == 404


def test_an_address_leads_to_no_page_that_is_not_public(client: Client, curator: User) -> None:
    kept, gone = StartupFactory(published=True), StartupFactory(published=True)
    merge_listings(kept, gone, values={}, by=curator)
    Listing.objects.filter(pk=kept.pk).update(state=Listing.State.HIDDEN)
    assert client.get(gone.get_absolute_url()).status_code == 404
    assert new_home("startup", kept.slug) is None


def test_an_address_changed_in_the_back_office_leads_on_and_may_be_taken_up_again(client: Client) -> None:
    startup = StartupFactory(published=True, slug="ancien")
    startup.slug = "nouveau"
    startup.save()
    keep_address(startup, "ancien")
    assert client.get("/startups/ancien/")["Location"] == "/startups/nouveau/"
    startup.slug = "ancien"
    startup.save()
    keep_address(startup, "nouveau")
    assert client.get("/startups/ancien/").status_code == 200
    assert client.get("/startups/nouveau/")["Location"] == "/startups/ancien/"
    assert Redirect.objects.count() == 1


def test_a_listing_that_has_the_address_now_comes_before_a_redirection(client: Client) -> None:
    RedirectFactory(slug="pris")
    StartupFactory(slug="pris", published=True)
    assert client.get("/startups/pris/").status_code == 200


def test_the_record_of_a_merge_alone_moves_nothing(client: Client) -> None:
    merge = MergeFactory()
    assert client.get(merge.gone.get_absolute_url()).status_code == 404


def test_the_back_office_writes_the_history_and_keeps_the_address(client: Client) -> None:
    startup = StartupFactory(published=True, slug="ancien", city="Aubagne")
    client.force_login(UserFactory(admin=True))
    page = client.get(reverse("admin:startups_startup_change", args=[startup.pk]))
    sent = form_of(page) | {"slug": "nouveau", "city": "Cassis"}
    assert client.post(reverse("admin:startups_startup_change", args=[startup.pk]), sent).status_code == 302
    version = startup.versions.get()
    assert (version.changes, version.origin) == ({"city": ["Aubagne", "Cassis"]}, "staff")
    assert client.get("/startups/ancien/")["Location"] == "/startups/nouveau/"


def form_of(page: Any) -> dict[str, Any]:
    """What the back office's form would send unchanged."""
    form = page.context["adminform"].form
    found = {bound.html_name: bound.value() for bound in form}
    for inline in page.context["inline_admin_formsets"]:
        found |= {bound.html_name: bound.value() for bound in inline.formset.management_form}
        for one in inline.formset.forms:
            found |= {bound.html_name: bound.value() for bound in one}
    return {name: value for name, value in found.items() if value is not None and name != "logo"}

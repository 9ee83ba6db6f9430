"""Favourites stand in lists of one's own: ordered, noted, shared read-only by a link, exported, removed and back."""

import csv
import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.keeping import favourites as acts
from ecosystem.directory.keeping.errors import ListFull, NameTaken, TooManyLists
from ecosystem.directory.models import Favourite, FavouriteList, Listing
from ecosystem.home.erasing import erase_account
from tests.factories import FavouriteFactory, FavouriteListFactory, MentorFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    person: User = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(owner: User) -> FavouriteList:
    made: FavouriteList = FavouriteListFactory(owner=owner, name="À rappeler")
    return made


def names(kept: FavouriteList) -> list[str]:
    return list(Favourite.objects.filter(inside=kept).order_by("position").values_list("listing__name", flat=True))


def test_a_visitor_signs_in_and_comes_back_to_what_she_wanted_to_keep(client: Client) -> None:
    startup = StartupFactory(published=True)
    page = client.get(startup.get_absolute_url()).content.decode()
    assert "csrfmiddlewaretoken" not in page.split("<main")[1].split("</main")[0]
    response = client.get(f"/favoris/fiche/{startup.pk}/")
    assert response.headers["Location"].endswith(f"?next=/favoris/fiche/{startup.pk}/")


def test_the_first_list_is_made_on_the_way_and_a_listing_stands_in_several(client: Client, owner: User) -> None:
    startup = StartupFactory(published=True)
    url = f"/favoris/fiche/{startup.pk}/"
    assert client.post(url, {"name": ""}).status_code == 422
    client.post(url, {"name": "Mes favoris"})
    first = FavouriteList.objects.get()
    other = FavouriteListFactory(owner=owner)
    client.post(url, {"lists": [first.pk, other.pk], "name": ""})
    assert Favourite.objects.filter(listing=startup.pk).count() == 2
    client.post(url, {"lists": [other.pk], "name": ""})
    assert names(first) == []
    assert names(other) == [startup.name]


def test_a_list_of_somebody_else_cannot_be_filled(client: Client, owner: User) -> None:
    FavouriteListFactory(owner=owner)
    theirs, startup = FavouriteListFactory(), StartupFactory(published=True)
    response = client.post(f"/favoris/fiche/{startup.pk}/", {"lists": [theirs.pk], "name": ""})
    assert response.status_code == 422
    assert names(theirs) == []


def test_entries_move_carry_a_note_and_leave(client: Client, kept: FavouriteList) -> None:
    rows = [FavouriteFactory(inside=kept, listing__name=name) for name in ("Une", "Deux", "Trois")]
    Favourite.objects.update(position=0)
    client.post(f"/favoris/entree/{rows[2].pk}/", {"act": "up"})
    assert names(kept) == ["Une", "Trois", "Deux"]
    client.post(f"/favoris/entree/{rows[0].pk}/", {"act": "up"})
    assert names(kept) == ["Une", "Trois", "Deux"], "the first stays first"
    client.post(f"/favoris/entree/{rows[0].pk}/", {"act": "down"})
    assert names(kept) == ["Trois", "Une", "Deux"]
    client.post(f"/favoris/entree/{rows[0].pk}/", {"note": "Rappeler en mai"})
    assert "Rappeler en mai" in client.get(f"/favoris/{kept.pk}/").content.decode()
    client.post(f"/favoris/entree/{rows[0].pk}/", {"act": "remove"})
    assert names(kept) == ["Trois", "Deux"]


def test_an_entry_that_was_taken_out_comes_back_in_its_place_with_its_note(client: Client, kept: FavouriteList) -> None:
    rows = [FavouriteFactory(inside=kept, listing__name=name, position=at) for at, name in enumerate(["Une", "Deux"])]
    Favourite.objects.filter(pk=rows[0].pk).update(note="Rappeler en mai")
    page, act = f"/favoris/{kept.pk}/", f"/favoris/{kept.pk}/acte/"
    client.post(f"/favoris/entree/{rows[0].pk}/", {"act": "remove"})
    assert "« Une » n’est plus dans cette liste" in client.get(page).content.decode().replace("\xa0", " ")
    client.get(act)
    assert names(kept) == ["Deux"], "nothing comes back by reading"
    client.post(act, {"act": "entry_back"})
    client.post(act, {"act": "entry_back"})
    assert names(kept) == ["Une", "Deux"]
    assert Favourite.objects.get(listing=rows[0].listing_id).note == "Rappeler en mai"
    assert "plus dans cette liste" not in client.get(page).content.decode()
    client.post(f"/favoris/entree/{rows[1].pk}/", {"act": "remove"})
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert "plus dans cette liste" not in client.get(page).content.decode()
        client.post(act, {"act": "entry_back"})
    assert names(kept) == ["Une"]


def test_a_removed_list_comes_back_as_it_was_but_for_its_link(client: Client, kept: FavouriteList) -> None:
    row = FavouriteFactory(inside=kept)
    act = f"/favoris/{kept.pk}/acte/"
    client.post(act, {"act": "share"})
    kept.refresh_from_db()
    shared = f"/favoris/partage/{kept.share_key}/"
    assert Client().get(shared).status_code == 200
    client.post(act, {"act": "remove"})
    assert [client.get(f"/favoris/{kept.pk}/").status_code, Client().get(shared).status_code] == [404, 404]
    FavouriteListFactory(owner=kept.owner, name=kept.name)
    assert "est retirée" in client.get("/favoris/").content.decode()
    client.post(act, {"act": "back"})
    kept.refresh_from_db()
    assert (kept.name, kept.share_key, names(kept)) == ("À rappeler (2)", "", [row.listing.name])


def test_a_shared_list_is_read_only_without_notes_and_its_link_is_taken_back_for_good(
    client: Client, kept: FavouriteList
) -> None:
    FavouriteFactory(inside=kept, listing__name="Visible", note="Pour moi")
    FavouriteFactory(inside=kept, listing=StartupFactory(hidden=True, name="Masquée"))
    FavouriteFactory(inside=kept, listing=MentorFactory(published=True, is_discreet=True, name="Discrète"))
    acts.set_shared(kept, True)
    kept.refresh_from_db()
    shared = f"/favoris/partage/{kept.share_key}/"
    page = Client().get(shared)
    words = page.content.decode()
    assert "Visible" in words
    for secret in ("Pour moi", "Masquée", "Discrète", kept.owner.full_name, kept.owner.email):
        assert secret not in words
    assert "noindex" in words
    assert "no-store" in page.headers["Cache-Control"]
    assert Client().post(shared).status_code == 405
    acts.set_shared(kept, False)
    acts.set_shared(kept, True)
    kept.refresh_from_db()
    assert Client().get(shared).status_code == 404
    assert Client().get(f"/favoris/partage/{kept.share_key}/").status_code == 200
    assert Client().get("/favoris/partage//").status_code == 404


def test_the_export_is_the_list_and_no_cell_is_a_formula(client: Client, kept: FavouriteList) -> None:
    FavouriteFactory(inside=kept, listing__name="=1+1", note="@cmd")
    FavouriteFactory(inside=kept, listing__name="Seconde")
    FavouriteFactory(inside=kept, listing=StartupFactory(hidden=True, name="Masquée"))
    sheet = client.get(f"/favoris/{kept.pk}/export.csv")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="a-rappeler.csv"'
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Nom"] for row in rows] == ["'=1+1", "Seconde"]
    assert rows[0]["Votre note"] == "'@cmd"
    said = json.loads(client.get(f"/favoris/{kept.pk}/export.json").content)
    assert [row["Nom"] for row in said] == ["=1+1", "Seconde"]


def test_what_left_the_directory_is_said_without_its_name(client: Client, kept: FavouriteList) -> None:
    row = FavouriteFactory(inside=kept, listing__name="Calanque")
    Listing.objects.filter(pk=row.listing_id).update(state="hidden")
    page = client.get(f"/favoris/{kept.pk}/").content.decode()
    assert "n’est plus en ligne" in page
    assert "Calanque" not in page


def test_names_and_numbers_have_bounds(owner: User, kept: FavouriteList, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NameTaken):
        acts.create_list(owner, "À rappeler")
    monkeypatch.setattr(acts, "MOST_LISTS", 1)
    with pytest.raises(TooManyLists):
        acts.create_list(owner, "Autre")
    monkeypatch.setattr(acts, "MOST_IN_A_LIST", 1)
    FavouriteFactory(inside=kept)
    with pytest.raises(ListFull):
        acts.keep(StartupFactory(published=True), [kept], owner=owner)


def test_a_long_list_costs_no_more_queries(client: Client, kept: FavouriteList) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/favoris/{kept.pk}/").status_code == 200
        return len(found)

    FavouriteFactory(inside=kept)
    one = count()
    FavouriteFactory.create_batch(2, inside=kept)
    assert count() == one


def test_lists_go_in_time_and_with_their_owner(owner: User, kept: FavouriteList) -> None:
    FavouriteFactory(inside=kept)
    acts.remove_list(kept)
    assert acts.forget_removed(timezone.now()) == 0
    assert acts.forget_removed(timezone.now() + timedelta(days=31)) == 1
    FavouriteFactory(inside__owner=owner), FavouriteFactory()
    erase_account(owner)
    assert FavouriteList.objects.count() == 1

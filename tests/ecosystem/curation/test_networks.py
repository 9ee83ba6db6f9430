"""Networks: the team keeps them, a partner reads the state of her own startups and nothing confidential."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from ecosystem.directory.completeness import completeness_of
from ecosystem.directory.models import Network
from tests.factories import (
    NeedFactory,
    NetworkFactory,
    NetworkMemberFactory,
    NetworkStaffFactory,
    SectorFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


@pytest.fixture
def partner():
    return NetworkStaffFactory(network=NetworkFactory(name="La Darse", slug="la-darse"))


def test_the_team_makes_a_network_and_puts_startups_and_people_in_it_once(client, team):
    client.post(reverse("curation:networks"), {"name": "La Darse", "kind": "incubator", "is_public": "on"})
    network = Network.objects.get()
    assert network.slug == "la-darse"
    vigie, brume = StartupFactory(name="Vigie"), StartupFactory(name="Brume", slug="brume")
    person = EmailAddress.objects.create(user=UserFactory(), email="lea@exemple.test", verified=True).user
    for said in ("vigie", "Vigie", "https://escale.example/startups/brume/"):
        client.post(reverse("curation:network_startup_add", args=[network.pk]), {"startup": said})
    for _ in range(2):
        client.post(reverse("curation:network_partner_add", args=[network.pk]), {"email": "LEA@exemple.test"})
    assert set(network.listings.values_list("pk", flat=True)) == {vigie.pk, brume.pk}
    assert [row.user for row in network.staff.all()] == [person]


def test_a_name_that_is_nobody_s_or_two_startups_and_an_unknown_person_are_said(client, team):
    network = NetworkFactory()
    StartupFactory(name="Brume", slug="brume-1"), StartupFactory(name="Brume", slug="brume-2")
    EmailAddress.objects.create(user=UserFactory(), email="pas@exemple.test", verified=False)
    for name, data, said in (
        ("startup_add", {"startup": "Rien"}, "exactement ce nom"),
        ("startup_add", {"startup": "Brume"}, "Plusieurs startups"),
        ("partner_add", {"email": "pas@exemple.test"}, "Aucun compte confirmé"),
    ):
        answer = client.post(reverse(f"curation:network_{name}", args=[network.pk]), data)
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_a_partner_lands_on_her_network_and_reads_its_startups_only(client, partner):
    mine = StartupFactory(name="Vigie", published=True, contact_email="secret@vigie.test", raised_eur=123456)
    NetworkMemberFactory(network=partner.network, listing=mine)
    NeedFactory(startup=mine, opened=True)
    NetworkMemberFactory(network=partner.network, listing=StartupFactory(name="Ébauche"))
    NetworkMemberFactory(listing=StartupFactory(name="Ailleurs"))
    client.force_login(partner.user)
    assert client.get(reverse("home:space")).headers["Location"] == "/reseau/la-darse/"
    page = client.get("/reseau/la-darse/").content.decode()
    sheet = client.get("/reseau/la-darse/fiches.csv").content.decode("utf-8-sig")
    for told in (page, sheet):
        assert "Vigie" in told
        assert "Ébauche" in told
        assert "Ailleurs" not in told
        assert "secret@vigie.test" not in told
        assert "123" not in told
    assert "<b>1</b> avec un besoin ouvert" in page
    assert 'href="/reseau/la-darse/"' in client.get("/messages/").content.decode(), "her rail names it on every page"
    partner.delete()
    assert client.get("/reseau/la-darse/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_network_is_read_in_a_constant_number_of_queries(client, partner, count, django_assert_max_num_queries):
    for startup in StartupFactory.create_batch(count, published=True):
        startup.sectors.add(SectorFactory())
        NetworkMemberFactory(network=partner.network, listing=startup)
    client.force_login(partner.user)
    with django_assert_max_num_queries(16):
        client.get("/reseau/la-darse/")


def test_a_partner_reads_how_full_a_listing_is_as_its_owner_does(client, partner):
    startup = StartupFactory(published=True)
    startup.sectors.add(SectorFactory())
    NeedFactory(startup=startup)
    NetworkMemberFactory(network=partner.network, listing=startup)
    client.force_login(partner.user)
    shown = client.get("/reseau/la-darse/").context["rows"][0].percent
    startup.refresh_from_db()
    assert shown == completeness_of(startup).percent
    assert shown != 0


def test_the_page_of_a_startup_names_its_public_networks(client):
    startup = StartupFactory(published=True)
    for name, shown in (("La Darse", True), ("Secret", False)):
        NetworkMemberFactory(network=NetworkFactory(name=name, is_public=shown), listing=startup)
    page = client.get(startup.get_absolute_url()).content.decode()
    assert "La Darse" in page
    assert "Secret" not in page


def test_removing_a_network_leaves_its_startups(client, team):
    row = NetworkMemberFactory()
    address = reverse("curation:network_delete", args=[row.network_id])
    assert "1 startup n’y sera plus" in client.get(address).content.decode()
    client.post(address)
    assert not Network.objects.exists()
    row.listing.refresh_from_db()
    assert row.listing.is_public

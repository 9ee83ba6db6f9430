"""What the team writes for itself stays with the team."""

import pytest
from django.urls import reverse

from ecosystem.directory.models import Assignment, Note, Tag
from tests.factories import StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return UserFactory(curator=True, full_name="Lucie Marchetti")


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def test_notes_tags_and_the_follower_are_kept_and_shown_to_the_team(desk, curator):
    startup = StartupFactory(submitted=True)
    for _ in range(2):
        desk.post(reverse("curation:note", args=[startup.pk]), {"text": "Rappeler lundi."})
        desk.post(reverse("curation:tag", args=[startup.pk]), {"nom": "À visiter"})
        desk.post(reverse("curation:assign", args=[startup.pk]), {"personne": curator.pk})
    html = desk.get(reverse("curation:queue")).content.decode()
    assert ("Rappeler lundi." in html, "À visiter" in html) == (True, True)
    assert (Note.objects.count(), Tag.objects.count(), Assignment.objects.count()) == (1, 1, 1)
    assert startup.name in desk.get(reverse("curation:queue"), {"suivi": "moi"}).content.decode()
    desk.post(reverse("curation:tag", args=[startup.pk]), {"nom": "à VISITER"})
    assert Tag.objects.count() == 1
    desk.post(reverse("curation:tag", args=[startup.pk]), {"retirer": Tag.objects.get().pk})
    desk.post(reverse("curation:assign", args=[startup.pk]), {"personne": ""})
    desk.post(reverse("curation:remove_note", args=[startup.pk, Note.objects.get().pk]))
    assert (Note.objects.count(), Tag.objects.count(), Assignment.objects.count()) == (0, 0, 0)


def test_only_a_curator_follows_a_listing_and_only_its_author_takes_a_note_away(desk):
    startup = StartupFactory(submitted=True)
    note = Note.objects.create(listing_id=startup.pk, text="D’une autre", by=UserFactory(curator=True))
    assert desk.post(reverse("curation:remove_note", args=[startup.pk, note.pk])).status_code == 404
    assert desk.post(reverse("curation:note", args=[startup.pk]), {"text": " "}).status_code == 302
    assert Note.objects.count() == 1
    stranger = desk.post(reverse("curation:assign", args=[startup.pk]), {"personne": UserFactory().pk})
    assert stranger.status_code == 404
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("back", ["https://ailleurs.example/", "//ailleurs.example/", "fr"])
def test_the_way_back_from_a_note_stays_on_the_site(desk, back):
    startup = StartupFactory(submitted=True)
    answer = desk.post(reverse("curation:note", args=[startup.pk]), {"text": "Lu.", "retour": back})
    assert answer["Location"] == reverse("curation:history", args=[startup.pk])


def test_notes_and_tags_are_neither_on_the_public_page_nor_in_the_api(client, desk, curator):
    startup = StartupFactory(published=True, admin=UserFactory())
    Note.objects.create(listing_id=startup.pk, text="Secret de l’équipe", by=curator)
    Tag.objects.create(name="Liste rouge").listings.add(startup.pk)
    Assignment.objects.create(listing_id=startup.pk, person=curator)
    client.logout()
    client.force_login(startup.members.get().user)
    addresses = (startup.get_absolute_url(), f"/api/v1/startups/{startup.slug}/", "/api/v1/startups/")
    for page in [*(client.get(url) for url in addresses), client.post(reverse("home:export"))]:
        assert page.status_code == 200
        said = page.content.decode()
        assert not [word for word in ("Secret de l", "Liste rouge", "Lucie Marchetti") if word in said]

"""Every write of a listing stays readable, and any of them can be brought back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.directory.merging import merge_listings, undo_merge
from ecosystem.directory.models import ImportLine, Origin
from ecosystem.directory.writing import write_listing
from tests.factories import ClaimFactory, ImportRunFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory(full_name="Inès Vidal")


@pytest.fixture
def startup(owner):
    startup = StartupFactory(admin=owner, name="Calanque", tagline="Des drones pour les coques.", headcount=11)
    write_listing(startup, {"tagline": "Des drones qui inspectent les coques.", "headcount": 14}, by=owner)
    write_listing(startup, {"city": "Cassis"}, by=UserFactory(curator=True), origin=Origin.STAFF)
    return startup


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(curator=True))
    return client


def test_any_two_versions_are_compared_in_words_with_the_origin_of_each_field(desk, startup):
    html = desk.get(reverse("curation:history", args=[startup.pk]), {"de": 1, "a": 2}).content.decode()
    assert "<del>pour</del>" in html
    assert "<ins>qui inspectent</ins>" in html
    assert "<del>11</del>" in html
    assert "son auteur" in html
    assert "Inès Vidal" in html
    assert "Cassis" not in html.partition('aria-labelledby="versions"')[0].partition("champs identiques")[0]


def test_numbers_that_do_not_exist_fall_back_on_the_last_versions(desk, startup):
    url = reverse("curation:history", args=[startup.pk])
    for query in ({"de": "x", "a": "99"}, {"de": "0"}, {"a": "-4"}, {"voir": "inconnu", "page": "99"}):
        assert desk.get(url, query).status_code == 200
    assert desk.get(reverse("curation:restore", args=[startup.pk, 9])).status_code == 404


def test_restoring_some_fields_returns_their_old_values_as_a_new_version_and_tells_the_owner(desk, startup, owner):
    url = reverse("curation:restore", args=[startup.pk, 1])
    page = desk.get(url, {"champ": "tagline"}).content.decode()
    assert 'value="tagline" checked' in page
    assert 'value="headcount" checked' not in page
    startup.refresh_from_db()
    assert startup.version == 3, "reading restores nothing"
    assert desk.post(url, {"motif": "Sans champ."}).status_code == 422
    for _ in range(2):
        desk.post(url, {"champ": ["tagline"], "motif": "Erreur de copie."})
    startup.refresh_from_db()
    assert (startup.tagline, startup.headcount, startup.city) == ("Des drones pour les coques.", 14, "Cassis")
    assert startup.version == 4
    mail = Mail.objects.get()
    assert (mail.to, "Erreur de copie." in mail.text) == (owner.email, True)
    assert "Champ rétabli" in desk.get(reverse("curation:history", args=[startup.pk])).content.decode()


def test_a_number_that_another_listing_bears_now_is_not_restored(desk, owner):
    startup = StartupFactory(admin=owner, siren="732829320")
    write_listing(startup, {"siren": ""}, by=owner)
    StartupFactory(siren="732829320")
    answer = desk.post(reverse("curation:restore", args=[startup.pk, 1]), {"champ": ["siren"]})
    assert answer.status_code == 422
    assert "porte déjà ce SIREN" in answer.content.decode()


def test_one_line_of_time_tells_merges_teams_claims_and_the_past_of_what_went_in(desk, startup, owner):
    def told(voir=""):
        page = desk.get(url, {"voir": voir})
        return [(step.title, step.detail, step.number) for step in page.context["steps"]]

    url = reverse("curation:history", args=[startup.pk])
    twin = StartupFactory(name="Calanque SAS", siren="732829320")
    write_listing(twin, {"city": "Toulon"}, by=owner)
    ClaimFactory(listing=startup, state="refused", decided_at=timezone.now(), by=UserFactory(full_name="Paul Roux"))
    curator = UserFactory(curator=True)
    merge = merge_listings(startup, twin, values={"siren": "732829320"}, by=curator)
    assert [title for title, _detail, _number in told("fusions")] == ["Calanque SAS, fusionnée dans Calanque"]
    assert {title for title, _detail, _number in told("equipe")} == {
        "Calanque, reprise : refusée",
        "Inès Vidal a rejoint l’équipe de Calanque",
    }
    theirs = [(detail, number) for _title, detail, number in told("champs") if "De la fiche Calanque SAS." in detail]
    assert [("Commune" in detail, number) for detail, number in theirs] == [(True, None)]
    assert "Fusion de deux fiches" in {title for title, _detail, _number in told()}
    undo_merge(merge, by=curator)
    assert "De la fiche" not in str(told())
    assert "Calanque SAS, fusion annulée" in {title for title, _detail, _number in told("fusions")}


def test_a_listing_that_an_import_created_says_which_line_of_which_file(desk, startup):
    run = ImportRunFactory(name="incubateur.csv")
    ImportLine.objects.create(run=run, line=12, state="created", listing=startup, is_new=True)
    html = desk.get(reverse("curation:history", args=[startup.pk])).content.decode()
    assert "Import « incubateur.csv », ligne 12" in html


def test_the_history_asks_as_much_for_many_versions_as_for_few(desk, startup, owner, django_assert_max_num_queries):
    url = reverse("curation:history", args=[startup.pk])
    desk.get(url)
    for place in range(12):
        write_listing(startup, {"city": f"Ville {place}"}, by=owner)
    with django_assert_max_num_queries(32):
        desk.get(url)

"""Changes of published listings, corrections suggested by anybody and reports: decided once, and everybody is told."""

import pytest
from django.urls import reverse

from ecosystem.core.errors import Refused
from ecosystem.core.models import Mail
from ecosystem.curation.deciding import ask_about_change
from ecosystem.curation.desk import waiting_keys
from ecosystem.directory.asked import asked_of
from ecosystem.directory.merging import merge_listings, undo_merge
from ecosystem.directory.models import Listing, Report, Revision, Suggestion
from ecosystem.directory.telling import report, suggest
from ecosystem.directory.writing import write_listing
from tests.factories import StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory(full_name="Élise Caron")


@pytest.fixture
def startup(owner):
    return StartupFactory(published=True, admin=owner, name="Posidone", tagline="Cartographie des herbiers par drone.")


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(curator=True))
    return client


def changed(startup, owner, **values):
    write_listing(startup, values, by=owner)
    return Revision.objects.pending().get(listing=startup)


def test_a_change_is_read_word_by_word_beside_what_is_on_line(desk, startup, owner):
    revision = changed(startup, owner, tagline="Cartographie des herbiers par satellite.", name="Posidone SAS")
    html = desk.get(reverse("curation:queue"), {"lire": f"modification-{revision.pk}"}).content.decode()
    assert "<del>drone</del>" in html
    assert "<ins>satellite</ins>" in html
    assert "2 champs modifiés" in html
    assert "Modifiée par Élise Caron" in html


def test_what_was_written_since_it_was_read_is_not_published(desk, startup, owner):
    revision = changed(startup, owner, tagline="Lue.")
    page = desk.get(reverse("curation:queue"), {"lire": f"modification-{revision.pk}"})
    read = {"decision": "publish", "champs": ["tagline"], "version": page.context["listing"].version}
    changed(startup, owner, tagline="Jamais lue.")
    url = reverse("curation:change_decision", args=[revision.pk])
    again = desk.post(url, read)
    assert (again.status_code, "Jamais" in again.content.decode()) == (422, True)
    startup.refresh_from_db()
    assert startup.tagline == "Cartographie des herbiers par drone."
    assert desk.post(url, {**read, "version": again.context["listing"].version}).status_code == 302


def test_a_change_is_published_in_part_and_the_owner_reads_what_was_left_out(desk, startup, owner):
    revision = changed(startup, owner, tagline="Autre phrase.", name="Autre nom")
    url = reverse("curation:change_decision", args=[revision.pk])
    answer = desk.post(url, {"decision": "publish", "champs": ["tagline"]})
    assert answer.status_code == 422, "what is left out is explained"
    answer = desk.post(url, {"decision": "publish", "champs": ["tagline"], "message": "Le nom ne change pas."})
    assert answer.status_code == 302
    startup.refresh_from_db(), revision.refresh_from_db()
    assert (startup.tagline, startup.name, revision.state) == ("Autre phrase.", "Posidone", Revision.State.PARTLY)
    mail = Mail.objects.get(template="curation/mails/change")
    assert (mail.to, "Nom" in mail.text, "Le nom ne change pas." in mail.text) == (owner.email, True, True)
    desk.post(url, {"decision": "publish", "champs": ["name"]})
    startup.refresh_from_db()
    assert (startup.name, Mail.objects.count()) == ("Posidone", 1), "decided once"


def test_a_change_without_a_field_kept_is_not_published(desk, startup, owner):
    revision = changed(startup, owner, tagline="Autre phrase.")
    answer = desk.post(
        reverse("curation:change_decision", args=[revision.pk]), {"decision": "publish", "message": "Mot à garder."}
    )
    assert answer.status_code == 422
    assert "Mot à garder." in answer.content.decode()
    assert Revision.objects.pending().exists()


def test_a_correction_asked_about_a_change_leaves_the_queue_until_the_owner_writes_again(desk, startup, owner):
    revision = changed(startup, owner, tagline="Autre phrase.", website="https://autre.example")
    desk.post(
        reverse("curation:change_decision", args=[revision.pk]),
        {"decision": "request_changes", "message": "Une source ?", "a_corriger": ["website", "inconnu"]},
    )
    asked = asked_of(startup)
    assert (asked.message, list(asked.fields)) == ("Une source ?", ["website"])
    assert not Revision.objects.to_read().exists()
    assert Revision.objects.get().values["tagline"] == "Autre phrase.", "nothing of it is lost"
    assert "Une source ?" in Mail.objects.get().text
    with pytest.raises(Refused):
        ask_about_change(revision, by=UserFactory(curator=True), message="Encore")
    write_listing(startup, {"website": "https://juste.example"}, by=owner)
    assert Revision.objects.to_read().get() == revision
    assert asked_of(startup) is None


def test_a_refused_change_leaves_the_page_and_says_why(desk, startup, owner):
    revision = changed(startup, owner, tagline="Autre phrase.")
    url = reverse("curation:change_decision", args=[revision.pk])
    assert desk.post(url, {"decision": "refuse"}).status_code == 422
    desk.post(url, {"decision": "refuse", "message": "Phrase publicitaire."})
    startup.refresh_from_db()
    assert startup.tagline == "Cartographie des herbiers par drone."
    assert "Phrase publicitaire." in Mail.objects.get().text


def test_a_correction_of_a_new_listing_names_the_fields_and_shows_what_changed_since(desk, owner):
    startup = StartupFactory(submitted=True, admin=owner, tagline="Avant.")
    url = reverse("curation:decision", args=[startup.pk])
    desk.post(url, {"decision": "request_changes", "message": "Trop court.", "a_corriger": ["tagline"]})
    startup.refresh_from_db()
    assert startup.moves.last().fields == ["tagline"]
    assert list(asked_of(startup).fields) == ["tagline"]
    write_listing(startup, {"tagline": "Avant et après."}, by=owner)
    Listing.objects.filter(pk=startup.pk).update(state=Listing.State.SUBMITTED)
    html = desk.get(reverse("curation:queue")).content.decode()
    assert "<ins> et après</ins>" in html
    assert "Déjà relu" in html


def test_a_suggestion_is_accepted_field_by_field_and_its_author_is_answered(desk, startup, owner):
    values = {"city": "Toulon", "website": "https://www.exemple.fr"}
    made = suggest(startup, values, by=None, email="anna@exemple.test", message="Vu en ligne.", language="fr")
    html = desk.get(reverse("curation:queue")).content.decode()
    assert "anna@exemple.test" in html
    assert "Vu en ligne." in html
    url = reverse("curation:suggestion_decision", args=[made.pk])
    desk.post(url, {"decision": "publish", "champs": ["city"]})
    startup.refresh_from_db(), made.refresh_from_db()
    assert (startup.city, startup.website, made.state) == ("Toulon", "", Suggestion.State.PARTLY)
    assert startup.origins.get(field="city").origin == "suggestion"
    assert set(Mail.objects.values_list("to", flat=True)) == {"anna@exemple.test", owner.email}
    desk.post(url, {"decision": "publish", "champs": ["website"]})
    startup.refresh_from_db()
    assert startup.website == ""


def test_a_report_is_closed_with_its_outcome_and_the_reporter_is_told(desk, startup):
    told = report(startup, reason="closed", text="Site fermé.", by=None, email="anna@exemple.test", language="fr")
    assert "Site fermé." in desk.get(reverse("curation:queue")).content.decode()
    url = reverse("curation:report_decision", args=[told.pk])
    desk.post(url, {"decision": "hidden", "message": "Merci."})
    startup.refresh_from_db(), told.refresh_from_db()
    assert (startup.state, told.outcome) == (Listing.State.HIDDEN, Report.Outcome.HIDDEN)
    assert "retirée" in Mail.objects.get(to="anna@exemple.test").text
    assert desk.post(url, {"decision": "kept"}, follow=True).status_code == 200
    told.refresh_from_db()
    assert told.outcome == Report.Outcome.HIDDEN
    assert desk.post(url, {"decision": "other"}).status_code == 404


def test_a_change_of_a_listing_that_was_merged_leaves_the_queue_and_comes_back_with_it(desk, startup, owner):
    revision = changed(startup, owner, name="Posidone SAS")
    kept = StartupFactory(published=True)
    changed(kept, owner, name="Autre nom")
    curator = UserFactory(curator=True)
    merge = merge_listings(kept, startup, values={}, by=curator)
    address = reverse("curation:change_decision", args=[revision.pk])
    assert revision not in Revision.objects.to_read()
    assert len(waiting_keys()) == 1
    answer = desk.post(address, {"decision": "publish", "champs": ["name"]}, follow=True)
    assert "il n’y a plus rien à y décider" in answer.content.decode()
    undo_merge(merge, by=curator)
    assert revision in Revision.objects.to_read()

"""The team's desk: what waits is read once, and its owner learns the decision."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from ecosystem.accounts.models import CURATORS
from ecosystem.core.models import Mail
from ecosystem.directory.actions import move_listing
from ecosystem.directory.duplicates import call_distinct
from ecosystem.directory.models import Listing
from ecosystem.matching.models import RoundMove
from tests.factories import MemberFactory, RoundFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(django_user_model):
    from django.contrib.auth.models import Group  # noqa: PLC0415

    user = UserFactory()
    user.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    return user


@pytest.fixture
def submitted():
    startup = StartupFactory(tagline="Des capteurs pour les quais", description="Trois ports nous font confiance.")
    owner = MemberFactory(startup=startup).user
    move_listing(startup, "submit", by=owner)
    return startup


def test_the_queue_shows_what_waits_to_curators_only(client, curator, submitted):
    assert client.get(reverse("curation:queue")).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse("curation:queue")).status_code == 404
    client.force_login(curator)
    page = client.get(reverse("curation:queue"))
    assert submitted.name in page.content.decode()


def test_publishing_puts_it_online_and_tells_the_owner_once(
    client, curator, submitted, django_capture_on_commit_callbacks
):
    client.force_login(curator)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("curation:decision", args=[submitted.pk]), {"decision": "publish"})
    submitted.refresh_from_db()
    assert submitted.state == Listing.State.PUBLISHED
    assert submitted.moves.latest("pk").by == curator
    mail = Mail.objects.get()
    assert mail.to == submitted.members.get().user.email
    assert submitted.get_absolute_url() in mail.text
    assert mail.state == Mail.State.SENT


def test_a_correction_needs_words_and_the_owner_reads_them(client, curator, submitted):
    client.force_login(curator)
    address = reverse("curation:decision", args=[submitted.pk])
    answer = client.post(address, {"decision": "request_changes", "message": " "}, follow=True)
    assert "Dites en une phrase" in answer.content.decode()
    submitted.refresh_from_db()
    assert submitted.state == Listing.State.SUBMITTED
    client.post(address, {"decision": "request_changes", "message": "Le SIREN manque."})
    submitted.refresh_from_db()
    assert submitted.state == Listing.State.CHANGES_REQUESTED
    assert "Le SIREN manque." in Mail.objects.get().text


def test_a_listing_sent_again_unchanged_is_shown_whole_and_said_to_be_the_same(client, curator, submitted):
    move_listing(submitted, "request_changes", by=curator, reason="Le SIREN manque.")
    move_listing(submitted, "submit", by=submitted.members.get().user)
    client.force_login(curator)
    page = client.get(reverse("curation:queue")).content.decode()
    assert "Rien n’a changé depuis la dernière relecture." in page
    assert '<div class="diff-new">Des capteurs pour les quais</div>' in page


def test_reading_decides_nothing(client, curator, submitted):
    client.force_login(curator)
    address = reverse("curation:decision", args=[submitted.pk])
    assert client.get(address).status_code == 405
    assert client.post(address, {"decision": "archive"}).status_code == 404
    submitted.refresh_from_db()
    assert submitted.state == Listing.State.SUBMITTED


def test_the_first_steps_of_the_team_tick_themselves_and_go_once_done(client, curator, submitted):
    def steps():
        return {step.label: step.is_done for step in client.get(reverse("curation:queue")).context["first_steps"]}

    client.force_login(curator)
    assert steps() == dict.fromkeys(
        [
            "Protéger votre compte",
            "Relire une première fiche",
            "Suivre une fiche",
            "Trancher un doublon",
            "Préparer une tournée",
        ],
        False,
    )
    assert "Pour bien commencer" in client.get(reverse("curation:queue")).content.decode()
    client.post(reverse("curation:assign", args=[submitted.pk]), {"personne": curator.pk})
    client.post(reverse("curation:decision", args=[submitted.pk]), {"decision": "publish"})
    assert [label for label, done in steps().items() if done] == ["Relire une première fiche", "Suivre une fiche"]
    call_distinct(submitted, StartupFactory(), by=curator)
    RoundMove.objects.create(round=RoundFactory(), by=curator, from_state="draft", to_state="computing")
    Authenticator.objects.create(user=curator, type=Authenticator.Type.WEBAUTHN, data={})
    assert steps() == {}
    assert "Pour bien commencer" not in client.get(reverse("curation:queue")).content.decode()

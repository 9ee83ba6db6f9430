"""What is not public of a startup: four audiences of one page, files that have no address, and who opened them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.consents import Purpose, record_consent
from ecosystem.accounts.models import Consent
from ecosystem.directory.models import Opening
from ecosystem.engagements.actions import open_engagement
from startups.models import Startup
from tests.factories import MentorFactory, NeedFactory, SectorFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _private(settings: Any, tmp_path: Any) -> None:
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def founder() -> Any:
    return UserFactory(full_name="Inès Vidal")


@pytest.fixture
def startup(founder: Any) -> Startup:
    return StartupFactory(
        published=True,
        admin=founder,
        raise_eur=400_000,
        raise_use="Deux robots de plus",
        contact_email="in@dedans.test",
    )


@pytest.fixture
def mentor(startup: Startup) -> Any:
    """A mentor at work with the startup: both said yes."""
    mentor = MentorFactory(published=True)
    open_engagement(NeedFactory(startup=startup, opened=True), mentor, by=None)
    return mentor.user


def as_(person: Any) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def a_deck(content: bytes = PDF, name: str = "deck.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def opened(startup: Startup, what: str) -> str:
    return reverse("startups:open", args=[startup.slug, what])


def test_one_address_shows_four_sets_of_fields(startup: Startup, founder: Any, mentor: Any) -> None:
    curator = UserFactory(curator=True)
    pages = {
        name: as_(person).get(startup.get_absolute_url()).content.decode()
        for name, person in {
            "visitor": None,
            "founder elsewhere": StartupFactory(admin=UserFactory()).members.get().user,
            "founder": founder,
            "matched": mentor,
            "staff": curator,
        }.items()
    }
    for name, page in pages.items():
        assert ("in@dedans.test" in page) == (name == "founder"), name
        assert ("Deux robots de plus" in page) == (name == "founder"), name
    assert "Voir les coordonnées" not in pages["visitor"] + pages["founder elsewhere"]
    assert "Voir les coordonnées" in pages["matched"]
    assert "Motif, lu par la startup" not in pages["matched"]
    assert "Motif, lu par la startup" in pages["staff"]


def test_an_opening_is_written_once_shown_for_half_an_hour_and_read_by_the_owner(
    startup: Startup, founder: Any, mentor: Any
) -> None:
    client = as_(mentor)
    for _twice in range(2):
        client.post(opened(startup, "raise"))
    page = client.get(startup.get_absolute_url()).content.decode()
    assert "Deux robots de plus" in page
    assert "in@dedans.test" not in page
    assert Opening.objects.get().by == mentor
    assert mentor.full_name in as_(founder).get(startup.get_absolute_url()).content.decode()
    Opening.objects.update(at=timezone.now() - timedelta(minutes=31))
    assert "Deux robots de plus" not in client.get(startup.get_absolute_url()).content.decode()


def test_the_team_says_why_it_reads(startup: Startup, founder: Any) -> None:
    client = as_(UserFactory(curator=True))
    assert "Dites pourquoi" in told(client.post(opened(startup, "contact")))
    assert not Opening.objects.exists()
    client.post(opened(startup, "contact"), {"reason": "Un rappel par téléphone"})
    assert "in@dedans.test" in client.get(startup.get_absolute_url()).content.decode()
    assert "Un rappel par téléphone" in as_(founder).get(startup.get_absolute_url()).content.decode()


@pytest.mark.parametrize("what", ["contact", "raise", "deck", "autre"])
def test_others_find_nothing_to_open(startup: Startup, what: str) -> None:
    assert as_(UserFactory()).post(opened(startup, what)).status_code == 404
    assert not Opening.objects.exists()


def test_an_engagement_that_ended_opens_nothing_more(startup: Startup, mentor: Any) -> None:
    engagement = mentor.mentor.engagements.get()
    engagement.close()
    engagement.save()
    assert as_(mentor).post(opened(startup, "contact")).status_code == 404


def test_the_raise_closes_as_soon_as_leave_is_taken_back(startup: Startup, founder: Any, mentor: Any) -> None:
    client = as_(mentor)
    client.post(opened(startup, "raise"))
    for given in (True, False):
        record_consent(founder, Purpose.RAISE, given, where="compte", space="founder")
    page = client.get(startup.get_absolute_url()).content.decode()
    assert "Deux robots de plus" not in page
    assert "Voir les coordonnées" in page
    assert client.post(opened(startup, "raise")).status_code == 404


def test_sending_the_listing_notes_what_it_agrees_to(founder: Any) -> None:
    startup = StartupFactory(admin=founder, sectors=[SectorFactory()], raise_eur=400_000)
    for _twice in range(2):
        as_(founder).post(reverse("startups:submit", args=[startup.pk]))
    startup.refresh_from_db()
    assert startup.state == "submitted"
    said = sorted(Consent.objects.filter(user=founder, given=True).values_list("purpose", flat=True))
    assert said == sorted([Purpose.PUBLISH, Purpose.MATCHING, Purpose.RAISE])


def test_a_deck_is_kept_apart_and_sent_as_a_file(startup: Startup, founder: Any, mentor: Any, tmp_path: Any) -> None:
    as_(founder).post(reverse("startups:deck", args=[startup.pk]), {"deck": a_deck(name="Notre levée.pdf")})
    startup.refresh_from_db()
    assert startup.deck_name == "Notre levée.pdf"
    assert [path.suffix for path in tmp_path.rglob("*.pdf")] == [".pdf"]
    response: Any = as_(mentor).post(opened(startup, "deck"))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert Opening.objects.get().what == Opening.What.DECK


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"%PDF-1.7 cut short", b"PK\x03\x04%%EOF"])
def test_a_deck_that_is_no_pdf_is_refused_and_the_former_one_stays(
    startup: Startup, founder: Any, content: bytes
) -> None:
    client = as_(founder)
    url = reverse("startups:deck", args=[startup.pk])
    client.post(url, {"deck": a_deck()})
    former = Startup.objects.get(pk=startup.pk).deck.name
    page = client.post(url, {"deck": a_deck(content)}).content.decode()
    assert "PDF" in page or "vide" in page
    assert former
    assert Startup.objects.get(pk=startup.pk).deck.name == former


def test_a_deck_that_is_too_heavy_says_so(startup: Startup, founder: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("ecosystem.core.files.MOST_BYTES", 10)
    page = as_(founder).post(reverse("startups:deck", args=[startup.pk]), {"deck": a_deck()}).content.decode()
    assert "pèse plus de 20" in page


def test_another_deck_replaces_the_former_file(
    startup: Startup, founder: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = as_(founder)
    url = reverse("startups:deck", args=[startup.pk])
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url, {"deck": a_deck()})
    assert len(list(tmp_path.rglob("*.pdf"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"remove": "1"})
    assert list(tmp_path.rglob("*.pdf")) == []
    assert not Startup.objects.get(pk=startup.pk).deck

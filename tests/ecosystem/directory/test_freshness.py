"""Listings are confirmed, asked again, hidden, and brought back by one click."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.mail import holds
from ecosystem.core.models import Mail
from ecosystem.directory.actions import move_listing
from ecosystem.directory.freshness import BETWEEN, confirm, hides_at, keep_fresh, may_be_confirmed
from ecosystem.directory.freshness_links import ConfirmLink, confirm_link
from ecosystem.directory.models import FreshnessAsk, Listing
from ecosystem.directory.writing import write_listing
from ecosystem.ui.typography import short_day
from startups.models import Startup
from tests.factories import MentorFactory, StartupFactory, TradeShowFactory, UserFactory

pytestmark = pytest.mark.django_db
Check = Listing.Check


@pytest.fixture(autouse=True)
def _at_any_hour(settings: Any) -> None:
    settings.MAIL_OFFICE_HOURS = False


@pytest.fixture
def founder() -> User:
    return UserFactory(full_name="Inès Vidal")


def verified(days_ago: int, **more: Any) -> Startup:
    at = timezone.now() - timedelta(days=days_ago)
    startup: Startup = StartupFactory(published=True, **more)
    Listing.objects.filter(pk=startup.pk).update(verified_at=at, published_at=at)
    startup.refresh_from_db()
    return startup


def later(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def path_in(mail: Mail) -> str:
    """The signed link of a mail."""
    return next(word for word in mail.text.split() if "/fiche/verifier/" in word).split("8000")[-1]


def test_after_six_months_the_owner_is_asked_once_and_twice_a_day_changes_nothing(founder: User) -> None:
    verified(170, admin=founder), verified(190, admin=founder, name="Ancienne")
    assert keep_fresh() == 1
    assert keep_fresh() == 0
    mail = Mail.objects.get()
    assert "Ancienne" in mail.subject
    assert mail.reader == founder


def test_the_number_of_months_is_a_setting(settings: Any, founder: User) -> None:
    settings.FRESHNESS_MONTHS = 3
    verified(100, admin=founder)
    assert keep_fresh() == 1


def test_it_asks_again_every_two_weeks_four_times_then_hides_and_says_why(founder: User) -> None:
    startup = verified(190, admin=founder)
    counts = []
    for step in range(8):
        keep_fresh(later(15 * step))
        counts.append(FreshnessAsk.objects.get().count)
    assert counts == [1, 2, 3, 4, 4, 4, 4, 4]
    startup.refresh_from_db()
    assert startup.is_public
    keep_fresh(later(200))
    startup.refresh_from_db()
    move = startup.moves.latest("pk")
    assert startup.state == Listing.State.HIDDEN
    assert move.by is None
    assert "4 relances sans réponse" in move.reason
    assert Mail.objects.count() == 5
    assert "n’est plus dans l’annuaire" in Mail.objects.latest("pk").subject


def test_a_listing_that_was_never_asked_is_asked_before_it_is_hidden_however_old(founder: User) -> None:
    startup = verified(900, admin=founder)
    for step in range(4):
        keep_fresh(later(15 * step))
        startup.refresh_from_db()
        assert startup.is_public
    ask = FreshnessAsk.objects.get()
    assert hides_at(ask) == ask.last_at + BETWEEN
    keep_fresh(later(60))
    startup.refresh_from_db()
    assert startup.state == Listing.State.HIDDEN


def test_one_click_without_signing_in_confirms_and_opening_the_page_changes_nothing(
    client: Client, founder: User
) -> None:
    startup = verified(190, admin=founder)
    keep_fresh()
    path = path_in(Mail.objects.get())
    before = startup.verified_at
    page = client.get(path).content.decode()
    assert "est-elle toujours exacte" in page
    assert startup.tagline in page
    assert startup.contact_email not in page
    startup.refresh_from_db()
    assert startup.verified_at == before
    assert "est vérifiée aujourd’hui" in client.post(path).content.decode()
    startup.refresh_from_db()
    assert (startup.verified_how, startup.verified_by) == (Check.CONFIRMED, founder)
    assert startup.verified_at > timezone.now() - timedelta(minutes=1)
    assert FreshnessAsk.objects.get().answer == "verified"
    assert client.post(path).status_code == 200
    assert not holds(Mail.objects.get())


def test_one_click_brings_back_what_nobody_confirmed(client: Client, founder: User) -> None:
    startup = verified(400, admin=founder)
    for days in (0, 15, 30, 45, 60):
        keep_fresh(later(days))
    path = path_in(Mail.objects.latest("pk"))
    assert client.get(startup.get_absolute_url()).status_code == 404
    assert "la remettre en ligne" in client.get(path).content.decode()
    client.post(path)
    assert client.get(startup.get_absolute_url()).status_code == 200
    assert startup.moves.latest("pk").by == founder


def test_what_the_team_hid_is_not_brought_back_by_a_link(client: Client, founder: User) -> None:
    startup = verified(190, admin=founder)
    keep_fresh()
    path = path_in(Mail.objects.get())
    move_listing(startup, "hide", by=UserFactory(curator=True), reason="signalée")
    page = client.post(path).content.decode()
    assert "il n’y a rien à confirmer" in page
    startup.refresh_from_db()
    assert startup.state == Listing.State.HIDDEN
    assert not may_be_confirmed(startup)
    assert not holds(Mail.objects.get())


def test_a_link_stops_with_the_role_of_whom_it_was_written_to(client: Client, founder: User) -> None:
    startup = verified(190, admin=founder)
    link = confirm_link(startup.pk, founder.pk).path("fr")
    orphan = confirm_link(startup.pk, None).path("fr")
    startup.members.update(role="member")
    assert client.post(link).status_code == 410
    startup.members.update(role="admin")
    assert client.get(link).status_code == 200
    assert client.get(orphan).status_code == 410
    assert client.get(link.replace("verifier/", "verifier/x")).status_code == 410


def test_a_listing_without_an_account_is_asked_at_its_address(client: Client) -> None:
    startup = verified(190)
    startup.members.all().delete()
    keep_fresh()
    mail = Mail.objects.get()
    assert (mail.to, mail.reader) == (startup.contact_email, None)
    client.post(path_in(mail))
    startup.refresh_from_db()
    assert (startup.verified_how, startup.verified_by) == (Check.CONFIRMED, None)


def test_a_link_to_an_address_stops_when_the_listing_has_another_one(client: Client) -> None:
    startup = verified(190)
    startup.members.all().delete()
    old = ConfirmLink(startup.pk, 0, timezone.localdate() - timedelta(days=3)).path("fr")
    assert client.get(old).status_code == 200
    write_listing(startup, {"contact_email": "autre@exemple.test"}, by=UserFactory(curator=True), origin="staff")
    assert client.post(old).status_code == 410
    assert client.get(confirm_link(startup.pk, None).path("fr")).status_code == 200


def test_without_an_account_nor_an_address_nobody_is_asked_and_nothing_is_hidden() -> None:
    startup = verified(900, contact_email="")
    startup.members.all().delete()
    for days in (0, 15, 30, 45, 60, 400):
        keep_fresh(later(days))
    startup.refresh_from_db()
    assert startup.is_public
    assert not FreshnessAsk.objects.exists()


def test_an_edit_by_the_owner_answers_the_question(founder: User) -> None:
    startup = verified(190, admin=founder)
    keep_fresh()
    write_listing(startup, {"city": "Aix"}, by=founder)
    assert keep_fresh(later(20)) == 0
    ask = FreshnessAsk.objects.get()
    assert (ask.answer, ask.answered_after) == ("verified", 1)


def test_shows_are_the_teams_and_are_not_asked() -> None:
    show = TradeShowFactory(published=True)
    Listing.objects.filter(pk=show.pk).update(verified_at=later(-900))
    assert keep_fresh() == 0


def test_an_owner_confirms_from_her_space_and_nobody_else_does(client: Client, founder: User) -> None:
    startup = verified(190, admin=founder)
    url = reverse("home:confirm_own", args=[startup.pk])
    client.force_login(UserFactory())
    assert client.post(url).status_code == 404
    client.force_login(founder)
    assert client.post(url).status_code == 302
    startup.refresh_from_db()
    assert startup.verified_how == Check.CONFIRMED


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (Check.CONFIRMED, "Fiche confirmée par son auteur"),
        (Check.EDITED, "Fiche confirmée par son auteur"),
        (Check.CALL, "Fiche relue par l’équipe"),
        ("", "Fiche relue par l’équipe"),
    ],
)
def test_the_public_page_says_when_and_by_whom_it_was_verified(client: Client, how: str, said: str) -> None:
    mentor = MentorFactory(published=True)
    checked = later(-95)
    Listing.objects.filter(pk=mentor.pk).update(verified_how=how, verified_at=checked)
    page = client.get(mentor.get_absolute_url()).content.decode()
    assert f"{said} le {short_day(checked)}" in page


def test_a_confirmation_of_what_is_not_on_line_changes_nothing(founder: User) -> None:
    draft = StartupFactory(admin=founder)
    confirm(draft, by=founder)
    draft.refresh_from_db()
    assert draft.verified_at is None

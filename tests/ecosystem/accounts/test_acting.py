"""Reading somebody's space: opened for a reason, told, read only, and over in half an hour."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.acting import DURATION, SESSION_KEY, start_acting
from ecosystem.accounts.errors import CannotActAs, ReasonMissing
from ecosystem.accounts.models import ActingAs, User
from ecosystem.core.models import Mail
from ecosystem.directory.models import Listing
from tests.factories import ActingAsFactory, MailFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
REASON = "ne voit pas sa proposition"


@pytest.fixture
def curator() -> User:
    return UserFactory(curator=True, full_name="Lucie Marchetti")


@pytest.fixture
def founder() -> User:
    return UserFactory(full_name="Inès Vidal")


@pytest.fixture
def browser(curator: User, founder: User) -> Client:
    """The curator's, in the founder's space."""
    StartupFactory(published=True, admin=founder, name="Calanque Robotics")
    client = Client()
    client.force_login(curator)
    sent = client.post(reverse("home:acting", args=[founder.pk]), {"reason": REASON})
    assert sent.status_code == 302
    return client


def test_a_curator_sees_the_space_as_the_person_does_with_a_banner(browser: Client) -> None:
    page = browser.get(reverse("home:space")).content.decode()
    assert "Bonjour Inès" in page
    assert "Vous voyez ce que voit Inès Vidal" in page
    assert REASON in page
    assert "encore 30 min" in page
    assert browser.get(reverse("curation:queue")).status_code == 404


def test_the_person_is_told_at_once_and_reads_it_in_her_account(browser: Client, founder: User) -> None:
    mail = Mail.objects.get(reader=founder)
    assert REASON in mail.text
    assert "Lucie Marchetti" in mail.subject
    own = Client()
    own.force_login(founder)
    page = own.get(reverse("home:journal_mine")).content.decode()
    assert "Lucie Marchetti a vu ce que voit Inès Vidal" in page
    account = own.get(reverse("home:account")).content.decode()
    assert "Votre espace" in account
    assert REASON in account
    stranger = Client()
    stranger.force_login(UserFactory())
    assert REASON not in stranger.get(reverse("home:journal_mine")).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_whatever_is_no_reading_is_refused_with_a_page_and_counted(browser: Client, founder: User, method: str) -> None:
    answer = getattr(browser, method)(reverse("home:account"), {"full_name": "Autre", "language": "fr"})
    assert answer.status_code == 403
    assert "Rien n’a été enregistré" in answer.content.decode()
    founder.refresh_from_db()
    assert founder.full_name == "Inès Vidal"
    assert ActingAs.objects.get().refused_count == 1


def test_her_keys_her_messages_and_her_data_stay_closed(browser: Client, founder: User) -> None:
    mail = MailFactory(reader=founder)
    closed = [reverse("home:message", args=[mail.pk]), reverse("account_email"), reverse("mfa_index")]
    for url in [*closed, reverse("account_change_password"), reverse("admin:index"), reverse("home:mail_choices")]:
        answer = browser.get(url)
        assert answer.status_code == 403, url
        assert "Cette page reste à la personne" in answer.content.decode()
    assert ActingAs.objects.get().refused_count == 0


def test_leaving_gives_the_curator_her_own_space_back_and_twice_changes_nothing(browser: Client) -> None:
    assert browser.post(reverse("home:acting_leave")).status_code == 302
    first = ActingAs.objects.get().ended_at
    assert first is not None
    assert browser.post(reverse("home:acting_leave")).status_code == 302
    assert ActingAs.objects.get().ended_at == first
    assert browser.get(reverse("curation:queue")).status_code == 200


def test_signing_out_ends_it(browser: Client) -> None:
    browser.post(reverse("account_logout"))
    assert ActingAs.objects.get().ended_at is not None
    assert "_auth_user_id" not in browser.session


def test_after_half_an_hour_the_next_request_is_nobody_elses_and_writes_nothing(
    browser: Client, curator: User, founder: User
) -> None:
    past = timezone.now() - DURATION
    ActingAs.objects.update(at=past - timedelta(minutes=1), ends_at=past)
    answer = browser.post(reverse("home:account"), {"full_name": "Autre", "language": "fr"})
    assert answer.status_code == 302
    assert {User.objects.get(pk=one.pk).full_name for one in (curator, founder)} == {"Lucie Marchetti", "Inès Vidal"}
    assert SESSION_KEY not in browser.session
    assert "Bonjour Inès" not in browser.get(reverse("home:space"), follow=True).content.decode()


def test_a_curator_who_is_no_longer_one_sees_nothing_more(browser: Client, curator: User) -> None:
    curator.groups.clear()
    assert browser.get(reverse("home:space")).status_code == 302
    assert SESSION_KEY not in browser.session


@pytest.mark.parametrize("state", [{"curator": True}, {"admin": True}, {"is_staff": True}, {"is_active": False}])
def test_the_team_and_closed_accounts_are_opened_by_nobody(curator: User, state: dict[str, Any]) -> None:
    with pytest.raises(CannotActAs):
        start_acting(UserFactory(**state), by=curator, reason=REASON)
    assert not ActingAs.objects.exists()


def test_only_a_curator_opens_a_space_and_only_with_a_reason(curator: User, founder: User) -> None:
    with pytest.raises(CannotActAs):
        start_acting(founder, by=UserFactory(), reason=REASON)
    with pytest.raises(ReasonMissing):
        start_acting(founder, by=curator, reason="  ")


def test_opening_another_space_leaves_the_first(curator: User, founder: User) -> None:
    first = start_acting(founder, by=curator, reason=REASON)
    start_acting(UserFactory(), by=curator, reason=REASON)
    first.refresh_from_db()
    assert first.ended_at is not None
    assert ActingAs.objects.open().count() == 1


def test_the_database_wants_a_reason_and_two_people(curator: User) -> None:
    for wrong in ({"reason": ""}, {"user": curator, "by": curator}, {"ends_at": timezone.now() - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActingAsFactory(**wrong)


def test_a_public_page_read_in_somebodys_place_is_not_kept_by_caches(browser: Client) -> None:
    listing = Listing.objects.get()
    answer = browser.get(listing.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Vous voyez ce que voit" in answer.content.decode()


def test_people_are_found_by_name_and_the_team_is_not_listed(curator: User, founder: User) -> None:
    client = Client()
    client.force_login(curator)
    page = client.get(reverse("home:people"), {"q": "vidal"}).content.decode()
    assert "Inès Vidal" in page
    assert "Personne ne correspond" in client.get(reverse("home:people"), {"q": "marchetti"}).content.decode()

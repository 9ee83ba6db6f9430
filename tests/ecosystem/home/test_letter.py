"""The monthly letter goes to those alone who asked for it, once a month, and stops at their word."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client

from ecosystem.accounts.consents import Purpose, has_refused, record_consent
from ecosystem.accounts.models import User
from ecosystem.core.mail import send_due_mails
from ecosystem.core.mail_choices import stop_url
from ecosystem.core.models import Mail
from ecosystem.home.letter import write_letters
from ecosystem.home.mail_words import LETTER
from tests.factories import EditionFactory, StartupFactory, TradeShowFactory, UserFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime(2026, 12, 1, 10, 0, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FIRST, tick=False) as clock:
        yield clock


@pytest.fixture
def reader() -> User:
    person: User = UserFactory(full_name="Inès Vidal", email="ines@exemple.test")
    record_consent(person, Purpose.NEWSLETTER, True, where="inscription")
    return person


def test_it_tells_the_month_to_those_who_asked_and_once(reader: User) -> None:
    UserFactory(), record_consent(UserFactory(), Purpose.NEWSLETTER, False, where="compte")
    StartupFactory(published=True, name="Calanque Robotics", published_at=datetime(2026, 11, 30, 23, 0, tzinfo=PARIS))
    StartupFactory(published=True, name="Trop Vieille", published_at=datetime(2026, 10, 31, 23, 0, tzinfo=PARIS))
    StartupFactory(published=True, name="Trop Neuve", published_at=FIRST)
    StartupFactory(name="Brouillon")
    show = TradeShowFactory(published=True, name="Salon du Port", published_at=datetime(2026, 5, 1, tzinfo=PARIS))
    EditionFactory(tradeshow=show, year=2027, starts_on="2027-01-05", ends_on="2027-01-07")
    assert [write_letters(), write_letters()] == [1, 0]
    letter = Mail.objects.get(template=LETTER)
    assert (letter.to, letter.reader, letter.subject) == (reader.email, reader, "La lettre de novembre 2026")
    for word in ("Calanque Robotics", "Salon du Port", "Bonjour Inès,"):
        assert word in letter.text
        assert word in letter.html
    for word in ("Trop Vieille", "Trop Neuve", "Brouillon"):
        assert word not in letter.text


@pytest.mark.parametrize(("day", "count"), [("2026-12-01", 1), ("2026-12-06", 0), ("2026-12-07", 1), ("2026-12-08", 0)])
def test_it_leaves_on_a_working_day_of_the_first_week(
    reader: User, clock: time_machine.Traveller, day: str, count: int
) -> None:
    StartupFactory(published=True, published_at=datetime(2026, 11, 3, tzinfo=PARIS))
    clock.move_to(datetime.fromisoformat(f"{day}T10:00:00+01:00"))
    assert write_letters() == count


def test_a_month_without_news_writes_nothing(reader: User) -> None:
    assert write_letters() == 0


def test_what_waits_does_not_leave_once_the_word_is_taken_back(client: Client, reader: User) -> None:
    StartupFactory(published=True, published_at=datetime(2026, 11, 3, tzinfo=PARIS))
    write_letters()
    client.force_login(reader)
    client.post("/compte/accords/", {"purpose": "newsletter", "given": "no"})
    assert send_due_mails() == 0
    assert Mail.objects.get(template=LETTER).state == Mail.State.DROPPED
    assert outbox.outbox == []


def test_the_stop_link_takes_the_agreement_back_and_the_account_gives_it_again(client: Client, reader: User) -> None:
    StartupFactory(published=True, published_at=datetime(2026, 11, 3, tzinfo=PARIS))
    path = stop_url(LETTER, reader.email, "fr").partition("//")[2].partition("/")[2]
    assert client.get(f"/{path}").status_code == 200
    assert not has_refused(reader, Purpose.NEWSLETTER), "opening it changes nothing"
    client.post(f"/{path}")
    assert has_refused(reader, Purpose.NEWSLETTER)
    assert write_letters() == 0
    client.force_login(reader)
    page: Any = client.get("/compte/courriels/")
    assert "Lettre mensuelle" not in page.content.decode(), "it is not a mail that comes unasked"
    client.post("/compte/accords/", {"purpose": "newsletter", "given": "yes"})
    assert write_letters() == 1
    assert Mail.objects.get(template=LETTER).state == Mail.State.QUEUED

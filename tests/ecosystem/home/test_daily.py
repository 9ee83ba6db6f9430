"""The team's morning mail: on working days, once, to each curator, and only when something waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox

from ecosystem.accounts.models import User
from ecosystem.core.mail_choices import choose
from ecosystem.core.models import Mail
from ecosystem.home.daily import counts, curators
from ecosystem.home.mail_words import DAILY
from ecosystem.home.tasks import write_daily
from tests.factories import MailFactory, ProposalFactory, RoundFactory, StartupFactory, TaskRunFactory, UserFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def lucie() -> User:
    person: User = UserFactory(full_name="Lucie Marchetti", email="lucie@exemple.test", curator=True)
    return person


def test_each_curator_reads_what_waits_with_its_page(lucie: User) -> None:
    UserFactory(full_name="Quelqu’un d’autre")
    StartupFactory.create_batch(2, submitted=True)
    TaskRunFactory(failed=True)
    assert write_daily() == 1
    mail = Mail.objects.get(template=DAILY)
    assert (mail.to, mail.reader, mail.subject) == (lucie.email, lucie, "Ce qui vous attend\xa0: 2 fiches à relire")
    for words in ("Bonjour Lucie,", "2 sujets", "2 fiches à relire", "/equipe/relecture/", "1 tâche en échec"):
        assert words in mail.text
    assert "tournée" not in mail.text
    assert "2 fiches à relire" in mail.html


def test_nothing_waits_nothing_is_written(lucie: User) -> None:
    assert write_daily() == 0
    assert not Mail.objects.exists()


def test_a_morning_is_told_once_and_the_next_one_again(lucie: User, morning: time_machine.Traveller) -> None:
    StartupFactory(submitted=True)
    assert [write_daily(), write_daily()] == [1, 0]
    morning.shift(timedelta(days=1))
    assert write_daily() == 1


@pytest.mark.parametrize("day", ["2026-11-28", "2026-11-29", "2026-12-25"])
def test_nobody_is_written_to_on_a_day_off(lucie: User, morning: time_machine.Traveller, day: str) -> None:
    StartupFactory(submitted=True)
    morning.move_to(datetime.fromisoformat(f"{day}T08:00+01:00"))
    assert write_daily() == 0


def test_it_is_in_the_language_of_its_reader(lucie: User) -> None:
    User.objects.filter(pk=lucie.pk).update(language="en")
    StartupFactory(submitted=True)
    write_daily()
    assert "/en/equipe/relecture/" in Mail.objects.get(template=DAILY).text


def test_a_curator_who_refuses_it_reads_it_on_the_site_only(lucie: User) -> None:
    choose(lucie.email, DAILY, "never")
    StartupFactory(submitted=True)
    write_daily()
    assert Mail.objects.get(template=DAILY).state == Mail.State.MUTED
    assert outbox.outbox == []


def test_only_what_ends_now_counts_among_the_answers() -> None:
    today = MONDAY.date()
    for days in (0, 1, 2):
        ProposalFactory(sent=True, expires_on=today + timedelta(days=days))
    RoundFactory(ready=True)
    MailFactory(state=Mail.State.FAILED)
    waiting = {name: count for name, count in counts(today).items() if count}
    assert waiting == {"needs": 3, "answers": 2, "rounds": 1, "mails": 1}


def test_curators_are_the_active_members_of_the_team_and_administrators(lucie: User) -> None:
    admin = UserFactory(admin=True)
    UserFactory(curator=True, is_active=False)
    assert set(curators()) == {lucie, admin}

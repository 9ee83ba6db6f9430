"""Many workers and people at the same moment, on a real PostgreSQL: one digest, one version, one choice."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from ecosystem.core.mail import write_mail
from ecosystem.core.mail_choices import choose
from ecosystem.core.mail_digests import write_digests
from ecosystem.core.mail_kinds import DIGEST, MailKind
from ecosystem.core.mail_texts import save_text
from ecosystem.core.models import Mail, MailChoice, MailText
from tests.concurrency import at_once
from tests.ecosystem.core.kinds import TEMPLATE, kind, registered

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ADDRESS, PEOPLE = "ines@exemple.test", 12
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def news() -> Iterator[MailKind]:
    with registered(kind()) as one:
        yield one


def test_two_beats_write_one_digest_and_no_mail_stands_in_two(news: MailKind) -> None:
    choose(ADDRESS, "", MailChoice.Rhythm.DAILY)
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=PARIS), tick=False):
        for number in range(5):
            write_mail(key=f"event:{number}", to=ADDRESS, template=TEMPLATE, context={})
    with time_machine.travel(datetime(2026, 11, 27, 8, 10, tzinfo=PARIS), tick=False):
        at_once(PEOPLE, lambda _number: write_digests())
    digest = Mail.objects.get(template=DIGEST)
    assert digest.gathered.count() == 5


def test_people_who_save_at_once_write_one_version_and_the_others_are_told(news: MailKind) -> None:
    said = at_once(
        PEOPLE,
        lambda number: save_text(news, "fr", subject=f"Objet {number}", body="{lien}", by=None, based_on=0),
    )
    assert MailText.objects.count() == 1
    assert said["TextChanged"] == PEOPLE - 1


def test_a_stop_link_pressed_many_times_at_once_is_one_choice(news: MailKind) -> None:
    at_once(PEOPLE, lambda _number: choose(ADDRESS, TEMPLATE, MailChoice.Rhythm.NEVER))
    assert MailChoice.objects.get().rhythm == MailChoice.Rhythm.NEVER


def test_one_event_told_by_many_workers_is_one_mail(news: MailKind) -> None:
    at_once(PEOPLE, lambda _number: write_mail(key="event", to=ADDRESS, template=TEMPLATE, context={}))
    assert Mail.objects.count() == 1

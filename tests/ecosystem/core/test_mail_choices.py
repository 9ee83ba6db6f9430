"""What an address refuses or gathers: held or only read on the site, and never what asks for an answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as sent
from django.test import Client

from ecosystem.core import mail as engine
from ecosystem.core import mail_digests
from ecosystem.core.mail import register_truth, write_mail
from ecosystem.core.mail_choices import (
    NotOptional,
    StopLink,
    all_rhythms,
    choose,
    general_rhythm,
    read_stop,
    rhythm_of,
    stop_url,
)
from ecosystem.core.mail_digests import Todo, register_todos
from ecosystem.core.mail_kinds import DIGEST, MailKind
from ecosystem.core.mail_texts import save_text
from ecosystem.core.models import Mail, MailChoice
from ecosystem.core.tasks import deliver_queued_mails, gather_digests
from tests.ecosystem.core.kinds import TEMPLATE, kind, registered
from tests.ecosystem.core.smtp import queued_mail
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
State, Rhythm = Mail.State, MailChoice.Rhythm
ADDRESS = "ines@exemple.test"
PARIS = ZoneInfo("Europe/Paris")
THURSDAY = datetime(2026, 11, 26, 11, tzinfo=PARIS)
CONTEXT = {"prénom": "Inès", "startup": "Calanque", "échéance": "3 décembre", "lien": "https://escale.test/x/"}


@pytest.fixture
def news() -> Iterator[MailKind]:
    with registered(kind()) as one:
        yield one


@pytest.fixture
def ask() -> Iterator[MailKind]:
    with registered(kind(template="essais/question", label="Question", is_essential=True)) as one:
        yield one


def write(key: str = "event:1", template: str = TEMPLATE, to: str = ADDRESS, **fields: object) -> Mail:
    return write_mail(key=key, to=to, template=template, context=CONTEXT, **fields)


def states() -> dict[str, str]:
    return dict(Mail.objects.exclude(template=DIGEST).values_list("key", "state"))


# --- choosing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "state"),
    [("at_once", State.QUEUED), ("daily", State.HELD), ("weekly", State.HELD), ("never", State.MUTED)],
)
def test_a_mail_follows_the_choice_of_its_address_whatever_its_case(news: MailKind, rhythm: str, state: str) -> None:
    choose(ADDRESS, TEMPLATE, rhythm)
    assert write(to="Ines@Exemple.test").state == state
    assert write("event:2", to="autre@exemple.test").state == State.QUEUED


def test_a_choice_by_kind_counts_before_the_general_one(news: MailKind) -> None:
    choose(ADDRESS, "", Rhythm.WEEKLY)
    assert (rhythm_of(TEMPLATE, ADDRESS), general_rhythm(ADDRESS)) == (Rhythm.WEEKLY, Rhythm.WEEKLY)
    choose(ADDRESS, TEMPLATE, Rhythm.NEVER)
    assert {one.template: said for one, said in all_rhythms(ADDRESS)}[TEMPLATE] == Rhythm.NEVER
    choose(ADDRESS, "", Rhythm.DAILY)
    assert rhythm_of(TEMPLATE, ADDRESS) == Rhythm.DAILY, "a general choice takes back those by kind"


def test_what_asks_for_an_answer_is_never_held_or_refused(ask: MailKind, news: MailKind) -> None:
    choose(ADDRESS, "", Rhythm.NEVER)
    assert write(template=ask.template).state == State.QUEUED
    with pytest.raises(NotOptional):
        choose(ADDRESS, ask.template, Rhythm.NEVER)
    with pytest.raises(NotOptional):
        choose(ADDRESS, "a/template/of/no/kind", Rhythm.NEVER)
    assert [one.template for one, _rhythm in all_rhythms(ADDRESS)].count(ask.template) == 0


def test_what_waits_follows_a_new_choice_at_once(news: MailKind) -> None:
    choose(ADDRESS, "", Rhythm.WEEKLY)
    write(), write("event:2", to="autre@exemple.test")
    choose(ADDRESS, "", Rhythm.AT_ONCE)
    assert states() == {"event:1": State.QUEUED, "event:2": State.QUEUED}
    choose(ADDRESS, TEMPLATE, Rhythm.NEVER)
    assert states() == {"event:1": State.MUTED, "event:2": State.QUEUED}


def test_a_refused_mail_is_still_read_on_the_site(news: MailKind) -> None:
    choose(ADDRESS, TEMPLATE, Rhythm.NEVER)
    user = UserFactory()
    mail = write(reader=user.pk)
    assert deliver_queued_mails.apply().get() == 0
    assert list(Mail.objects.inbox_of(user.pk).unread()) == [mail]


def test_a_mail_costs_as_many_queries_whatever_was_written_and_chosen_before(
    news: MailKind, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        save_text(news, "fr", subject=f"Objet {number}", body="{lien}", by=None)
        choose(f"a{number}@exemple.test", TEMPLATE, Rhythm.DAILY)
        write(f"before:{number}")
    with django_assert_max_num_queries(7):  # known?, words, choice, known again, two savepoints, written
        write("after")


# --- the stop link -----------------------------------------------------------------------------------------------


def test_only_what_can_be_refused_carries_a_stop_link(news: MailKind, ask: MailKind) -> None:
    write("news"), write("ask", template=ask.template), queued_mail("file")
    assert deliver_queued_mails.apply().get() == 3
    by_key = {
        message.subject if "Calanque" not in message.subject else message.extra_headers["Message-ID"]: message
        for message in sent.outbox
    }
    ids = dict(Mail.objects.values_list("key", "message_id"))
    headers = by_key[ids["news"]].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address in by_key[ids["news"]].body
    assert read_stop(address.rstrip("/").rpartition("/")[2]) == StopLink(ADDRESS, TEMPLATE)
    for message in sent.outbox:
        if message.extra_headers["Message-ID"] != ids["news"]:
            assert set(message.extra_headers) == {"Message-ID"}
            assert "/arret/" not in message.body


def path(link: StopLink) -> str:
    return f"/courriels/arret/{link.token}/"


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_stop_link_changes_nothing(news: MailKind, client: Client, method: str) -> None:
    answer = getattr(client, method)(path(StopLink(ADDRESS, TEMPLATE)))
    assert answer.status_code == 200
    assert not MailChoice.objects.exists()


def test_a_mail_program_stops_a_kind_in_one_post_without_cookies(news: MailKind) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path(StopLink(ADDRESS, TEMPLATE)), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, "never a redirection"
    assert "sessionid" not in answer.cookies
    assert MailChoice.objects.get().rhythm == Rhythm.NEVER
    client.post(path(StopLink(ADDRESS, TEMPLATE)), {"List-Unsubscribe": "One-Click"})
    assert MailChoice.objects.count() == 1


def test_a_person_stops_gathers_or_takes_it_back_on_the_page(news: MailKind, client: Client) -> None:
    where = path(StopLink(ADDRESS, TEMPLATE))
    assert "Ne plus les recevoir" in client.get(where).content.decode()
    assert "Vous ne les recevrez plus" in client.post(where, {"rhythm": "never"}).content.decode()
    assert "Un résumé par semaine" in client.post(where, {"rhythm": "weekly"}).content.decode()
    client.post(where, {"rhythm": "at_once"})
    assert rhythm_of(TEMPLATE, ADDRESS) == Rhythm.AT_ONCE
    client.post(where, {"rhythm": "nonsense"})
    assert rhythm_of(TEMPLATE, ADDRESS) == Rhythm.NEVER


def test_a_link_that_nobody_signed_stops_nothing(news: MailKind, ask: MailKind, client: Client) -> None:
    token = StopLink(ADDRESS, TEMPLATE).token
    for bad in (token[:-2], "x", StopLink(ADDRESS, ask.template).token, StopLink(ADDRESS, "gone").token):
        assert client.post(f"/courriels/arret/{bad}/").status_code == 404
    assert not MailChoice.objects.exists()


def test_the_link_of_a_digest_stops_all_that_can_be(news: MailKind, client: Client) -> None:
    token = stop_url(DIGEST, ADDRESS, "fr").rstrip("/").rpartition("/")[2]
    assert client.post(f"/courriels/arret/{token}/").status_code == 200
    assert rhythm_of(TEMPLATE, ADDRESS) == Rhythm.NEVER


# --- digests -----------------------------------------------------------------------------------------------------


def at(day: int, hour: int = 8, minute: int = 5) -> datetime:
    """A moment of November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


def test_five_events_are_one_digest(news: MailKind) -> None:
    choose(ADDRESS, "", Rhythm.DAILY)
    user = UserFactory(email=ADDRESS, full_name="Inès Vidal")
    with time_machine.travel(THURSDAY, tick=False):
        for number in range(5):
            write(f"event:{number}", reader=user.pk, url=f"/page/{number}/")
        assert gather_digests.apply().get() == 0, "what came after eight waits for tomorrow"
    with time_machine.travel(at(27, 7, 50), tick=False):
        assert gather_digests.apply().get() == 0
    with time_machine.travel(at(27), tick=False):
        assert [gather_digests.apply().get() for _time in range(3)] == [1, 0, 0]
        assert deliver_queued_mails.apply().get() in {0, 1}
    (message,) = sent.outbox
    assert message.subject == "Votre journée\xa0: 5 nouvelles"
    assert message.body.count("/page/") == 5
    digest = Mail.objects.get(template=DIGEST)
    assert set(Mail.objects.filter(digest=digest).values_list("state", flat=True)) == {State.GATHERED}
    assert digest.gathered.count() == 5
    assert Mail.objects.inbox_of(user.pk).count() == 5, "the digest itself is no message"


def test_a_weekly_digest_leaves_on_the_first_working_day_of_the_week(news: MailKind) -> None:
    choose(ADDRESS, "", Rhythm.WEEKLY)
    with time_machine.travel(at(18), tick=False):
        write()
    for day in (19, 20, 21, 22):
        with time_machine.travel(at(day), tick=False):
            assert gather_digests.apply().get() == 0
    with time_machine.travel(at(23), tick=False):
        assert gather_digests.apply().get() == 1
    assert Mail.objects.get(template=DIGEST).subject.startswith("Votre semaine")


def test_a_digest_that_the_beat_missed_is_made_up_for_and_a_holiday_is_not_a_working_day(news: MailKind) -> None:
    choose(ADDRESS, "", Rhythm.WEEKLY)
    with time_machine.travel(datetime(2026, 4, 1, 12, tzinfo=PARIS), tick=False):
        write()
    with time_machine.travel(datetime(2026, 4, 6, 9, tzinfo=PARIS), tick=False):
        assert gather_digests.apply().get() == 0, "Easter Monday"
    with time_machine.travel(datetime(2026, 4, 9, 17, tzinfo=PARIS), tick=False):
        assert gather_digests.apply().get() == 1


def test_nothing_to_say_sends_nothing_and_what_no_longer_holds_is_not_said(
    news: MailKind, truth: dict[int, bool]
) -> None:
    choose(ADDRESS, "", Rhythm.DAILY)
    with time_machine.travel(THURSDAY, tick=False):
        write(about="essais.chose:1"), write("event:2", about="essais.chose:2")
    truth[1] = False
    with time_machine.travel(at(27), tick=False):
        gather_digests.apply()
    assert states() == {"event:1": State.DROPPED, "event:2": State.GATHERED}
    with time_machine.travel(at(27, 12), tick=False):
        write("event:3", about="essais.chose:1")
    with time_machine.travel(at(30), tick=False):
        assert gather_digests.apply().get() == 0
    assert Mail.objects.filter(template=DIGEST).count() == 1


def test_a_digest_says_what_waits_for_an_answer(news: MailKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_digests, "_todos", [])
    user = UserFactory(email=ADDRESS)
    register_todos(lambda pk: [Todo("Répondre à Yann", "Score 81", "/espace/")] if pk == user.pk else [])
    choose(ADDRESS, "", Rhythm.DAILY)
    with time_machine.travel(THURSDAY, tick=False):
        write(reader=user.pk)
    with time_machine.travel(at(27), tick=False):
        gather_digests.apply()
    digest = Mail.objects.get(template=DIGEST)
    assert "Répondre à Yann" in digest.html
    assert "/espace/" in digest.text


# --- what still holds, and at what hour --------------------------------------------------------------------------


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> dict[int, bool]:
    """By record, whether what is said of it holds."""
    said: dict[int, bool] = {}
    monkeypatch.setattr(engine, "_truths", {})
    register_truth("essais.chose", lambda pk, template: said.get(pk, True))
    return said


def test_a_mail_about_something_that_is_over_is_dropped_and_never_sent(truth: dict[int, bool]) -> None:
    over, holds = queued_mail("over", about="essais.chose:1"), queued_mail("holds", about="essais.chose:2")
    unknown = queued_mail("unknown", about="autre.chose:1")
    truth[1] = False
    assert deliver_queued_mails.apply().get() == 2
    assert states() == {"over": State.DROPPED, "holds": State.SENT, "unknown": State.SENT}
    truth[1] = True
    assert deliver_queued_mails.apply().get() == 0, "dropped for good"
    assert {message.extra_headers["Message-ID"] for message in sent.outbox} == {holds.message_id, unknown.message_id}
    assert over.pk


def test_a_check_that_fails_is_tried_again_like_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_truths", {"essais.chose": lambda pk, template: 1 // 0})
    queued_mail("one", about="essais.chose:1")
    assert deliver_queued_mails.apply().get() == 0
    mail = Mail.objects.get()
    assert (mail.state, mail.attempt_count) == (State.QUEUED, 1)
    assert mail.failure.startswith("ZeroDivisionError")


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        (at(26, 11), at(26, 11)),
        (at(26, 19), at(27, 9, 0)),
        (at(27, 18, 0), at(30, 9, 0)),
        (at(28, 11), at(30, 9, 0)),
        (datetime(2026, 12, 24, 20, tzinfo=PARIS), datetime(2026, 12, 28, 9, tzinfo=PARIS)),
    ],
)
def test_a_mail_of_office_hours_waits_for_them(written: datetime, leaves: datetime) -> None:
    with registered(kind(office_hours=True)):
        with time_machine.travel(written, tick=False):
            mail = write()
        assert (mail.not_before or written) == leaves
        if written != leaves:
            with time_machine.travel(leaves - timedelta(minutes=1), tick=False):
                assert deliver_queued_mails.apply().get() == 0
        with time_machine.travel(leaves, tick=False):
            assert deliver_queued_mails.apply().get() == 1


def test_a_mail_that_is_late_for_its_hours_waits_for_the_morning_and_spends_no_attempt() -> None:
    with registered(kind(office_hours=True)):
        with time_machine.travel(at(26, 17, 55), tick=False):
            write()
        with time_machine.travel(at(26, 18, 30), tick=False):
            assert deliver_queued_mails.apply().get() == 0
        mail = Mail.objects.get()
        assert (mail.state, mail.attempt_count, mail.not_before) == (State.QUEUED, 0, at(27, 9, 0))
        with time_machine.travel(at(27, 9, 0), tick=False):
            assert deliver_queued_mails.apply().get() == 1

"""The outbox: a mail is written once with its event, and leaves once, whatever the mail server does."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail as sent
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.template import engines
from django.utils import timezone
from pytest_django import Settings

from ecosystem.core.mail import CLAIM_LIFE, FIRST_WAIT, MAX_ATTEMPTS, release_stale_claims, send_mail, write_mail
from ecosystem.core.models import Mail
from ecosystem.core.tasks import deliver_queued_mails
from tests.ecosystem.core.smtp import STEPS, MailServer, queued_mail
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
State, DAY = Mail.State, timedelta(days=1)


@pytest.fixture
def hello(tmp_path: Path, settings: Settings) -> str:
    """A template of three files in two languages."""
    (tmp_path / "hello.subject.txt").write_text(
        "{% load i18n %}\n{% get_current_language as l %}{{ l }} :\n {{ name }}\n"
    )
    (tmp_path / "hello.txt").write_text("{{ name }} {{ site_url }} {{ language }}")
    (tmp_path / "hello.html").write_text("<style>p { color: red }</style><p>{{ name }}</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    engines.__dict__.pop("templates", None)
    return "hello"


def write(template: str, key: str = "event:1", name: str = "Inès", **fields: Any) -> Mail:
    return write_mail(key=key, to="ines@exemple.test", template=template, context={"name": name}, **fields)


# --- writing -----------------------------------------------------------------------------------------------------


def test_a_mail_is_rendered_in_the_readers_language(hello: str, settings: Settings) -> None:
    mail = write(hello, language="en")
    assert (mail.subject, mail.text) == ("en : Inès", f"Inès {settings.SITE_URL} en")
    assert 'style="color: red' in mail.html
    assert (mail.state, mail.language, mail.attempt_count) == (State.QUEUED, "en", 0)
    assert mail.message_id.endswith(f"@{settings.MAIL_DOMAIN}>")
    assert write(hello, key="event:2").subject == "fr : Inès"


def test_the_same_event_is_told_once(hello: str) -> None:
    first, again = write(hello), write(hello, name="Autre")
    assert (again.pk, again.text, again.message_id) == (first.pk, first.text, first.message_id)
    assert Mail.objects.count() == 1


def test_a_mail_knows_whose_it_is_and_what_it_is_about(hello: str) -> None:
    user = UserFactory()
    mail = write(hello, reader=user.pk, about="matching.proposal:12", url="/espace/")
    assert (mail.reader, mail.about, mail.url) == (user, "matching.proposal:12", "/espace/")
    assert list(Mail.objects.inbox_of(user.pk).unread()) == [mail]
    assert Mail.objects.inbox_of(user.pk).mark_read() == 1
    assert not Mail.objects.inbox_of(user.pk).unread().exists()
    user.delete()
    assert Mail.objects.get().reader is None


def test_the_messages_of_a_person_are_hers_and_may_be_known() -> None:
    user, now = UserFactory(), timezone.now()
    hers = queued_mail("hers", reader=user, not_before=now)
    queued_mail("other", reader=UserFactory()), queued_mail("address")
    queued_mail("over", reader=user, state=State.DROPPED), queued_mail("later", reader=user, not_before=now + DAY)
    assert list(Mail.objects.inbox_of(user.pk)) == [hers]


def test_a_name_cannot_write_into_the_page(hello: str) -> None:
    html = write(hello, name="<b>x</b>").html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_subject_holds_on_one_line_and_in_its_column(hello: str) -> None:
    subject = write(hello, name="a\r\nBcc: tous@exemple.test " + "b" * 300).subject
    assert "\n" not in subject
    assert len(subject) == 200


def test_a_mail_of_an_event_that_did_not_happen_is_not_written(hello: str) -> None:
    with transaction.atomic():
        write(hello)
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


def test_the_database_refuses_a_mail_sent_without_a_date() -> None:
    mail = queued_mail("one")
    with pytest.raises(IntegrityError, match="mail_sent_has_a_date"), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(state=State.SENT)


# --- sending -----------------------------------------------------------------------------------------------------


def test_a_mail_leaves_once_with_its_id_and_both_forms() -> None:
    mail = queued_mail("one")
    assert deliver_queued_mails.apply().get() == 1
    assert deliver_queued_mails.apply().get() == 0
    assert not send_mail(mail.pk)
    (message,) = sent.outbox
    assert (message.to, message.subject, message.body) == ([mail.to], mail.subject, mail.text)
    assert message.extra_headers["Message-ID"] == mail.message_id
    assert message.alternatives[0].content == mail.html
    mail.refresh_from_db()
    assert (mail.state, mail.attempt_count, mail.failure) == (State.SENT, 1, "")
    assert mail.sent_at is not None


@pytest.mark.parametrize("state", [state for state in State.values if state != State.QUEUED])
def test_only_a_queued_mail_leaves(state: str) -> None:
    assert not send_mail(queued_mail("one", state=state, sent_at=timezone.now()).pk)
    assert sent.outbox == []


def test_a_mail_that_does_not_exist_is_nobodys_problem() -> None:
    assert not send_mail(404)


def use(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_dies_in_the_middle_gets_the_same_mail_again(step: str, settings: Settings) -> None:
    """At most one duplicate, where it died between taking the mail and saying so; the Message-ID tells it."""
    mail = queued_mail("one")
    with MailServer(dies_at=step) as dying:
        use(settings, dying.port)
        left = send_mail(mail.pk)
    mail.refresh_from_db()
    assert left == (step == "quit"), "a server that took the mail and said so has taken it"
    assert mail.state == (State.SENT if left else State.QUEUED)
    assert bool(mail.failure) != left
    with MailServer() as healthy, time_machine.travel(timezone.now() + FIRST_WAIT):
        use(settings, healthy.port)
        send_mail(mail.pk)
    assert Mail.objects.get().state == State.SENT
    told = [*dying.ids, *healthy.ids]
    assert set(told) == {mail.message_id}
    assert len(told) == (2 if step == "body" else 1)


def test_a_closed_port_is_a_failure_like_another(settings: Settings) -> None:
    with MailServer() as gone:
        use(settings, gone.port)
    assert not send_mail(queued_mail("one").pk)
    assert Mail.objects.get().failure.startswith("ConnectionRefusedError")


def break_the_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.ecosystem.core.test_mail.Broken"


class Broken(BaseEmailBackend):
    """A provider that raises whatever it wants."""

    def send_messages(self, messages: object) -> int:
        raise RuntimeError("quota " * 100)


def test_a_mail_is_given_up_after_its_last_attempt_and_says_why(settings: Settings) -> None:
    break_the_server(settings)
    mail, now = queued_mail("one"), timezone.now()
    states = []
    for day in range(MAX_ATTEMPTS + 2):
        with time_machine.travel(now + timedelta(days=day)):
            send_mail(mail.pk)
        mail.refresh_from_db()
        states.append(mail.state)
    assert states == [State.QUEUED] * (MAX_ATTEMPTS - 1) + [State.FAILED] * 3
    assert mail.attempt_count == MAX_ATTEMPTS
    assert mail.failure.startswith("RuntimeError: quota")
    assert len(mail.failure) == 300


def test_a_mail_that_another_task_has_just_tried_waits_like_the_others(settings: Settings) -> None:
    """Tasks that overlap hold old lists: what one failed to send, the next does not try again at once."""
    break_the_server(settings)
    mail = queued_mail("one")
    for _task in range(MAX_ATTEMPTS):
        assert not send_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempt_count) == (State.QUEUED, 1)


def test_the_beat_waits_longer_after_each_failure(settings: Settings) -> None:
    """A server that is down for an hour costs no mail: the attempts are not spent in the first minutes."""
    break_the_server(settings)
    mail, now = queued_mail("one"), timezone.now()
    tried = []
    with time_machine.travel(now, tick=False) as clock:
        for minute in range(0, 12 * 60, 5):
            clock.move_to(now + timedelta(minutes=minute))
            deliver_queued_mails.apply()
            mail.refresh_from_db()
            if mail.attempt_count > len(tried):
                tried.append(minute)
            if mail.state == State.FAILED:
                break
    gaps = [after - before for before, after in pairwise(tried)]
    assert len(tried) == MAX_ATTEMPTS
    assert gaps == sorted(gaps)
    assert 0 < gaps[0] <= 10
    assert tried[-1] > 6 * 60


def test_one_mail_that_fails_does_not_hold_the_others() -> None:
    failed = queued_mail("first", attempt_count=1, claimed_at=timezone.now())
    queued_mail("second")
    assert deliver_queued_mails.apply().get() == 1
    failed.refresh_from_db()
    assert (failed.state, len(sent.outbox)) == (State.QUEUED, 1)


def test_a_mail_does_not_leave_before_its_hour() -> None:
    now = timezone.now()
    mail = queued_mail("one", not_before=now + timedelta(hours=2))
    assert not send_mail(mail.pk)
    with time_machine.travel(now + timedelta(hours=1, minutes=59)):
        assert deliver_queued_mails.apply().get() == 0
    with time_machine.travel(now + timedelta(hours=2, minutes=1)):
        assert deliver_queued_mails.apply().get() == 1


# --- batches -----------------------------------------------------------------------------------------------------


class Slow(Broken):
    """A server that never answers: each mail costs its 20 seconds."""

    now = 0.0

    def send_messages(self, messages: object) -> int:
        Slow.now += 20
        raise TimeoutError


def test_a_silent_server_holds_a_task_for_about_a_minute(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    monkeypatch.setattr(Slow, "now", 0.0)
    monkeypatch.setattr("ecosystem.core.mail.monotonic", lambda: Slow.now)
    for number in range(10):
        queued_mail(str(number))
    assert deliver_queued_mails.apply().get() == 0
    assert Slow.now == 60
    deliver_queued_mails.apply()
    assert list(Mail.objects.order_by("pk").values_list("attempt_count", flat=True)) == [1] * 6 + [0] * 4


def test_the_mails_of_a_batch_leave_over_one_line(settings: Settings) -> None:
    mails = [queued_mail(str(number)) for number in range(3)]
    with MailServer() as server:
        use(settings, server.port)
        assert deliver_queued_mails.apply().get() == 3
    assert (server.ids, server.line_count) == ([mail.message_id for mail in mails], 1)


def test_a_server_that_hangs_up_between_two_mails_fails_none(settings: Settings) -> None:
    for number in range(3):
        queued_mail(str(number))
    with MailServer(dies_at="noop") as server:
        use(settings, server.port)
        assert deliver_queued_mails.apply().get() == 3
    assert set(Mail.objects.values_list("state", "attempt_count")) == {(State.SENT, 1)}


@pytest.mark.parametrize("step", [step for step in STEPS if step != "quit"])
def test_a_line_that_breaks_fails_the_mail_that_it_carried_and_no_other(step: str, settings: Settings) -> None:
    for number in range(3):
        queued_mail(str(number))
    with MailServer(dies_at=step, deaths=1) as server:
        use(settings, server.port)
        assert deliver_queued_mails.apply().get() == 2
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == [State.QUEUED, State.SENT, State.SENT]
    assert server.line_count == 2


def test_each_mail_written_to_a_folder_is_a_file(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for number in range(3):
        queued_mail(str(number))
    deliver_queued_mails.apply()
    assert len(list(tmp_path.iterdir())) == 3


# --- claims ------------------------------------------------------------------------------------------------------


def test_a_claim_whose_sender_died_goes_back_with_its_message_id() -> None:
    long_ago = timezone.now() - timedelta(minutes=11)
    dead = queued_mail("dead", state=State.SENDING, claimed_at=long_ago, attempt_count=1)
    alive = queued_mail("alive", state=State.SENDING, claimed_at=timezone.now(), attempt_count=1)
    assert release_stale_claims() == 1
    dead.refresh_from_db(), alive.refresh_from_db()
    assert (dead.state, alive.state) == (State.QUEUED, State.SENDING)
    assert deliver_queued_mails.apply().get() == 1
    assert sent.outbox[0].extra_headers["Message-ID"] == dead.message_id


def test_a_mail_that_kills_its_sender_each_time_is_given_up() -> None:
    long_ago = timezone.now() - timedelta(minutes=11)
    poison = queued_mail("poison", state=State.SENDING, claimed_at=long_ago, attempt_count=MAX_ATTEMPTS)
    assert release_stale_claims() == 0
    poison.refresh_from_db()
    assert poison.state == State.FAILED
    assert poison.failure


class Overtaken(Broken):
    """A provider so slow that its claim is released, and another sender is done, before it fails."""

    def send_messages(self, messages: object) -> int:
        with time_machine.travel(timezone.now() + CLAIM_LIFE + timedelta(minutes=1)):
            assert release_stale_claims() == 1
            Mail.objects.update(state=State.SENT, claimed_at=timezone.now(), sent_at=timezone.now())
        return super().send_messages(messages)


def test_a_sender_slower_than_its_claim_does_not_undo_what_another_did(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Overtaken"
    mail = queued_mail("one")
    assert not send_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == (State.SENT, "")

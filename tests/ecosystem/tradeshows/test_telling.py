"""Those who follow a show, or go to it, are told its dates and the last days to apply: each of them, once."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from ecosystem.accounts.models import User
from ecosystem.core.mail import holds
from ecosystem.core.mail_choices import Rhythm, choose
from ecosystem.core.models import Mail
from ecosystem.tradeshows.actions import follow_show
from ecosystem.tradeshows.models import Edition
from ecosystem.tradeshows.tasks import tell_show_news
from tests import factories
from tests.concurrency import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_january")]


@pytest.fixture
def _january():
    with time_machine.travel("2027-01-12 12:00", tick=False):
        yield


@pytest.fixture
def edition() -> Edition:
    made: Edition = factories.EditionFactory(year=2027, month=6, tradeshow__name="VivaTech", venue="Viparis")
    return made


@pytest.fixture
def follower(edition: Edition) -> User:
    person: User = factories.UserFactory(full_name="Inès Roux")
    follow_show(edition.tradeshow, by=person)
    return person


def confirm(edition: Edition, first: int, last: int) -> None:
    edition.starts_on, edition.ends_on = date(2027, 6, first), date(2027, 6, last)
    edition.dates_confirmed = True
    edition.save()


def told(person: User) -> list[str]:
    return [mail.subject.replace("\xa0", " ") for mail in Mail.objects.filter(reader=person).order_by("pk")]


def test_dates_are_told_once_when_they_are_confirmed_changed_and_cancelled(edition: Edition, follower: User) -> None:
    assert tell_show_news() == 0
    confirm(edition, 16, 19)
    assert (tell_show_news(), tell_show_news()) == (1, 0)
    first = Mail.objects.get(reader=follower)
    assert "du 16 au 19 juin 2027" in first.text.replace("\xa0", " ")
    assert "Viparis" in first.text
    assert "Auparavant" not in first.text
    Edition.objects.filter(pk=edition.pk).update(dates_confirmed=False)
    assert tell_show_news() == 0, "dates that are not sure any more are no news by themselves"
    confirm(edition, 9, 12)
    assert (tell_show_news(), tell_show_news()) == (1, 0)
    second = Mail.objects.filter(reader=follower).latest("pk")
    assert "du 9 au 12 juin 2027" in second.text.replace("\xa0", " ")
    assert "Auparavant : du 16 au 19 juin 2027" in second.text.replace("\xa0", " ")
    assert (holds(first), holds(second)) == (False, True), "what waits for a digest says nothing that is over"
    confirm(edition, 16, 19)
    Edition.objects.filter(pk=edition.pk).update(is_cancelled=True)
    assert (tell_show_news(), tell_show_news()) == (1, 0)
    assert told(follower) == [
        "VivaTech 2027 : ses dates sont confirmées",
        "VivaTech 2027 : ses dates changent",
        "VivaTech 2027 : cette édition n’aura pas lieu",
    ]
    Edition.objects.filter(pk=edition.pk).update(is_cancelled=False)
    assert tell_show_news() == 1, "an edition that is held after all is told again"


def test_those_who_go_are_told_too_in_their_language_and_nobody_twice(edition: Edition, follower: User) -> None:
    founder = factories.UserFactory(language="en")
    going = factories.StartupFactory(published=True, admin=founder)
    factories.AttendanceFactory(edition=edition, listing=going)
    follow_show(edition.tradeshow, by=founder)
    factories.UserFactory()
    confirm(edition, 16, 19)
    tell_show_news()
    assert Mail.objects.count() == 2
    english = Mail.objects.get(reader=founder)
    assert "16–19 June 2027" in english.text.replace("\xa0", " ")
    assert english.url.startswith("/en/")
    assert (Mail.objects.get(reader=follower).state, "stop" in english.html.lower()) == (Mail.State.QUEUED, True)


def test_nothing_is_told_of_what_is_over_or_not_on_the_site(follower: User, edition: Edition) -> None:
    hidden = factories.EditionFactory(year=2027, dated=True, tradeshow=factories.TradeShowFactory())
    past = factories.EditionFactory(year=2026, dates_confirmed=True, starts_on="2026-06-01", ends_on="2026-06-02")
    for one in (hidden, past):
        follow_show(one.tradeshow, by=follower)
    assert tell_show_news() == 0
    assert not Mail.objects.exists()


def test_the_end_of_applications_is_told_a_week_before_to_those_without_a_place(
    edition: Edition, follower: User
) -> None:
    placed = factories.UserFactory()
    startup = factories.StartupFactory(published=True, admin=placed)
    factories.AttendanceFactory(edition=edition, listing=startup, state="exhibiting", on_shared_stand=True)
    follow_show(edition.tradeshow, by=placed)
    Edition.objects.filter(pk=edition.pk).update(closes_on=date(2027, 1, 20))
    assert tell_show_news() == 0
    with time_machine.travel("2027-01-13 08:40", tick=False):
        assert (tell_show_news(), tell_show_news()) == (1, 0)
        assert told(follower) == ["VivaTech 2027 : les candidatures ferment dans 7 jours"]
        assert told(placed) == []
    with time_machine.travel("2027-01-15 08:40", tick=False):
        late = factories.UserFactory()
        follow_show(edition.tradeshow, by=late)
        assert tell_show_news() == 1
        assert told(late) == ["VivaTech 2027 : les candidatures ferment dans 5 jours"]
        assert len(told(follower)) == 1
    with time_machine.travel("2027-01-21 08:40", tick=False):
        assert tell_show_news() == 0
        assert not holds(Mail.objects.get(reader=follower)), "closed meanwhile, it is no longer said to close"


def test_the_mails_are_refused_by_kind(edition: Edition, follower: User) -> None:
    choose(follower.email, "tradeshows/mails/dates", Rhythm.NEVER)
    confirm(edition, 16, 19)
    tell_show_news()
    assert Mail.objects.get(reader=follower).state == Mail.State.MUTED
    client = Client()
    client.force_login(follower)
    page = client.get("/compte/courriels/").content.decode()
    assert "Salon suivi : dates confirmées ou changées" in page.replace("\xa0", " ")
    assert "Salon suivi : les candidatures ferment" in page.replace("\xa0", " ")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_it_once(edition: Edition, follower: User) -> None:
    confirm(edition, 16, 19)
    at_once(3, lambda _number: tell_show_news())
    assert (edition.announcements.count(), len(told(follower))) == (1, 1)

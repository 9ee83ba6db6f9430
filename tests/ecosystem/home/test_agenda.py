"""A person's own calendar, at a secret address that she opens, renews and closes."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from ecosystem.accounts.models import User
from ecosystem.home.agenda import open_agenda, token_of
from ecosystem.tradeshows.actions import follow_show
from startups.actions import close_need
from startups.models import Need
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    made: User = factories.UserFactory()
    return made


def read(user: User) -> dict[str, Any]:
    response = Client().get(f"/agenda/{token_of(user.calendar_key)}.ics")
    assert response.status_code == 200
    return {str(event["UID"]).split("@")[0]: event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_an_address_is_opened_renewed_and_closed_by_its_owner_only(person: User) -> None:
    client = Client()
    client.force_login(person)
    assert "/agenda/" not in client.get("/compte/agenda/").content.decode().replace("/compte/agenda/", "")
    client.post("/compte/agenda/")
    first = f"/agenda/{token_of(User.objects.get(pk=person.pk).calendar_key)}.ics"
    assert first in client.get("/compte/agenda/").content.decode()
    answer = Client().get(first)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    client.post("/compte/agenda/")
    second = f"/agenda/{token_of(User.objects.get(pk=person.pk).calendar_key)}.ics"
    assert [Client().get(one).status_code for one in (first, second)] == [404, 200]
    client.post("/compte/agenda/", {"close": "1"})
    assert Client().get(second).status_code == 404
    client.post("/compte/agenda/")
    assert [Client().get(one).status_code for one in (first, second)] == [404, 404]


@pytest.mark.parametrize("token", ["x", "x:y", "WzEsMV0:made-up", "é"])
def test_an_address_that_nobody_signed_is_no_calendar(token: str) -> None:
    assert Client().get(f"/agenda/{token}.ics").status_code == 404


def test_the_calendar_of_somebody_who_left_is_closed(person: User) -> None:
    key = open_agenda(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert Client().get(f"/agenda/{token_of(key)}.ics").status_code == 404


def test_it_holds_her_shows_her_deadlines_and_the_answers_that_are_waited_for(person: User) -> None:
    open_agenda(person)
    startup = factories.StartupFactory(published=True, admin=person)
    followed, gone_to, _other = factories.EditionFactory.create_batch(3)
    follow_show(followed.tradeshow, by=person)
    factories.AttendanceFactory(edition=gone_to, listing=startup)
    soon = timezone.localdate() + timedelta(days=9)
    need = factories.NeedFactory(startup=startup, opened=True, deadline_on=soon)
    asked = factories.ProposalFactory(promised=True, need__startup=startup)
    factories.ProposalFactory(sent=True), factories.NeedFactory(opened=True, deadline_on=soon)
    found = read(person)
    wanted = {f"edition-{followed.pk}", f"edition-{gone_to.pk}", f"need-{need.pk}", f"proposal-{asked.pk}-startup"}
    assert set(found) == wanted
    assert {str(event["STATUS"]) for key, event in found.items() if "edition" not in key} == {"CONFIRMED"}


def test_what_is_answered_or_closed_is_cancelled_in_its_place(person: User) -> None:
    open_agenda(person)
    mentor = factories.MentorFactory(published=True, user=person)
    proposal = factories.ProposalFactory(sent=True, mentor=mentor)
    startup = factories.StartupFactory(published=True, admin=person)
    need = factories.NeedFactory(startup=startup, opened=True, deadline_on=timezone.localdate() + timedelta(days=9))
    before = read(person)
    proposal.person_answer, proposal.person_answered_at = "yes", timezone.now()
    proposal.save()
    Need.objects.filter(pk=need.pk).update(opened_at=timezone.now() - timedelta(hours=2))
    close_need(need, by=person, reason="trouvé")
    after = read(person)
    assert set(after) == set(before) == {f"proposal-{proposal.pk}-person", f"need-{need.pk}"}
    assert {str(event["STATUS"]) for event in after.values()} == {"CANCELLED"}


def test_an_event_that_moves_is_told_as_a_later_revision_and_one_that_stays_is_not(person: User) -> None:
    open_agenda(person)
    mentor = factories.MentorFactory(published=True, user=person)
    startup = factories.StartupFactory(published=True, admin=person)
    day = timezone.localdate() + timedelta(days=9)
    proposal = factories.ProposalFactory(sent=True, mentor=mentor, expires_on=day)
    need = factories.NeedFactory(startup=startup, opened=True, deadline_on=day)
    names = (f"need-{need.pk}", f"proposal-{proposal.pk}-person")
    first, again = read(person), read(person)
    assert [first[name]["SEQUENCE"] for name in names] == [again[name]["SEQUENCE"] for name in names]
    assert [first[name].to_ical() for name in names] == [again[name].to_ical() for name in names]
    Need.objects.filter(pk=need.pk).update(deadline_on=day + timedelta(days=2))
    type(proposal).objects.filter(pk=proposal.pk).update(expires_on=day + timedelta(days=2))
    moved = read(person)
    for name in names:
        assert moved[name]["SEQUENCE"] > first[name]["SEQUENCE"]
        assert moved[name]["LAST-MODIFIED"].dt > first[name]["LAST-MODIFIED"].dt
    cache.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert read(person)[names[0]]["SEQUENCE"] >= moved[names[0]]["SEQUENCE"], "a revision never falls"

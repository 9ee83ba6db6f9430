"""The ladder under a frozen clock: which mail leaves when, to whom, and what stops it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.matching import tasks
from ecosystem.matching.actions import ladder
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.rounds import publish_round
from ecosystem.matching.deadlines import answer_by, moved_by_pause
from ecosystem.matching.models import AnswerSchedule, Proposal, Round
from mentors.actions import pause_mentor, resume_mentor
from startups.actions import move_need
from startups.models import Need
from tests.ecosystem.matching.season import fresh, keys, mail
from tests.factories import MentorFactory, NeedFactory, ProposalFactory, RoundFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
MONDAY = datetime(2026, 11, 16, 10, tzinfo=PARIS)


def need(**fields: Any) -> Need:
    startup = StartupFactory(published=True, admin=UserFactory())
    return NeedFactory(opened=True, startup=startup, **fields)


def published(alternates: int = 1, **fields: Any) -> tuple[Round, list[Proposal]]:
    """A round of one need that leaves now: the chosen one, then its alternates."""
    round_ = RoundFactory(ready=True)
    wanted = need(**fields)
    listed = [ProposalFactory(round=round_, need=wanted, rank=rank) for rank in range(alternates + 1)]
    publish_round(round_, by=None)
    tasks.announce_round(round_.pk)
    return fresh(round_), [fresh(one) for one in listed]


def hours(first: date, last: date) -> Iterator[datetime]:
    """Every hour of those days, the nights and week-ends included."""
    moment = datetime.combine(first, time(0, 30), PARIS)
    while moment.date() <= last:
        yield moment
        moment += timedelta(hours=1)


def live(clock: Any, first: date, last: date) -> list[tuple[str, str]]:
    """What the beat does in those days: each new mail with the hour at which it may leave."""
    seen = set(keys())
    told = []
    for moment in hours(first, last):
        clock.move_to(moment)
        tasks.climb_ladder()
        if moment.hour == 6:
            tasks.expire_overdue_proposals()
        for one in Mail.objects.exclude(key__in=seen).order_by("pk"):
            seen.add(one.key)
            leaves = timezone.localtime(max(one.created_at, one.not_before or one.created_at))
            told.append((f"{leaves:%a %d %H}", one.template.removeprefix("matching/mails/")))
    return told


def test_two_people_who_stay_silent_get_exactly_these_mails_and_the_startup_an_honest_end() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first, second) = published()
        assert [one.template.removeprefix("matching/mails/") for one in Mail.objects.order_by("pk")] == [
            "requester_asked",
            "proposals",
        ]
        told = live(clock, date(2026, 11, 16), date(2026, 12, 9))
    assert told == [
        ("Thu 19 09", "reminder"),
        ("Mon 23 09", "last_chance"),
        ("Mon 23 09", "requester_waiting"),
        ("Thu 26 09", "proposals"),
        ("Thu 26 09", "requester_moved"),
        ("Tue 01 09", "reminder"),
        ("Thu 03 09", "last_chance"),
        ("Thu 03 09", "requester_waiting"),
        ("Tue 08 09", "requester_end"),
    ]
    assert [fresh(first).state, fresh(second).state] == ["expired", "expired"]
    assert fresh(first.need).state == Need.State.OPEN


def test_a_round_of_saturday_night_begins_on_monday() -> None:
    with time_machine.travel(datetime(2026, 11, 21, 23, tzinfo=PARIS), tick=False) as clock:
        _round, (first, _second) = published()
        assert first.expires_on == date(2026, 12, 2)
        told = live(clock, date(2026, 11, 22), date(2026, 11, 30))
    assert told == [
        ("Thu 26 09", "reminder"),
        ("Mon 30 09", "last_chance"),
        ("Mon 30 09", "requester_waiting"),
    ]


def test_christmas_is_not_counted() -> None:
    with time_machine.travel(datetime(2026, 12, 22, 10, tzinfo=PARIS), tick=False) as clock:
        _round, (first, _second) = published()
        assert first.expires_on == date(2027, 1, 4)
        told = live(clock, date(2026, 12, 22), date(2026, 12, 30))
    assert told == [("Mon 28 09", "reminder"), ("Wed 30 09", "last_chance"), ("Wed 30 09", "requester_waiting")]


def test_a_pause_stops_the_count_and_its_end_starts_it_again() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first, _second) = published()
        clock.move_to(datetime(2026, 11, 17, 18, tzinfo=PARIS))
        pause_mentor(fresh(first.mentor), until=date(2026, 11, 30))
        assert fresh(first).expires_on == date(2026, 12, 9)  # seven days were left, that of the pause included
        told = live(clock, date(2026, 11, 18), date(2026, 12, 3))
    assert told == [("Thu 03 09", "reminder")]


def test_coming_back_early_gives_the_days_back() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first, _second) = published()
        before = first.expires_on
        pause_mentor(fresh(first.mentor), until=date(2026, 12, 31))
        assert fresh(first).expires_on > before
        clock.move_to(MONDAY + timedelta(hours=1))
        resume_mentor(fresh(first.mentor))
        assert fresh(first).expires_on == before


def test_a_pause_leaves_the_startups_days_alone() -> None:
    promised = ProposalFactory(promised=True)
    pause_mentor(promised.mentor, until=timezone.localdate() + timedelta(days=30))
    assert fresh(promised).expires_on == promised.expires_on


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, date(2026, 11, 25)),
        (None, date(2026, 11, 20), date(2026, 12, 1)),
        (date(2026, 11, 20), None, date(2026, 11, 19)),
        (date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 2)),
        (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 25)),
    ],
)
def test_the_days_left_at_the_beginning_are_left_at_the_end(before: Any, after: Any, expected: date) -> None:
    assert moved_by_pause(date(2026, 11, 25), before=before, after=after, on=date(2026, 11, 17)) == expected


def test_an_answer_ends_the_reminders() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first,) = published(alternates=0)
        decline_proposal(first, side=PERSON, reason="no_time")
        told = live(clock, date(2026, 11, 16), date(2026, 12, 4))
    assert [name for _when, name in told] == []


def test_the_startup_that_has_to_answer_is_reminded_in_its_turn() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first, _second) = published()
        accept_proposal(first, side=PERSON)
        told = live(clock, date(2026, 11, 16), date(2026, 11, 26))
    assert told == [
        ("Thu 19 09", "reminder_to_startup"),
        ("Mon 23 09", "last_chance_to_startup"),
        ("Thu 26 09", "ended"),
        ("Thu 26 09", "proposals"),
        ("Thu 26 09", "requester_moved"),
    ]
    to = {one.to for one in Mail.objects.filter(template__endswith="_to_startup")}
    assert to == {first.need.startup.members.get().user.email}


def test_a_worker_that_was_away_tells_the_last_chance_alone() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first, _second) = published()
        clock.move_to(datetime(2026, 11, 24, 11, tzinfo=PARIS))
        assert tasks.climb_ladder() == 1
        assert tasks.climb_ladder() == 0
    assert [key for key in keys() if "reminder" in key or "last_chance" in key] == [
        f"proposal:{first.pk}:last_chance:person"
    ]
    assert fresh(first).reminded_at == fresh(first).last_chance_at is not None


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 19, 8, 59, tzinfo=PARIS),
        datetime(2026, 11, 19, 18, 0, tzinfo=PARIS),
        datetime(2026, 11, 21, 11, 0, tzinfo=PARIS),
        datetime(2026, 11, 22, 11, 0, tzinfo=PARIS),
    ],
)
def test_nobody_is_reminded_at_night_nor_at_the_week_end(moment: datetime) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        published()
        clock.move_to(moment)
        assert tasks.climb_ladder() == 0


def test_a_need_that_is_over_reminds_nobody() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first, _second) = published()
        Need.objects.update(state=Need.State.SERVED)
        clock.move_to(datetime(2026, 11, 20, 11, tzinfo=PARIS))
        assert tasks.climb_ladder() == 0
        assert fresh(first).reminded_at is None


def test_a_round_of_two_days_has_no_rung_before_its_end() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        round_ = RoundFactory(ready=True, answer_days=2)
        ProposalFactory(round=round_, need=need())
        publish_round(round_, by=None)
        told = live(clock, date(2026, 11, 16), date(2026, 11, 18))
    assert told == []


def test_the_team_changes_the_schedule_for_what_waits_already() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        published()
        ladder.change_schedule(reminder_days=1, last_chance_days=2, opens_at=time(14), closes_at=time(16))
        told = live(clock, date(2026, 11, 16), date(2026, 11, 18))
    assert told == [("Tue 17 14", "reminder"), ("Wed 18 14", "last_chance"), ("Wed 18 14", "requester_waiting")]


@pytest.mark.parametrize("wrong", [{"reminder_days": 5}, {"opens_at": time(19)}, {"reminder_days": 0}])
def test_a_schedule_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    right = {"reminder_days": 3, "last_chance_days": 5, "opens_at": time(9), "closes_at": time(18)}
    with pytest.raises(ValidationError):
        ladder.change_schedule(**{**right, **wrong})
    assert not AnswerSchedule.objects.exists()


def test_a_rung_is_told_once_whatever_the_number_of_deliveries() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        _round, (first, _second) = published()
        clock.move_to(datetime(2026, 11, 19, 11, tzinfo=PARIS))
        tasks.climb_ladder()
        Proposal.objects.update(reminded_at=None)
        tasks.climb_ladder()
    assert keys().count(f"proposal:{first.pk}:reminder:person") == 1
    told = mail(f"proposal:{first.pk}:reminder:person")
    assert (told.about, told.reader_id) == (f"matching.proposal:{first.pk}", first.mentor.user.pk)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 11, 4)),  # 2:30 the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 11, 4)),  # 2:30 once more
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), date(2027, 4, 8)),  # the skipped hour, before Easter Monday
        (datetime(2026, 10, 23, 15, 59, tzinfo=UTC), date(2026, 11, 3)),  # 17:59 on Friday
        (datetime(2026, 10, 23, 16, 0, tzinfo=UTC), date(2026, 11, 4)),  # 18:00
    ],
)
def test_the_change_of_hour_moves_no_deadline(moment: datetime, ends: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert answer_by(7) == ends


@pytest.mark.parametrize("utc_hour", [21, 22])
def test_the_last_minute_of_the_last_day_in_paris_counts_and_the_next_does_not(utc_hour: int) -> None:
    """23:59 in Paris is 21:59 UTC in summer, 22:59 in winter."""
    day = date(2027, 7, 15) if utc_hour == 21 else date(2026, 11, 26)
    last_minute = datetime(day.year, day.month, day.day, utc_hour, 59, tzinfo=UTC)
    with time_machine.travel(last_minute, tick=False) as clock:
        proposal = ProposalFactory(sent=True, expires_on=day)
        assert ladder.awaits(PERSON, proposal, timezone.localdate())
        assert tasks.expire_overdue_proposals() == 0
        clock.move_to(last_minute + timedelta(minutes=1))
        assert not ladder.awaits(PERSON, proposal, timezone.localdate())
        assert tasks.expire_overdue_proposals() == 1


def test_a_need_that_expires_without_anyone_says_so_once() -> None:
    wanted = need()
    move_need(wanted, "expire", by=None)
    admin = wanted.startup.members.get().user
    assert keys() == [f"need:{wanted.pk}:expired:{admin.pk}"]
    assert wanted.title in mail(keys()[0]).subject


def test_a_startup_learns_which_needs_nobody_was_found_for() -> None:
    round_ = RoundFactory(ready=True)
    served, alone = need(), need(title="Un besoin sans personne")
    ProposalFactory(round=round_, need=served)
    round_.unserved.create(need=alone, reason="few_candidates")
    publish_round(round_, by=None)
    tasks.announce_round(round_.pk)
    admin = alone.startup.members.get().user
    told = mail(f"round:{round_.pk}:startup:{alone.startup_id}:{admin.pk}")
    assert told.template == "matching/mails/requester_without"
    assert alone.title in told.text


def test_people_are_named_to_the_startup_only_after_their_yes() -> None:
    _round, (first, second) = published()
    decline_proposal(first, side=PERSON, reason="no_time", note="Trop loin")
    team = Mail.objects.filter(to=first.need.startup.members.get().user.email)
    assert team.count() == 2
    for told in team:
        for secret in (first.mentor.name, second.mentor.name, "Trop loin", "Pas de temps"):
            assert secret not in told.text + told.html + told.subject


def test_a_mentor_with_one_place_has_one_open_ask_at_a_time() -> None:
    """The cap: what is asked counts as taken until it is answered."""
    mentor = MentorFactory(published=True, capacity=1)
    ProposalFactory(mentor=mentor, sent=True)
    other = ProposalFactory(sent=True)
    waiting = ProposalFactory(round=other.round, need=other.need, mentor=mentor, rank=1)
    decline_proposal(other, side=PERSON, reason="no_time")
    assert fresh(waiting).state == Proposal.State.DRAFTED

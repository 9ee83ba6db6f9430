"""Answers, matches given back and needs closed at once on PostgreSQL: places stay exact, each event is told once."""

import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from ecosystem.core.models import Mail
from ecosystem.engagements.models import Engagement
from ecosystem.matching.actions import answers, giving_back, ladder, mails, telling
from ecosystem.matching.actions.answers import accept_proposal
from ecosystem.matching.actions.giving_back import decline_and_rest, give_back, pass_on, reconsider
from ecosystem.matching.models import Proposal
from ecosystem.matching.tasks import climb_ladder, expire_overdue_proposals
from mentors.actions import pause_mentor
from mentors.models import Mentor
from startups.actions import move_need
from startups.models import Need
from tests.concurrency import at_once
from tests.ecosystem.matching.season import fresh, in_days, keys
from tests.factories import MemberFactory, MentorFactory, NeedFactory, ProposalFactory, RoundFactory, UserFactory
from tests.fingerprint import fingerprint

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
PEOPLE = 24


def agreed(mentor: Mentor) -> Proposal:
    proposal = ProposalFactory(promised=True, mentor=mentor)
    mentor.refresh_from_db()
    return accept_proposal(proposal, side=STARTUP)


def holding(mentor: Mentor) -> int:
    """The places that her engagements and the yeses that wait really hold."""
    waiting = Proposal.objects.filter(mentor=mentor, state=Proposal.State.SENT, person_answer="yes")
    return Engagement.objects.active().filter(mentor=mentor).count() + waiting.count()


def test_24_answers_and_matches_given_back_at_once_never_exceed_the_capacity() -> None:
    mentor = MentorFactory(published=True, capacity=4)
    matches = [agreed(mentor) for _ in range(4)]
    round_ = RoundFactory(published=True)
    asked = ProposalFactory.create_batch(PEOPLE - 4, round=round_, mentor=mentor, sent=True)

    def act(number: int) -> None:
        if number < 4:
            give_back(matches[number], side=(PERSON, STARTUP)[number % 2], by=None)
        else:
            accept_proposal(asked[number - 4], side=PERSON)

    ends = at_once(PEOPLE, act)
    assert set(ends) <= {"done", "NoPlaceLeft"}
    assert fresh(mentor).taken_count == holding(mentor) == ends["done"] - 4
    assert holding(mentor) <= 4
    assert [fresh(one).state for one in matches] == ["given_back"] * 4


def test_negative_control_a_place_counted_by_hand_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same crowd with a release that reads, then writes."""

    def read_then_write(proposal: Proposal) -> None:
        seen = Mentor.objects.get(pk=proposal.mentor_id)
        Mentor.objects.filter(pk=seen.pk).update(taken_count=max(0, seen.taken_count - 1))

    def check_then_write(mentor: Mentor) -> None:
        seen = Mentor.objects.get(pk=mentor.pk)
        if seen.taken_count >= seen.capacity:
            raise LookupError
        Mentor.objects.filter(pk=seen.pk).update(taken_count=seen.taken_count + 1)

    monkeypatch.setattr(giving_back, "free_place", read_then_write)
    monkeypatch.setattr(answers.mentors, "take_place", check_then_write)
    wrong = 0
    for _ in range(6):
        mentor = MentorFactory(published=True, capacity=24)
        promised = ProposalFactory.create_batch(12, mentor=mentor, promised=True)
        Mentor.objects.filter(pk=mentor.pk).update(taken_count=12)
        asked = ProposalFactory.create_batch(12, mentor=mentor, sent=True)

        def act(number: int, promised: Any = promised, asked: Any = asked) -> None:
            if number < 12:
                give_back(promised[number], side=PERSON, by=None)
            else:
                accept_proposal(asked[number - 12], side=PERSON)

        at_once(PEOPLE, act)
        wrong += fresh(mentor).taken_count != holding(mentor)
        if wrong:
            break
    assert wrong, "these tests would not see a place that is lost"


def test_the_same_match_given_back_twenty_times_is_given_back_once() -> None:
    mentor = MentorFactory(published=True, capacity=2)
    match = agreed(mentor)
    MemberFactory(startup=match.need.startup)
    other = ProposalFactory(round=match.round, need=match.need, rank=1)
    ends = at_once(20, lambda number: give_back(match, side=(PERSON, STARTUP)[number % 2], by=None))
    assert ends == {"done": 1, "NothingToGiveBack": 19}
    assert (fresh(mentor).taken_count, fresh(other).state) == (0, "sent")
    assert len([key for key in keys() if ":given-back:" in key]) == 1


def test_a_yes_and_the_end_of_its_need_at_once_leave_no_place_held() -> None:
    for _ in range(6):
        need = NeedFactory(opened=True, mentors_wanted=6)
        proposals = ProposalFactory.create_batch(6, need=need, promised=True)

        def act(number: int, need: Need = need, rows: Any = proposals) -> None:
            if number == 6:
                move_need(need, "close", by=None)
            else:
                accept_proposal(rows[number], side=STARTUP)

        ends = at_once(7, act)
        assert set(ends) <= {"done", "NoLongerOpen", "IllegalMove"}
        for one in proposals:
            now = fresh(one)
            held = now.state == Proposal.State.ACCEPTED
            assert now.state in {Proposal.State.ACCEPTED, Proposal.State.WITHDRAWN, Proposal.State.SENT}
            assert fresh(one.mentor).taken_count == int(held or now.state == Proposal.State.SENT)


def test_pauses_noes_and_yeses_of_one_person_at_once_do_not_wait_for_each_other() -> None:
    mentor = MentorFactory(published=True, capacity=12)
    asked = ProposalFactory.create_batch(PEOPLE, mentor=mentor, sent=True)

    def act(number: int) -> None:
        if number % 3 == 0:
            decline_and_rest(asked[number], reason="no_time", paused_until=in_days(30 + number))
        elif number % 3 == 1:
            accept_proposal(asked[number], side=PERSON)
        else:
            pause_mentor(Mentor.objects.get(pk=mentor.pk), until=in_days(60 + number))

    assert at_once(PEOPLE, act) == {"done": PEOPLE}
    assert fresh(mentor).taken_count == holding(mentor) == 8


def test_one_no_thought_over_and_its_next_one_asked_at_once_fill_one_place() -> None:
    for _ in range(4):
        first = ProposalFactory(declined=True)
        others = [ProposalFactory(round=first.round, need=first.need, rank=rank, sent=True) for rank in (1,)]
        behind = ProposalFactory(round=first.round, need=first.need, rank=2)
        curator = UserFactory()

        def act(number: int, first: Any = first, others: Any = others, curator: Any = curator) -> None:
            if number % 2:
                reconsider(first, side=PERSON, by=None)
            else:
                pass_on(others[0], by=curator)

        ends = at_once(8, act)
        assert set(ends) <= {"done", "NothingToReconsider", "NothingToGiveBack"}
        open_ = [fresh(one).state for one in (first, others[0], behind)].count("sent")
        assert open_ == 1


def test_a_ladder_climbed_and_expired_by_many_workers_tells_each_rung_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder.AnswerSchedule, "leaves_at", lambda _self, moment: moment)
    late = ProposalFactory(sent=True, expires_on=in_days(-1))
    soon = ProposalFactory(sent=True, expires_on=in_days(0))
    ProposalFactory(round=late.round, need=late.need, rank=1)

    def act(number: int) -> None:
        (climb_ladder if number % 2 else expire_overdue_proposals).apply(throw=True)

    assert at_once(8, act) == {"done": 8}
    told = Counter(key.split(":")[2] for key in keys() if key.startswith("proposal:"))
    assert told["last_chance"] == told["asked"] == 1
    assert (fresh(late).state, fresh(soon).state) == ("expired", "sent")
    assert late.moves.count() == 1


LINK = re.compile(r"https?://[^/\s]+(/\S*)")


def test_scanners_that_open_every_link_of_every_mail_at_once_change_nothing() -> None:
    """All that the ladder and the answers write, opened together by HEAD, GET and OPTIONS."""
    mentor = MentorFactory(published=True, capacity=9)
    match, asked = agreed(mentor), ProposalFactory(mentor=mentor, sent=True)
    for one in (match, asked):
        MemberFactory(startup=one.need.startup)
    promised = ProposalFactory(promised=True, mentor=mentor)
    for side, one in ((PERSON, asked), (STARTUP, promised)):
        telling.remind(one, side, last=False), telling.remind(one, side, last=True)
    mails.ask_alternate(asked), mails.ask_startup(promised)
    give_back(match, side=PERSON, by=None)
    paths = sorted({path for told in Mail.objects.all() for path in LINK.findall(f"{told.text} {told.html}")})
    paths = [path.rstrip('".,>') for path in paths]
    assert len([path for path in paths if "/reponse/" in path]) >= 4
    before = fingerprint()
    codes: list[int] = []

    def open_all(number: int) -> None:
        ask = getattr(Client(), ("get", "head", "options")[number % 3])
        codes.extend(ask(path).status_code for path in paths)

    assert at_once(12, open_all) == {"done": 12}
    assert max(codes) < 500
    assert fingerprint() == before


def test_a_late_delivery_says_nothing_of_what_was_answered_meanwhile() -> None:
    proposal = ProposalFactory(sent=True, expires_on=in_days(-1))
    Proposal.objects.filter(pk=proposal.pk).update(expires_on=in_days(3))
    accept_proposal(proposal, side=PERSON)
    before = keys()
    for _ in range(3):
        expire_overdue_proposals.apply(throw=True), climb_ladder.apply(throw=True)
    assert keys() == before
    assert fresh(proposal).person_answer == "yes"

"""The two answers to a proposal: each once, in turn, in time; places and contacts follow them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.core.models import Mail
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching import tasks
from ecosystem.matching.actions import answers
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal, expire_proposal, withdraw_proposal
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.errors import AlreadyAnswered, NoLongerOpen, NotYourTurn
from ecosystem.matching.models import Proposal
from ecosystem.matching.rules import awaits, contacts_are_open, may_see, side_of
from funders.actions import NoFileLeft
from mentors.actions import NoPlaceLeft
from startups.models import Need
from tests.ecosystem.matching.season import fresh, in_days, keys, mail
from tests.factories import FunderFactory, MemberFactory, MentorFactory, NeedFactory, ProposalFactory, UserFactory

pytestmark = pytest.mark.django_db
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
State, Reason = Proposal.State, Proposal.DeclineReason
TO = pytest.mark.parametrize("to_funder", [False, True], ids=["mentor", "funder"])
SIDES = pytest.mark.parametrize("side", Proposal.Side.values)


def sent(**fields: Any) -> Proposal:
    """Sent to a person, for a startup with one admin."""
    proposal = ProposalFactory(**{"sent": True, **fields})
    MemberFactory(startup=proposal.need.startup)
    return proposal


def promised(**fields: Any) -> Proposal:
    return sent(promised=True, **fields)


def admin(proposal: Proposal) -> Any:
    return proposal.need.startup.members.get().user


def decline(proposal: Proposal, side: str, **kwargs: Any) -> Proposal:
    return decline_proposal(proposal, side=side, reason=Reason.NO_TIME, **kwargs)


def taken(proposal: Proposal) -> int:
    return fresh(proposal.person).taken_count


def followed(proposal: Proposal) -> int:
    return Engagement.objects.count() + Introduction.objects.count()


def moves(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [(move.from_state, move.to_state, move.on_behalf_of) for move in proposal.moves.all()]


# --- yes, then yes -----------------------------------------------------------------------------------------------


@TO
def test_the_persons_yes_takes_a_place_and_asks_the_startup(to_funder: bool) -> None:
    proposal = sent(to_funder=to_funder)
    said = accept_proposal(proposal, side=PERSON, by=proposal.person.user)
    assert (said.state, said.person_answer, said.startup_answer) == (State.SENT, "yes", "")
    assert (taken(proposal), followed(proposal)) == (1, 0)
    assert fresh(proposal).person_answered_at is not None
    assert moves(proposal) == [("sent", "sent", "person")]
    assert proposal.moves.get().by == proposal.person.user
    assert keys() == [f"proposal:{proposal.pk}:startup:{admin(proposal).pk}"]


@TO
def test_two_yeses_open_exactly_one_thing_and_serve_the_need(to_funder: bool) -> None:
    proposal = promised(to_funder=to_funder)
    said = accept_proposal(proposal, side=STARTUP, by=admin(proposal))
    assert (said.state, said.startup_answer, taken(proposal), followed(proposal)) == (State.ACCEPTED, "yes", 1, 1)
    opened = said.introduction if to_funder else said.engagement
    assert (opened.need, getattr(opened, "funder" if to_funder else "mentor")) == (proposal.need, proposal.person)
    assert [move.by for move in opened.moves.all()] == [admin(proposal)]
    assert moves(proposal) == [("sent", "accepted", "startup")]
    assert fresh(proposal.need).state == Need.State.SERVED
    assert proposal.need.moves.get().by == admin(proposal)


def test_a_need_of_two_mentors_is_served_by_the_second() -> None:
    need = NeedFactory(opened=True, mentors_wanted=2)
    first, second = promised(need=need), ProposalFactory(promised=True, need=need)
    accept_proposal(first, side=STARTUP)
    assert fresh(need).state == Need.State.OPEN
    accept_proposal(second, side=STARTUP)
    assert fresh(need).state == Need.State.SERVED


def test_a_need_of_a_mentor_and_a_funder_waits_for_both() -> None:
    need = NeedFactory(opened=True, mentors_wanted=1, funders_wanted=1)
    accept_proposal(ProposalFactory(promised=True, need=need), side=STARTUP)
    assert fresh(need).state == Need.State.OPEN
    accept_proposal(ProposalFactory(promised=True, need=need, to_funder=True), side=STARTUP)
    assert fresh(need).state == Need.State.SERVED


def test_the_startup_has_its_own_days_to_answer() -> None:
    """A person who says yes on her last day does not leave the startup without time."""
    proposal = sent(expires_on=in_days(0))
    said = accept_proposal(proposal, side=PERSON)
    assert said.expires_on == answer_by(proposal.round.answer_days)
    long = sent(expires_on=in_days(50))
    assert accept_proposal(long, side=PERSON).expires_on == in_days(50)


def test_an_answer_given_by_the_team_says_for_whom_and_why() -> None:
    proposal, curator = promised(), UserFactory(curator=True)
    accept_proposal(proposal, side=STARTUP, by=curator, reason="Par téléphone, le 3")
    move = proposal.moves.get()
    assert (move.by, move.on_behalf_of, move.reason) == (curator, "startup", "Par téléphone, le 3")


def test_the_reason_of_the_teams_yes_is_kept_while_the_startup_has_not_answered() -> None:
    proposal, curator = sent(), UserFactory(curator=True)
    accept_proposal(proposal, side=PERSON, by=curator, reason="Par téléphone, le 3")
    assert "Par téléphone, le 3" in proposal.moves.get().reason


# --- no ----------------------------------------------------------------------------------------------------------


@TO
def test_the_persons_no_takes_nothing_and_tells_the_startup_that_waits(to_funder: bool) -> None:
    proposal = sent(to_funder=to_funder)
    said = decline(proposal, PERSON, note="Une autre fois", by=proposal.person.user)
    assert (said.state, said.person_answer, said.declined_by_side) == (State.DECLINED, "no", PERSON)
    assert (said.decline_reason, said.decline_note) == (Reason.NO_TIME, "Une autre fois")
    assert (taken(proposal), followed(proposal)) == (0, 0)
    assert moves(proposal) == [("sent", "declined", "person")]
    told = mail(f"proposal:{proposal.pk}:end:{admin(proposal).pk}")
    secrets = ("Une autre fois", str(Reason.NO_TIME.label), proposal.person.name)
    assert not any(secret in told.subject + told.text + told.html for secret in secrets)


@TO
def test_the_startups_no_frees_the_place_and_tells_the_person_without_the_reason(to_funder: bool) -> None:
    proposal = promised(to_funder=to_funder)
    decline_proposal(proposal, side=STARTUP, reason=Reason.NOT_MY_FIELD, note="Trop loin de nous")
    assert (fresh(proposal).state, taken(proposal), followed(proposal)) == (State.DECLINED, 0, 0)
    told = mail(f"proposal:{proposal.pk}:startup-declined")
    assert told.to == proposal.person.user.email
    for secret in ("Trop loin de nous", str(Reason.NOT_MY_FIELD.label), Reason.NOT_MY_FIELD.value):
        assert secret not in told.subject + told.text + told.html


def test_a_no_that_fails_in_the_middle_frees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = promised()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr(answers, "ask_next_alternate", broken)
    with pytest.raises(OSError):
        decline(proposal, STARTUP)
    assert (taken(proposal), fresh(proposal).state, fresh(proposal).startup_answer) == (1, State.SENT, "")
    assert keys() == []


def test_a_long_note_is_cut_to_its_column() -> None:
    assert len(decline(sent(), PERSON, note="é" * 900).decline_note) == 500


# --- what is refused ---------------------------------------------------------------------------------------------


def yes(proposal: Proposal, side: str) -> Proposal:
    return accept_proposal(proposal, side=side)


BOTH = pytest.mark.parametrize("answer", [yes, decline], ids=["yes", "no"])


def refuse(proposal: Proposal, side: str, answer: Callable[..., Any], why: type[Exception]) -> None:
    """The refusal changes nothing at all."""
    before = Proposal.objects.filter(pk=proposal.pk).values().get(), taken(proposal), keys(), moves(proposal)
    with pytest.raises(why) as refused:
        answer(proposal, side)
    assert refused.type is why
    after = Proposal.objects.filter(pk=proposal.pk).values().get(), taken(proposal), keys(), moves(proposal)
    assert after == before


@BOTH
@pytest.mark.parametrize("first", [yes, decline], ids=["after yes", "after no"])
def test_an_answer_is_given_once(first: Callable[..., Any], answer: Callable[..., Any]) -> None:
    person_first = sent()
    first(person_first, PERSON)
    refuse(person_first, PERSON, answer, AlreadyAnswered)
    startup_first = promised()
    first(startup_first, STARTUP)
    refuse(startup_first, STARTUP, answer, AlreadyAnswered)


@BOTH
def test_the_startup_waits_for_the_persons_yes(answer: Callable[..., Any]) -> None:
    refuse(sent(), STARTUP, answer, NotYourTurn)


@BOTH
def test_after_the_persons_no_the_startup_has_nothing_to_answer(answer: Callable[..., Any]) -> None:
    proposal = sent()
    decline(proposal, PERSON)
    refuse(proposal, STARTUP, answer, NoLongerOpen)


@BOTH
@SIDES
@pytest.mark.parametrize("state", [State.DRAFTED, State.EXPIRED, State.WITHDRAWN])
def test_nothing_is_answered_to_a_proposal_that_is_not_sent(state: str, side: str, answer: Callable[..., Any]) -> None:
    refuse(sent(state=state), side, answer, NoLongerOpen)


@BOTH
def test_yesterdays_date_is_over_even_before_the_beat_says_so(answer: Callable[..., Any]) -> None:
    refuse(sent(expires_on=in_days(-1)), PERSON, answer, NoLongerOpen)
    refuse(promised(expires_on=in_days(-1)), STARTUP, answer, NoLongerOpen)


def test_the_last_day_counts() -> None:
    assert yes(sent(expires_on=in_days(0)), PERSON).person_answer == "yes"


@BOTH
@pytest.mark.parametrize("state", [Need.State.SERVED, Need.State.CLOSED, Need.State.EXPIRED])
def test_nobody_is_engaged_for_a_need_that_is_over(state: str, answer: Callable[..., Any]) -> None:
    refuse(sent(need=NeedFactory(opened=True, state=state)), PERSON, answer, NoLongerOpen)


@BOTH
@pytest.mark.parametrize("state", [Need.State.SERVED, Need.State.CLOSED])
def test_a_startup_engages_nobody_for_a_need_that_is_served_or_closed(state: str, answer: Callable[..., Any]) -> None:
    refuse(sent(promised=True, need=NeedFactory(opened=True, state=state)), STARTUP, answer, NoLongerOpen)


def test_a_startup_still_answers_a_yes_that_came_before_its_need_expired() -> None:
    promised = sent(promised=True, need=NeedFactory(opened=True, state=Need.State.EXPIRED))
    accept_proposal(promised, side=STARTUP)
    assert fresh(promised).state == State.ACCEPTED


def test_a_need_that_ends_between_the_page_and_the_second_yes_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page read an open need; the lock finds it closed."""
    promised = sent(promised=True)
    monkeypatch.setattr(answers, "awaits", lambda *_: True)
    Need.objects.update(state=Need.State.CLOSED)
    with pytest.raises(NoLongerOpen):
        accept_proposal(promised, side=STARTUP)
    assert not Engagement.objects.exists()
    assert fresh(promised).state == State.SENT


def test_a_mentor_without_a_place_left_cannot_say_yes() -> None:
    refuse(sent(mentor=MentorFactory(published=True, capacity=1, taken_count=1)), PERSON, yes, NoPlaceLeft)


def test_a_funder_without_a_file_left_this_month_cannot_say_yes() -> None:
    month = timezone.localdate().replace(day=1)
    full = FunderFactory(published=True, files_per_month=1, taken_count=1, month_on=month)
    refuse(sent(to_funder=True, funder=full), PERSON, yes, NoFileLeft)


def test_a_funders_full_month_of_the_past_refuses_nothing() -> None:
    past = timezone.localdate().replace(day=1) - timedelta(days=1)
    funder = FunderFactory(published=True, files_per_month=1, taken_count=1, month_on=past.replace(day=1))
    assert yes(sent(to_funder=True, funder=funder), PERSON).person_answer == "yes"
    assert fresh(funder).taken_count == 1


# --- expiry and withdrawal ---------------------------------------------------------------------------------------


@TO
def test_a_promise_that_expires_frees_its_place(to_funder: bool) -> None:
    proposal = promised(to_funder=to_funder, expires_on=in_days(-1))
    expire_proposal(proposal, on=in_days(0))
    assert (fresh(proposal).state, taken(proposal)) == (State.EXPIRED, 0)
    assert moves(proposal) == [("sent", "expired", "")]


@pytest.mark.parametrize("expires_on", [None, 0, 1])
def test_a_proposal_in_time_does_not_expire(expires_on: int | None) -> None:
    proposal = promised(expires_on=None if expires_on is None else in_days(expires_on))
    with pytest.raises(IllegalMove):
        expire_proposal(proposal, on=in_days(0))
    assert (fresh(proposal).state, taken(proposal)) == (State.SENT, 1)


@pytest.mark.parametrize("state", [State.DRAFTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN])
def test_only_what_was_sent_expires(state: str) -> None:
    with pytest.raises(IllegalMove):
        expire_proposal(sent(state=state, expires_on=in_days(-1)), on=in_days(0))


def test_who_had_said_yes_is_told_once_that_it_ended() -> None:
    silent, set_aside, unanswered = promised(expires_on=in_days(-1)), promised(), sent(expires_on=in_days(-1))
    expire_proposal(silent, on=in_days(0))
    withdraw_proposal(set_aside, by=UserFactory(curator=True))
    expire_proposal(unanswered, on=in_days(0))
    told = Mail.objects.filter(template="matching/mails/ended").values_list("key", flat=True)
    assert set(told) == {f"proposal:{silent.pk}:ended", f"proposal:{set_aside.pk}:ended"}


def test_the_beat_expires_what_is_overdue_once_and_nothing_else() -> None:
    late, in_time = promised(expires_on=in_days(-1)), promised()
    assert tasks.expire_overdue_proposals() == 1
    assert tasks.expire_overdue_proposals() == 0
    assert (fresh(late).state, fresh(in_time).state) == (State.EXPIRED, State.SENT)
    assert (taken(late), taken(in_time)) == (0, 1)


@pytest.mark.parametrize(("fields", "kept"), [({"state": State.DRAFTED}, 0), ({}, 0), ({"promised": True}, 0)])
def test_the_team_sets_a_proposal_aside(fields: dict[str, Any], kept: int) -> None:
    proposal, curator = sent(**fields), UserFactory(curator=True)
    withdraw_proposal(proposal, by=curator, reason="La startup a fermé")
    assert (fresh(proposal).state, taken(proposal)) == (State.WITHDRAWN, kept)
    move = proposal.moves.get()
    assert (move.by, move.reason) == (curator, "La startup a fermé")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN])
def test_what_has_ended_is_not_set_aside(state: str) -> None:
    proposal = promised()
    Proposal.objects.filter(pk=proposal.pk).update(state=state, startup_answer="yes")
    with pytest.raises(IllegalMove):
        withdraw_proposal(proposal, by=UserFactory())
    assert (fresh(proposal).state, taken(proposal)) == (state, 1)


def test_the_teams_word_is_added_while_nobody_has_seen_it() -> None:
    drafted = ProposalFactory()
    answers.write_team_word(drafted, word="Elle connaît ce marché.", by=UserFactory())
    assert fresh(drafted).team_word == "Elle connaît ce marché."
    with pytest.raises(IllegalMove):
        answers.write_team_word(sent(), word="Trop tard", by=UserFactory())


# --- contacts ----------------------------------------------------------------------------------------------------


@TO
def test_contacts_are_in_no_mail_before_two_yeses_and_in_both_after(to_funder: bool) -> None:
    proposal = sent(to_funder=to_funder)
    person, startup = proposal.person, proposal.need.startup
    secrets = {person.user.email, person.contact_phone, person.contact_email, startup.contact_email}
    secrets.add(admin(proposal).email)
    answers.mails.ask_alternate(proposal)
    yes(proposal, PERSON)
    assert not contacts_are_open(fresh(proposal))
    told = [row.subject + row.text + row.html for row in Mail.objects.all()]
    assert len(told) == 2
    assert not [secret for secret in secrets if any(secret in text for text in told)]
    yes(proposal, STARTUP)
    assert contacts_are_open(fresh(proposal))
    to_startup = mail(f"proposal:{proposal.pk}:both:{admin(proposal).pk}")
    to_person = mail(f"proposal:{proposal.pk}:both:person")
    assert (to_startup.to, to_person.to) == (admin(proposal).email, person.user.email)
    for part in ("text", "html"):
        assert person.user.email in getattr(to_startup, part)
        assert startup.contact_email in getattr(to_person, part)
        assert admin(proposal).email in getattr(to_person, part)
    assert person.contact_phone in to_startup.text


@pytest.mark.parametrize("state", [State.DECLINED, State.EXPIRED, State.WITHDRAWN])
def test_a_yes_that_came_to_nothing_opens_no_contact(state: str) -> None:
    proposal = promised()
    Proposal.objects.filter(pk=proposal.pk).update(state=state)
    assert not contacts_are_open(fresh(proposal))


# --- who sees and answers what -----------------------------------------------------------------------------------


def test_sides_are_told_apart_and_strangers_have_none() -> None:
    proposal = sent()
    assert side_of(proposal.mentor.user, proposal) == PERSON
    assert side_of(admin(proposal), proposal) == STARTUP
    assert side_of(MentorFactory().user, proposal) is None
    assert side_of(UserFactory(), sent(mentor=MentorFactory(published=True, user=None))) is None


def test_the_startup_sees_nothing_before_the_persons_yes() -> None:
    today = in_days(0)
    draft, waiting, given = ProposalFactory(), sent(), promised()
    assert [may_see(PERSON, row) for row in (draft, waiting, given)] == [False, True, True]
    assert [may_see(STARTUP, row) for row in (draft, waiting, given)] == [False, False, True]
    assert [awaits(PERSON, row, today) for row in (draft, waiting, given)] == [False, True, False]
    assert [awaits(STARTUP, row, today) for row in (draft, waiting, given)] == [False, False, True]

"""The kinds of mails of the matching: what may be refused, what a preview shows, what is still true when it leaves."""

from datetime import time
from typing import Any

import pytest
from django.core import mail as sent
from django.utils import timezone

from ecosystem.core.mail import send_due_mails
from ecosystem.core.mail_hours import office_hours
from ecosystem.core.mail_kinds import all_kinds, editable_kinds, kind_of
from ecosystem.core.mail_previews import preview
from ecosystem.core.mail_texts import words_of
from ecosystem.core.models import Mail
from ecosystem.matching.actions import mails, telling
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.ladder import change_schedule
from ecosystem.matching.mail_words.truth import need_holds, proposal_holds, waiting_for
from ecosystem.matching.models import Proposal
from startups.models import Need
from tests.factories import (
    FunderFactory,
    MemberFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
State = Mail.State
MAILS = "matching/mails/"
OURS = [kind.template for kind in editable_kinds() if kind.template.startswith(MAILS)]


def asked(**fields: Any) -> Proposal:
    """A proposal that awaits its person, of a startup whose admin has an account."""
    proposal = ProposalFactory(sent=True, team_word="Elle est directe.", **fields)
    MemberFactory(startup=proposal.need.startup, user=UserFactory(full_name="Inès Vidal"))
    return proposal


def test_what_asks_for_an_answer_or_tells_of_one_cannot_be_refused_and_the_rest_can() -> None:
    essential = {kind.template.removeprefix(MAILS) for kind in all_kinds() if kind.is_essential}
    assert essential >= {
        "proposals", "proposals_together", "startup_asked", "introduction",
        "declined_by_startup", "ended", "given_back", "taken_back",
    }  # fmt: skip
    assert not essential & {
        "reminder", "last_chance", "reminder_to_startup", "last_chance_to_startup", "requester_asked",
        "requester_moved", "requester_waiting", "requester_without", "requester_end", "round_failed",
    }  # fmt: skip


# --- previews ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", OURS)
def test_a_text_is_previewed_for_real_people_with_no_link_that_acts_and_no_address(
    template: str, language: str
) -> None:
    first = asked(mentor=MentorFactory(published=True, name="Nadia Belkacem"))
    ProposalFactory(sent=True, round=first.round, mentor=first.mentor)
    accepted = asked(
        mentor=None, funder=FunderFactory(published=True), round=RoundFactory(kind="funders", published=True)
    )
    Proposal.objects.filter(pk=accepted.pk).update(
        state=Proposal.State.ACCEPTED,
        person_answer="yes",
        startup_answer="yes",
        person_answered_at=timezone.now(),
        startup_answered_at=timezone.now(),
    )
    kind = kind_of(template)
    assert kind is not None
    words = words_of(kind, language)
    people = kind.recipients()
    assert people or not kind.examples
    for one in ["", *(person.key for person in people)]:
        shown = preview(kind, language, subject=words.subject, body=words.body, recipient=one)
        assert "/reponse/" not in shown.html + shown.text
        assert "@exemple" not in shown.html + shown.text
        assert "<img" not in shown.html
        assert "{" not in shown.subject
        assert shown.text.strip()
    assert not Mail.objects.exists()


def test_the_recipients_of_a_preview_are_few_and_cost_as_many_queries_for_one_as_for_many(
    django_assert_max_num_queries: Any,
) -> None:
    for _number in range(25):
        ProposalFactory(sent=True)
    kind = kind_of(f"{MAILS}proposals")
    assert kind is not None
    with django_assert_max_num_queries(2):
        assert len(kind.recipients()) == 20


def test_a_mail_greets_by_the_first_name_and_a_fund_by_its_own() -> None:
    assert mails.called(MentorFactory(user=UserFactory(full_name="Anne Le Goff"))) == "Anne"
    assert mails.called(MentorFactory(user=None, name="Nadia Belkacem")) == "Nadia"
    assert mails.called(FunderFactory(user=None, name="Fonds Rive Sud")) == "Fonds Rive Sud"


# --- what still holds --------------------------------------------------------------------------------------------


def test_a_reminder_whose_answer_came_meanwhile_does_not_leave() -> None:
    proposal = asked()
    telling.remind(proposal, PERSON, last=False)
    telling.tell_nobody_answered_yet(proposal)
    Mail.objects.update(not_before=None)
    decline_proposal(proposal, side=PERSON, reason="no_time")
    Mail.objects.exclude(key__contains="reminder").exclude(key__contains="waiting").delete()
    assert send_due_mails() == 0
    assert sent.outbox == []
    assert set(Mail.objects.values_list("state", flat=True)) == {State.DROPPED}


def test_a_question_to_a_startup_leaves_once_the_person_said_yes_and_not_after_its_answer() -> None:
    proposal = asked()
    accept_proposal(proposal, side=PERSON)
    assert proposal_holds(proposal.pk, f"{MAILS}startup_asked")
    assert proposal_holds(proposal.pk, f"{MAILS}reminder_to_startup")
    assert not proposal_holds(proposal.pk, f"{MAILS}proposals"), "she has answered"
    assert not proposal_holds(proposal.pk, f"{MAILS}introduction")
    accept_proposal(proposal, side=STARTUP)
    assert not proposal_holds(proposal.pk, f"{MAILS}startup_asked")
    assert proposal_holds(proposal.pk, f"{MAILS}introduction")


def test_the_mail_of_several_proposals_holds_while_one_of_them_awaits_its_answer() -> None:
    first = asked()
    second = ProposalFactory(sent=True, round=first.round, mentor=first.mentor)
    decline_proposal(first, side=PERSON, reason="no_time")
    assert proposal_holds(first.pk, f"{MAILS}proposals_together")
    decline_proposal(second, side=PERSON, reason="no_time")
    assert not proposal_holds(first.pk, f"{MAILS}proposals_together")


def test_what_is_past_stays_true_and_what_is_gone_says_nothing() -> None:
    proposal = asked()
    assert proposal_holds(proposal.pk, f"{MAILS}ended")
    need = NeedFactory(opened=True)
    assert need_holds(need.pk, f"{MAILS}requester_moved")
    Need.objects.filter(pk=need.pk).update(state=Need.State.CLOSED, closed_at=timezone.now())
    assert not need_holds(need.pk, f"{MAILS}requester_moved")
    assert need_holds(need.pk, f"{MAILS}requester_end")
    assert not need_holds(404, f"{MAILS}requester_end")
    assert not proposal_holds(404, f"{MAILS}ended")


# --- what waits, and when ----------------------------------------------------------------------------------------


def test_a_digest_names_the_answers_that_its_reader_owes_and_nobody_elses() -> None:
    proposal, _other = asked(), asked()
    founder = proposal.need.startup.members.get().user
    assert [proposal.need.startup.name in todo.title for todo in waiting_for(proposal.mentor.user.pk)] == [True]
    assert waiting_for(founder.pk) == []
    accept_proposal(proposal, side=PERSON)
    assert waiting_for(proposal.mentor.user.pk) == []
    (todo,) = waiting_for(founder.pk)
    assert proposal.person.name in todo.title
    assert todo.url == f"/propositions/{proposal.pk}/"


def test_mails_keep_to_the_hours_that_the_team_set() -> None:
    assert office_hours() == (time(9), time(18))
    change_schedule(reminder_days=3, last_chance_days=5, opens_at=time(14), closes_at=time(16))
    assert office_hours() == (time(14), time(16))


def test_a_mail_of_the_matching_is_logged_with_its_record_and_opens_its_page() -> None:
    proposal = asked()
    accept_proposal(proposal, side=PERSON)
    mail = Mail.objects.get(template=f"{MAILS}startup_asked")
    assert (mail.about, mail.url) == (f"matching.proposal:{proposal.pk}", f"/propositions/{proposal.pk}/")
    assert mail.reader == proposal.need.startup.members.get().user

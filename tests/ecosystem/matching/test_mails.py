"""What is mailed about a round: each event once, to whom it concerns, in that person's language."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as sent
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.matching import tasks
from ecosystem.matching.actions import mails
from ecosystem.matching.actions.answers import accept_proposal
from ecosystem.matching.actions.rounds import close_round, publish_round
from ecosystem.matching.links import AnswerLink, read_token
from ecosystem.matching.models import Proposal, Round
from tests.ecosystem.matching.season import computed, fresh, keys, mail, season
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
OFFICE = datetime(2026, 11, 26, 10, tzinfo=UTC)
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP


def published(**fields: Any) -> Round:
    """A round with three proposals, two of them to one person."""
    round_ = RoundFactory(published=True, **fields)
    twice = MentorFactory(published=True)
    ProposalFactory(round=round_, mentor=twice, sent=True), ProposalFactory(round=round_, mentor=twice, sent=True)
    ProposalFactory(round=round_, sent=True)
    return round_


def links(told: Mail) -> list[AnswerLink]:
    """The answers that a mail's addresses lead to."""
    words = [word.rstrip("/") for word in told.text.split() if "/reponse/" in word]
    return [read_token(word.rpartition("/")[2]) for word in words]


def test_each_person_gets_one_mail_with_all_her_proposals() -> None:
    round_ = published()
    assert mails.announce_round(round_.pk) == 2
    hers: dict[int, set[int]] = {}
    for proposal in round_.proposals.all():
        hers.setdefault(proposal.mentor_id, set()).add(proposal.pk)
    for mentor, proposals in hers.items():
        told = mail(f"round:{round_.pk}:person:{mentor}")
        assert told.to == MentorFactory._meta.model.objects.get(pk=mentor).user.email
        assert {link.proposal_id for link in links(told)} == proposals
        assert {link.side for link in links(told)} == {PERSON}
        for proposal in Proposal.objects.filter(pk__in=proposals):
            assert proposal.need.title in told.text
            assert proposal.need.startup.name in told.html
    assert fresh(round_).announced_at is not None


def test_told_twice_nothing_new_is_written() -> None:
    round_ = published()
    mails.announce_round(round_.pk)
    before = list(Mail.objects.order_by("pk").values())
    assert mails.announce_round(round_.pk) == 0
    Round.objects.update(announced_at=None)
    mails.announce_round(round_.pk)
    assert list(Mail.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("state", [state for state in Round.State.values if state not in {"published", "closed"}])
def test_only_a_round_that_was_published_is_announced(state: str) -> None:
    round_ = published()
    Round.objects.filter(pk=round_.pk).update(state=state, published_at=None)
    assert (mails.announce_round(round_.pk), keys()) == (0, [])


def test_only_what_was_sent_to_be_answered_is_told() -> None:
    round_ = RoundFactory(published=True)
    told = ProposalFactory(round=round_, sent=True)
    ProposalFactory(round=round_, rank=1), ProposalFactory(round=round_, rank=1, sent=True)
    ProposalFactory(round=round_, state=Proposal.State.WITHDRAWN), ProposalFactory(round=round_, declined=True)
    mails.announce_round(round_.pk)
    assert keys() == [f"round:{round_.pk}:person:{told.mentor_id}"]


def test_who_gave_no_address_gets_no_mail_and_the_others_do() -> None:
    round_ = RoundFactory(published=True)
    ProposalFactory(round=round_, sent=True, mentor=MentorFactory(published=True, user=None, contact_email=""))
    by_listing = MentorFactory(published=True, user=None, contact_email="a@exemple.test", language="en")
    ProposalFactory(round=round_, sent=True, mentor=by_listing)
    assert mails.announce_round(round_.pk) == 1
    told = Mail.objects.get()
    assert (told.to, told.language) == ("a@exemple.test", "en")
    assert fresh(round_).announced_at is not None


def test_an_account_that_was_closed_is_not_written_to() -> None:
    mentor = MentorFactory(user=UserFactory(is_active=False), contact_email="liste@exemple.test")
    assert mails.address_of(mentor) == ("liste@exemple.test", "fr")


def test_a_mail_speaks_its_readers_language_and_so_does_its_link() -> None:
    round_ = RoundFactory(published=True)
    mentor = MentorFactory(published=True, user=UserFactory(language="en"))
    ProposalFactory(round=round_, sent=True, mentor=mentor)
    mails.announce_round(round_.pk)
    told = Mail.objects.get()
    assert told.language == "en"
    assert "/en/reponse/" in told.text


def test_what_people_wrote_is_escaped_in_html_and_plain_in_text() -> None:
    round_ = RoundFactory(published=True)
    need = NeedFactory(opened=True, title="Vendre <b>R&D</b>", startup__name="Sel & Fils")
    ProposalFactory(round=round_, sent=True, need=need)
    mails.announce_round(round_.pk)
    told = Mail.objects.get()
    assert "Sel & Fils" in told.subject
    assert "Vendre <b>R&D</b>" in told.text
    assert "Vendre &lt;b&gt;R&amp;D&lt;/b&gt;" in told.html


@pytest.mark.parametrize("kind", Round.Kind.values)
def test_a_computed_round_is_announced_with_its_quotes(kind: str) -> None:
    season(needs=3, **{kind: 3})
    round_ = publish_round(computed(kind), by=None)
    written = mails.announce_round(round_.pk)
    assert written == len({proposal.person.pk for proposal in round_.proposals.sent()}) > 0
    for proposal in round_.proposals.sent():
        told = mail(f"round:{round_.pk}:person:{proposal.person.pk}")
        quotes = [part["quote"] for part in proposal.evidence.values() if "quote" in part]
        assert quotes
        assert all(quote in told.text for quote in quotes)


def test_announcing_stopped_in_the_middle_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    round_ = RoundFactory(published=True)
    ProposalFactory.create_batch(5, round=round_, sent=True)
    monkeypatch.setattr(mails, "BATCH", 2)
    write, calls = mails._write, []

    def dying(*args: Any, **fields: Any) -> Mail:
        calls.append(args)
        if len(calls) == 4:
            raise OSError("coupure")
        return write(*args, **fields)

    monkeypatch.setattr(mails, "_write", dying)
    with pytest.raises(OSError, match="coupure"):
        mails.announce_round(round_.pk)
    assert fresh(round_).announced_at is None
    before = {row.key: row.message_id for row in Mail.objects.all()}
    assert len(before) == 2, "whole batches only"
    assert mails.announce_round(round_.pk) == 5
    after = {row.key: row.message_id for row in Mail.objects.all()}
    assert after.items() >= before.items()
    people = round_.proposals.values_list("mentor_id", flat=True)
    assert set(after) == {f"round:{round_.pk}:person:{pk}" for pk in people}


@time_machine.travel(OFFICE, tick=False)
def test_the_task_announces_and_delivers(django_capture_on_commit_callbacks: Any) -> None:
    """Two people, and the three startups that wait."""
    round_ = published()
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.announce_round.apply(args=[round_.pk]).get() == 5
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.announce_round.apply(args=[round_.pk]).get() == 0
    assert len(sent.outbox) == 5
    assert {row.state for row in Mail.objects.all()} == {Mail.State.SENT}


def test_every_admin_of_the_startup_is_asked_and_no_one_else() -> None:
    proposal = ProposalFactory(promised=True)
    startup = proposal.need.startup
    admins = [MemberFactory(startup=startup) for _ in range(2)]
    MemberFactory(startup=startup, role="member"), MemberFactory(startup=startup, user=None)
    MemberFactory(startup=startup, user=UserFactory(is_active=False)), MemberFactory()
    mails.ask_startup(proposal)
    mails.ask_startup(proposal)
    assert sorted(row.to for row in Mail.objects.all()) == sorted(admin.user.email for admin in admins)
    told = {link.user_id for row in Mail.objects.all() for link in links(row)}
    assert told == {admin.user.pk for admin in admins}, "each has a link of her own"


@pytest.mark.parametrize("side", Proposal.Side.values)
def test_a_link_is_sent_again_once_a_day(side: str) -> None:
    proposal = ProposalFactory(promised=True)
    MemberFactory(startup=proposal.need.startup)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mails.resend_link(proposal, side)
        mails.resend_link(proposal, side)
        assert len(keys()) == 1
        clock.shift(timedelta(days=1))
        mails.resend_link(proposal, side)
    assert len(keys()) == 2
    assert {link.side for row in Mail.objects.all() for link in links(row)} == {side}


@pytest.mark.parametrize("factory", [MentorFactory, FunderFactory])
def test_a_persons_contact_is_her_accounts(factory: Any) -> None:
    person = factory(user=UserFactory(full_name="Anne Ici"), contact_email="liste@exemple.test")
    assert mails.person_contact(person) == {
        "name": "Anne Ici",
        "email": person.user.email,
        "phone": person.contact_phone,
    }
    alone = factory(user=None, name="Fonds Sud", contact_email="liste@exemple.test")
    assert mails.person_contact(alone) == {
        "name": "Fonds Sud",
        "email": "liste@exemple.test",
        "phone": alone.contact_phone,
    }


# --- nobody is left in silence -----------------------------------------------------------------------------------


def test_a_round_closed_before_its_mails_were_written_still_writes_them() -> None:
    round_ = RoundFactory(ready=True)
    ProposalFactory(round=round_)
    close_round(publish_round(round_, by=None), by=None)
    assert list(Round.objects.unannounced()) == [fresh(round_)]
    assert mails.announce_round(round_.pk) == 1
    assert fresh(round_).announced_at is not None


def test_a_startup_without_an_account_is_asked_at_the_address_of_its_listing() -> None:
    proposal = ProposalFactory(sent=True, need__startup__contact_email="contact@startup.test")
    accept_proposal(proposal, side=PERSON)
    told = mail(f"proposal:{proposal.pk}:startup:address")
    assert told.to == "contact@startup.test"
    (answer,) = links(told)
    assert (answer.proposal_id, answer.side, answer.user_id) == (proposal.pk, STARTUP, 0)
    accept_proposal(proposal, side=STARTUP)
    assert proposal.mentor.user.email in mail(f"proposal:{proposal.pk}:both:address").text


def test_a_startup_with_an_account_is_asked_there_and_not_at_its_address() -> None:
    proposal = ProposalFactory(sent=True, need__startup__contact_email="contact@startup.test")
    admin = MemberFactory(startup=proposal.need.startup).user
    accept_proposal(proposal, side=PERSON)
    assert set(Mail.objects.values_list("to", flat=True)) == {admin.email}
    (answer,) = links(mail(f"proposal:{proposal.pk}:startup:{admin.pk}"))
    assert answer.user_id == admin.pk

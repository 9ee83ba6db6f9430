"""A sending confirmed, undone and sent by several people and workers at the same moment, on a real PostgreSQL."""

import pytest
from django.db.models import F
from django.utils import timezone

from ecosystem.matching.actions.mails import announce_round
from ecosystem.matching.actions.reviewing import exclude_pair
from ecosystem.matching.actions.sendings import cancel_sending, confirm_sending, depart, take_back
from ecosystem.matching.models import Proposal, ProposalMove, Round, Sending
from tests.concurrency import at_once
from tests.factories import ProposalFactory, RoundFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 12


def validated(count=4):
    round_ = RoundFactory(ready=True)
    ProposalFactory.create_batch(count, round=round_, reviewed_at=timezone.now())
    return round_


def test_however_many_confirm_at_once_there_is_one_sending():
    round_ = validated()
    assert at_once(PEOPLE, lambda _number: confirm_sending(round_, by=None)) == {"done": PEOPLE}
    assert Sending.objects.count() == 1


def test_however_many_workers_let_it_leave_it_leaves_once():
    round_ = validated()
    sending = confirm_sending(round_, by=None, minutes=0)
    at_once(PEOPLE, lambda _number: depart(sending.pk))
    assert ProposalMove.objects.count() == 4
    assert round_.moves.count() == 1
    at_once(PEOPLE, lambda _number: announce_round(round_.pk))
    assert Proposal.objects.sent().count() == 4


@pytest.mark.parametrize("turn", range(3))
def test_undone_and_leaving_at_once_it_does_one_of_the_two_wholly(turn):
    round_ = validated()
    sending = confirm_sending(round_, by=None)
    Sending.objects.update(leaves_at=F("confirmed_at"))
    at_once(PEOPLE, lambda number: depart(sending.pk) if number % 2 else cancel_sending(sending, by=None))
    sending.refresh_from_db()
    left = sending.left_at is not None
    assert left != (sending.cancelled_at is not None)
    assert Proposal.objects.sent().count() == (4 if left else 0)
    assert Round.objects.get().state == ("published" if left else "ready")


def test_a_pair_excluded_while_it_is_confirmed_leaves_or_is_excluded_never_both():
    round_ = validated()
    pair = Proposal.objects.order_by("pk")[0]
    at_once(PEOPLE, lambda number: confirm_sending(round_, by=None) if number % 2 else exclude_pair(pair, by=None))
    pair.refresh_from_db()
    assert (pair.state == "withdrawn") == (pair.sending_id is None)


def test_taken_back_by_many_at_once_everything_is_in_review_once():
    round_ = validated()
    sending = confirm_sending(round_, by=None, minutes=0)
    depart(sending.pk)
    found = at_once(PEOPLE, lambda _number: take_back(sending, by=None))
    assert found["done"] == 1
    assert Proposal.objects.in_review().count() == 4
    assert ProposalMove.objects.filter(to_state="drafted").count() == 4

"""The figures of rounds say the same on the list, on the page and before the computation."""

import pytest

from ecosystem.matching.figures import figures, rows, supply
from ecosystem.matching.models import Proposal, Round
from tests.factories import MentorFactory, NeedFactory, ProposalFactory, RoundFactory, UnservedNeedFactory

pytestmark = pytest.mark.django_db


def test_the_list_and_the_page_count_the_needs_without_anyone_alike() -> None:
    """One served, one whose pair was set aside, one that the computation found nobody for, one served in part."""
    round_ = RoundFactory(ready=True)
    served = ProposalFactory(round=round_)
    ProposalFactory(round=round_, state=Proposal.State.WITHDRAWN)
    UnservedNeedFactory(round=round_)
    UnservedNeedFactory(round=round_, need=served.need)
    (row,), page = rows([round_]), figures(round_)
    assert (row.served, row.without) == (page.served, page.without) == (1, 2)
    assert page.set_aside == 1


def test_a_need_that_has_somebody_is_not_counted_among_those_to_serve() -> None:
    NeedFactory(opened=True, mentors_wanted=1)
    ProposalFactory(sent=True, need=NeedFactory(opened=True, mentors_wanted=1))
    ProposalFactory(sent=True, need=NeedFactory(opened=True, mentors_wanted=2))
    found = supply(RoundFactory())
    assert (found["needs"], found["provided"]) == (2, 1)


def test_places_that_an_unanswered_proposal_may_take_are_not_free() -> None:
    mentor = MentorFactory(published=True, capacity=3)
    ProposalFactory(sent=True, mentor=mentor)
    ProposalFactory(promised=True, mentor=mentor)
    assert supply(RoundFactory())["places"] == 1


def test_files_of_a_past_month_are_free_again() -> None:
    proposal = ProposalFactory(promised=True, to_funder=True)
    funder = proposal.funder
    assert supply(RoundFactory(kind=Round.Kind.FUNDERS))["places"] == funder.files_per_month - 1
    type(funder).objects.update(month_on="2020-01-01")
    assert supply(RoundFactory(kind=Round.Kind.FUNDERS))["places"] == funder.files_per_month

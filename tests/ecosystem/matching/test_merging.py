"""What two merged mentors, funders and startups had under way goes on in the kept one."""

import pytest
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.directory.merging import merge_listings, undo_merge
from ecosystem.directory.models import Listing
from ecosystem.engagements.models import Engagement
from ecosystem.matching.merging import BothAnswer, PlacesExceeded, RoundIsComputing
from ecosystem.matching.models import Proposal
from mentors.models import Mentor
from startups.models import Member
from tests.factories import (
    EngagementFactory,
    FunderFactory,
    MemberFactory,
    MentorFactory,
    ProposalFactory,
    RoundFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator() -> User:
    return UserFactory(curator=True)


@pytest.fixture
def kept() -> Mentor:
    return MentorFactory(published=True, capacity=2)


@pytest.fixture
def gone() -> Mentor:
    return MentorFactory(published=True, user=None, capacity=1, taken_count=1)


def test_engagements_and_proposals_follow_and_places_are_counted_again(
    kept: Mentor, gone: Mentor, curator: User
) -> None:
    engagement = EngagementFactory(mentor=gone)
    proposal = ProposalFactory(mentor=gone)
    merge = merge_listings(kept, gone, values={}, by=curator)
    for row in (engagement, proposal, kept, gone):
        row.refresh_from_db()
    assert (engagement.mentor_id, proposal.mentor_id) == (kept.pk, kept.pk)
    assert (kept.taken_count, gone.taken_count) == (1, 0)
    undo_merge(merge, by=curator)
    for row in (engagement, proposal, kept, gone):
        row.refresh_from_db()
    assert (engagement.mentor_id, proposal.mentor_id) == (gone.pk, gone.pk)
    assert (kept.taken_count, gone.taken_count) == (0, 1)


def test_a_proposal_that_both_have_in_one_round_stays_where_it_was(kept: Mentor, gone: Mentor, curator: User) -> None:
    mine = ProposalFactory(mentor=kept)
    theirs = ProposalFactory(mentor=gone, round=mine.round, need=mine.need)
    merge_listings(kept, gone, values={}, by=curator)
    theirs.refresh_from_db()
    assert theirs.mentor_id == gone.pk


def test_more_places_taken_than_the_kept_mentor_has_is_refused(kept: Mentor, gone: Mentor, curator: User) -> None:
    Mentor.objects.filter(pk=kept.pk).update(capacity=1)
    EngagementFactory(mentor=kept), EngagementFactory(mentor=gone)
    with pytest.raises(PlacesExceeded, match="2 places prises sur 1"):
        merge_listings(kept, gone, values={}, by=curator)
    assert Engagement.objects.filter(mentor=gone).count() == 1
    gone.refresh_from_db()
    assert gone.state == Listing.State.PUBLISHED


def test_what_became_of_a_proposal_since_goes_back_with_it(kept: Mentor, gone: Mentor, curator: User) -> None:
    proposal = ProposalFactory(mentor=gone)
    merge = merge_listings(kept, gone, values={}, by=curator)
    engagement = EngagementFactory(mentor=kept, need=proposal.need)
    Proposal.objects.filter(pk=proposal.pk).update(engagement=engagement)
    undo_merge(merge, by=curator)
    engagement.refresh_from_db()
    assert engagement.mentor_id == gone.pk


def test_no_merge_of_mentors_while_a_round_computes(kept: Mentor, gone: Mentor, curator: User) -> None:
    RoundFactory(computing=True)
    with pytest.raises(RoundIsComputing):
        merge_listings(kept, gone, values={}, by=curator)
    merge_listings(*(StartupFactory(published=True) for _ in range(2)), values={}, by=curator)


def test_two_accounts_that_both_have_an_answer_to_give_are_not_merged(kept: Mentor, curator: User) -> None:
    other = MentorFactory(published=True)
    ProposalFactory(mentor=kept, sent=True), ProposalFactory(mentor=other, sent=True)
    with pytest.raises(BothAnswer):
        merge_listings(kept, other, values={}, by=curator)


@pytest.mark.parametrize("factory", [MentorFactory, FunderFactory])
def test_the_account_follows_unless_the_kept_listing_has_its_own(factory: type, curator: User) -> None:
    for has_its_own in (False, True):
        mine = UserFactory() if has_its_own else None
        kept, gone = factory(published=True, user=mine), factory(published=True)
        theirs = gone.user
        merge = merge_listings(kept, gone, values={}, by=curator)
        kept.refresh_from_db()
        gone.refresh_from_db()
        assert (kept.user, gone.user) == (mine or theirs, None)
        undo_merge(merge, by=curator)
        kept.refresh_from_db()
        gone.refresh_from_db()
        assert (kept.user, gone.user) == (mine, theirs)


def test_an_account_that_keeps_another_listing_since_bars_the_way_back(kept: Mentor, curator: User) -> None:
    gone = MentorFactory(published=True)
    merge = merge_listings(kept, gone, values={}, by=curator)
    MentorFactory(user=gone.user)
    with pytest.raises(Refused, match="tient une autre fiche"):
        undo_merge(merge, by=curator)
    gone.refresh_from_db()
    assert gone.state == Listing.State.MERGED


def test_the_files_of_two_funders_count_together_within_the_month(curator: User) -> None:
    month = timezone.localdate().replace(day=1)
    kept = FunderFactory(published=True, files_per_month=4, taken_count=3, month_on=month)
    gone = FunderFactory(published=True, user=None, files_per_month=4, taken_count=2, month_on=month)
    merge = merge_listings(kept, gone, values={}, by=curator)
    kept.refresh_from_db()
    assert kept.taken_count == 4
    undo_merge(merge, by=curator)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.taken_count, gone.taken_count) == (3, 2)


def test_the_two_teams_are_one_each_person_once_with_her_wider_role(curator: User) -> None:
    kept, gone = StartupFactory(published=True), StartupFactory(published=True)
    both = UserFactory()
    MemberFactory(startup=kept, user=UserFactory())
    mine = MemberFactory(startup=kept, user=both, role=Member.Role.MEMBER)
    MemberFactory(startup=kept, user=None, name="Élise Caron", role=Member.Role.MEMBER)
    MemberFactory(startup=gone, user=both)
    MemberFactory(startup=gone, user=None, name="elise caron", role=Member.Role.MEMBER)
    other = MemberFactory(startup=gone)
    merge = merge_listings(kept, gone, values={}, by=curator)
    mine.refresh_from_db()
    assert (mine.role, kept.members.count(), other.user in [one.user for one in kept.members.all()]) == (
        "admin",
        4,
        True,
    )
    undo_merge(merge, by=curator)
    mine.refresh_from_db()
    assert (mine.role, kept.members.count(), gone.members.count()) == ("member", 3, 3)

"""Several merges of the same listings at the same moment, on a real PostgreSQL."""

import pytest

from ecosystem.directory.merging import merge_listings, undo_merge
from ecosystem.directory.models import Listing, Merge
from ecosystem.directory.writing import write_listing
from ecosystem.matching.actions.answers import accept_proposal
from ecosystem.matching.models import Proposal
from mentors.models import Mentor
from startups.models import Need, Startup
from tests.concurrency import at_once
from tests.factories import MentorFactory, NeedFactory, ProposalFactory, StartupFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_that_are_merged_into_each_other_at_once_leave_one() -> None:
    one, other = (StartupFactory(published=True) for _ in range(2))
    NeedFactory(startup=one), NeedFactory(startup=other)
    curator = UserFactory(curator=True)

    def act(number: int) -> None:
        kept, gone = (one, other) if number % 2 else (other, one)
        merge_listings(Startup.objects.get(pk=kept.pk), Startup.objects.get(pk=gone.pk), values={}, by=curator)

    assert at_once(8, act) == {"done": 1, "AlreadyGone": 7}
    [left] = Startup.objects.public()
    assert Need.objects.filter(startup=left).count() == 2


def test_one_that_is_merged_into_several_at_once_goes_into_one() -> None:
    gone = StartupFactory(published=True)
    others = StartupFactory.create_batch(4, published=True)
    need = NeedFactory(startup=gone)
    curator = UserFactory(curator=True)

    def act(number: int) -> None:
        merge_listings(others[number], Startup.objects.get(pk=gone.pk), values={"city": f"V{number}"}, by=curator)

    assert at_once(4, act) == {"done": 1, "AlreadyGone": 3}
    merge = Merge.objects.get()
    need.refresh_from_db()
    assert need.startup_id == merge.kept_id
    assert [one.city for one in Startup.objects.filter(pk=merge.kept_id)] == [merge.changes["city"][1]]


def test_undone_twice_at_once_it_is_undone_once() -> None:
    kept, gone = (StartupFactory(published=True) for _ in range(2))
    NeedFactory(startup=gone)
    curator = UserFactory(curator=True)
    merge = merge_listings(kept, gone, values={"city": "Cassis"}, by=curator)
    ends = at_once(6, lambda _number: undo_merge(Merge.objects.get(pk=merge.pk), by=curator))
    assert ends == {"done": 1, "AlreadyUndone": 5}
    assert gone.moves.count() == 2


def test_an_owner_who_writes_while_her_listing_is_merged_loses_nothing_silently() -> None:
    kept, gone = (StartupFactory(published=True, headcount=1) for _ in range(2))
    curator, owner = UserFactory(curator=True), UserFactory()

    def act(number: int) -> None:
        if number:
            write_listing(Startup.objects.get(pk=kept.pk), {"headcount": 9}, by=owner)
        else:
            merge_listings(kept, gone, values={"city": "Cassis"}, by=curator)

    assert at_once(2, act) == {"done": 2}
    kept.refresh_from_db()
    assert (kept.headcount, kept.city, kept.versions.count(), kept.version) == (9, "Cassis", 2, 3)


def test_a_yes_given_while_two_mentors_are_merged_takes_one_place_of_the_kept_one() -> None:
    kept, gone = MentorFactory(published=True, user=None, capacity=3), MentorFactory(published=True, capacity=3)
    proposals = ProposalFactory.create_batch(3, mentor=gone, sent=True)
    curator = UserFactory(curator=True)

    def act(number: int) -> None:
        if number == 3:
            merge_listings(kept, gone, values={}, by=curator)
        else:
            accept_proposal(Proposal.objects.get(pk=proposals[number].pk), side=Proposal.Side.PERSON, by=None)

    assert at_once(4, act) == {"done": 4}
    said = Proposal.objects.filter(person_answer=Proposal.Answer.YES).count()
    assert Listing.objects.get(pk=gone.pk).state == Listing.State.MERGED
    assert Mentor.objects.get(pk=kept.pk).taken_count == said == 3

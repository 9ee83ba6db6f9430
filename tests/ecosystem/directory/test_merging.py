"""Two listings become one, and two again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.directory.fields import values_of
from ecosystem.directory.following import columns_to
from ecosystem.directory.merge_errors import (
    AlreadyGone,
    AlreadyUndone,
    CannotComeBack,
    KeepThePublished,
    NotAPair,
    TooLate,
    UndoTheLaterFirst,
)
from ecosystem.directory.merging import family_of, final, merge_listings, undo_merge
from ecosystem.directory.models import FieldOrigin, Listing, Merge, NeverAgain, Origin, Revision
from startups.models import Startup
from tests.factories import (
    FieldOriginFactory,
    FunderFactory,
    MentorFactory,
    NeedFactory,
    NeverAgainFactory,
    OpeningFactory,
    RevisionFactory,
    SectorFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SIREN = "732829320"


@pytest.fixture
def curator() -> User:
    return UserFactory(curator=True)


@pytest.fixture
def kept() -> Startup:
    return StartupFactory(published=True, name="Posidone", city="La Ciotat", tagline="Des herbiers.")


@pytest.fixture
def gone() -> Startup:
    return StartupFactory(published=True, name="Posidon SAS", city="Marseille", siren=SIREN, headcount=2)


def test_the_kept_listing_says_what_was_chosen_and_the_other_leads_to_it(
    kept: Startup, gone: Startup, curator: User
) -> None:
    merge = merge_listings(kept, gone, values={"siren": SIREN, "headcount": 2}, by=curator, reason="Même entreprise")
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.siren, kept.headcount, kept.tagline) == (SIREN, 2, "Des herbiers.")
    assert (gone.state, gone.merged_into_id) == (Listing.State.MERGED, kept.pk)
    move = gone.moves.get()
    assert (move.from_state, move.to_state, move.by, move.reason) == ("published", "merged", curator, "Même entreprise")
    assert merge.changes["siren"] == ["", SIREN]
    assert kept.versions.get().ref == f"merge:{merge.pk}"


def test_undone_both_are_as_they_were(kept: Startup, gone: Startup, curator: User) -> None:
    gone.sectors.set([SectorFactory(slug="maritime")])
    before = (values_of(kept), values_of(gone))
    merge = merge_listings(kept, gone, values=values_of(gone), by=curator)
    undo_merge(merge, by=curator)
    kept, gone = Startup.objects.get(pk=kept.pk), Startup.objects.get(pk=gone.pk)
    assert (values_of(kept), values_of(gone)) == before
    assert (gone.state, gone.merged_into_id) == (Listing.State.PUBLISHED, None)
    assert [move.to_state for move in gone.moves.all()] == ["merged", "published"]


def test_what_was_written_since_stays_when_a_merge_is_undone(kept: Startup, gone: Startup, curator: User) -> None:
    merge = merge_listings(kept, gone, values={"city": "Marseille", "headcount": 2}, by=curator)
    Startup.objects.filter(pk=kept.pk).update(city="Cassis")
    undo_merge(merge, by=curator)
    kept.refresh_from_db()
    assert (kept.city, kept.headcount) == ("Cassis", 7)


def test_a_value_taken_over_keeps_whose_word_it_was(kept: Startup, gone: Startup, curator: User) -> None:
    FieldOriginFactory(listing=gone, field="headcount", origin=Origin.OWNER)
    merge = merge_listings(kept, gone, values={"headcount": 2, "city": "Cassis"}, by=curator)
    assert dict(FieldOrigin.objects.filter(listing=kept).values_list("field", "origin")) == {
        "headcount": "owner",
        "city": "staff",
    }
    undo_merge(merge, by=curator)
    assert not FieldOrigin.objects.filter(listing=kept).exists()


def test_needs_openings_and_waiting_revisions_follow_and_come_back(kept: Startup, gone: Startup, curator: User) -> None:
    rows = [NeedFactory(startup=gone), OpeningFactory(listing=gone), RevisionFactory(listing=gone)]
    own = NeedFactory(startup=kept)
    merge = merge_listings(kept, gone, values={}, by=curator)
    assert kept.needs.count() == 2
    assert (kept.openings.count(), kept.revisions.pending().count()) == (1, 1)
    later = NeedFactory(startup=kept)
    undo_merge(merge, by=curator)
    assert list(gone.needs.all()) == [rows[0]]
    assert set(kept.needs.all()) == {own, later}
    assert (gone.openings.get(), Revision.objects.get().listing_id) == (rows[1], gone.pk)


def test_what_the_kept_listing_has_too_stays_where_it_was(kept: Startup, gone: Startup, curator: User) -> None:
    mentor, other = MentorFactory(), MentorFactory()
    NeverAgainFactory(listing=kept, other=mentor)
    for person in (mentor, other, kept):
        NeverAgainFactory(listing=gone, other=person)
    before = set(NeverAgain.objects.values_list("listing", "other"))
    merge = merge_listings(kept, gone, values={}, by=curator)
    assert set(kept.never_again.values_list("other", flat=True)) == {mentor.pk, other.pk}
    undo_merge(merge, by=curator)
    assert set(NeverAgain.objects.values_list("listing", "other")) == before


def test_a_chain_leads_to_its_end_and_is_undone_from_there(kept: Startup, gone: Startup, curator: User) -> None:
    last = StartupFactory(published=True)
    need = NeedFactory(startup=gone)
    first = merge_listings(kept, gone, values={}, by=curator)
    second = merge_listings(last, kept, values={}, by=curator)
    gone.refresh_from_db()
    assert final(gone) == Listing.objects.get(pk=last.pk)
    assert sorted(family_of(last)) == sorted([last.pk, kept.pk, gone.pk])
    need.refresh_from_db()
    assert need.startup_id == last.pk
    with pytest.raises(UndoTheLaterFirst):
        undo_merge(first, by=curator)
    undo_merge(second, by=curator)
    undo_merge(first, by=curator)
    need.refresh_from_db()
    assert need.startup_id == gone.pk


def test_what_cannot_be_one_is_refused(kept: Startup, gone: Startup, curator: User) -> None:
    draft = StartupFactory()
    for one, other, refusal in (
        (kept, kept, NotAPair),
        (kept, FunderFactory(), NotAPair),
        (draft, gone, KeepThePublished),
    ):
        with pytest.raises(refusal):
            merge_listings(one, other, values={}, by=curator)
    merge_listings(kept, gone, values={}, by=curator)
    for one, other in ((kept, gone), (gone, kept), (draft, gone)):
        with pytest.raises(AlreadyGone):
            merge_listings(one, other, values={}, by=curator)
    assert Merge.objects.count() == 1


def test_a_merge_is_undone_once_and_within_its_days(kept: Startup, gone: Startup, curator: User) -> None:
    merge = merge_listings(kept, gone, values={}, by=curator)
    Merge.objects.update(at=timezone.now() - timedelta(days=31))
    merge.refresh_from_db()
    with pytest.raises(TooLate):
        undo_merge(merge, by=curator)
    Merge.objects.update(at=timezone.now())
    undo_merge(merge, by=curator)
    with pytest.raises(AlreadyUndone):
        undo_merge(merge, by=curator)


def test_a_listing_does_not_come_back_with_a_siren_that_another_bears_since(
    kept: Startup, gone: Startup, curator: User
) -> None:
    merge = merge_listings(kept, gone, values={}, by=curator)
    StartupFactory(siren=SIREN)
    with pytest.raises(CannotComeBack):
        undo_merge(merge, by=curator)
    gone.refresh_from_db()
    assert gone.state == Listing.State.MERGED


def test_a_refusal_changes_nothing(kept: Startup, gone: Startup, curator: User) -> None:
    with pytest.raises(Refused):
        merge_listings(StartupFactory(), gone, values={"city": "Cassis"}, by=curator)
    gone.refresh_from_db()
    assert gone.state == Listing.State.PUBLISHED


@pytest.mark.parametrize("kind", Listing.Kind.values)
def test_every_column_that_points_to_a_listing_is_known_to_merges(kind: str) -> None:
    """A new column follows by itself; one that says the listing's own past is named in STAYS."""
    columns = columns_to(kind)
    assert {"directory.NeverAgain.listing", "directory.NeverAgain.other", "directory.Stake.company"} <= set(columns)
    assert not [name for name in columns if "sectors" in name or "Version" in name]

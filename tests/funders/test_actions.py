"""Funders: their thesis, their files of the month, their pause."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ecosystem.directory.models import Listing
from ecosystem.directory.taken import SirenTaken
from funders import actions
from funders.errors import AlreadyFunder, FilesBelowTaken, NoFileLeft, PauseInThePast, ThesisIncomplete
from funders.models import Funder
from tests.factories import FunderFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 1)


def test_an_account_has_one_funder_listing() -> None:
    person = UserFactory()
    funder = actions.create_funder(by=person, name="Rive Sud", refused_sectors=[SectorFactory()])
    assert (funder.user, funder.state, funder.refused_sectors.count()) == (person, Listing.State.DRAFT, 1)
    with pytest.raises(AlreadyFunder):
        actions.create_funder(by=person, name="Rive Sud")


def test_a_siren_belongs_to_one_live_funder() -> None:
    FunderFactory(siren="732829320")
    with pytest.raises(SirenTaken):
        actions.create_funder(by=UserFactory(), name="Jumeau", siren="732829320")
    with pytest.raises(SirenTaken):
        actions.update_funder(FunderFactory(), by=UserFactory(), siren="732829320")


def test_files_taken_never_exceed_those_of_the_month() -> None:
    funder = FunderFactory(files_per_month=2)
    stale = Funder.objects.get(pk=funder.pk)
    actions.take_file(funder, on=NOVEMBER)
    actions.take_file(funder, on=NOVEMBER)
    for copy in (funder, stale):
        with pytest.raises(NoFileLeft):
            actions.take_file(copy, on=NOVEMBER)
    assert Funder.objects.get(pk=funder.pk).taken_count == 2


def test_a_new_month_starts_its_count_again() -> None:
    funder = FunderFactory(files_per_month=1)
    actions.take_file(funder, on=NOVEMBER)
    actions.take_file(funder, on=DECEMBER)
    assert (funder.month_on, funder.taken_count) == (DECEMBER, 1)
    with pytest.raises(NoFileLeft):
        actions.take_file(funder, on=DECEMBER)


def test_a_late_call_of_the_month_before_does_not_reopen_it() -> None:
    funder = FunderFactory(files_per_month=1)
    actions.take_file(funder, on=DECEMBER)
    with pytest.raises(NoFileLeft):
        actions.take_file(funder, on=NOVEMBER)
    assert (funder.month_on, funder.taken_count) == (DECEMBER, 1)


def test_a_file_goes_back_to_the_month_in_which_it_was_taken() -> None:
    funder = FunderFactory(files_per_month=2)
    actions.take_file(funder, on=NOVEMBER)
    actions.take_file(funder, on=DECEMBER)
    actions.release_file(funder, taken_on=NOVEMBER)
    assert funder.taken_count == 1
    actions.release_file(funder, taken_on=DECEMBER)
    actions.release_file(funder, taken_on=DECEMBER)
    assert funder.taken_count == 0


def test_the_files_of_a_month_never_fall_below_those_taken() -> None:
    funder = FunderFactory(files_per_month=4)
    actions.take_file(funder, on=NOVEMBER)
    actions.take_file(funder, on=NOVEMBER)
    with pytest.raises(FilesBelowTaken) as refusal:
        actions.set_files_per_month(funder, 1, on=NOVEMBER)
    assert "au moins 2 dossiers" in str(refusal.value)
    assert actions.set_files_per_month(funder, 1, on=DECEMBER).files_per_month == 1


def test_a_pause_ends_today_at_the_earliest() -> None:
    today = timezone.localdate()
    funder = FunderFactory()
    with pytest.raises(PauseInThePast):
        actions.pause_funder(funder, until=today - timedelta(days=1))
    assert actions.pause_funder(funder, until=today).paused_until == today
    assert actions.resume_funder(funder).paused_until is None


def test_an_incomplete_thesis_is_not_submitted() -> None:
    with pytest.raises(ThesisIncomplete):
        actions.submit_funder(FunderFactory(thesis=""), by=UserFactory())
    funder = FunderFactory()
    assert actions.submit_funder(funder, by=UserFactory()).state == Listing.State.SUBMITTED

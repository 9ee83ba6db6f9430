"""Mentors: their listing, their places, their pause."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosystem.directory.models import Listing
from mentors import actions
from mentors.errors import AlreadyMentor, CapacityBelowTaken, NoPlaceLeft, PauseInThePast, ProfileIncomplete
from mentors.models import Mentor
from tests.factories import MentorFactory, MentorSkillFactory, SkillFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_has_one_mentor_listing() -> None:
    person = UserFactory()
    mentor = actions.create_mentor(by=person, name="Karim Haddou")
    assert (mentor.user, mentor.state) == (person, Listing.State.DRAFT)
    with pytest.raises(AlreadyMentor):
        actions.create_mentor(by=person, name="Karim Haddou")


def test_skills_are_those_that_were_written_each_once() -> None:
    export, pricing, sales = SkillFactory(), SkillFactory(), SkillFactory()
    mentor = actions.create_mentor(by=UserFactory(), name="Karim", skills=[{"skill": export, "level": 2}])
    rows = [{"skill": pricing, "level": 3, "proof": "Trois grilles"}, {"skill": sales, "level": 1}]
    actions.update_mentor(mentor, by=UserFactory(), skills=rows)
    found = {row.skill: (row.level, row.proof) for row in mentor.skills.all()}
    assert found == {pricing: (3, "Trois grilles"), sales: (1, "")}


def test_an_update_does_not_touch_the_places() -> None:
    mentor = MentorFactory(published=True)
    stale = Mentor.objects.get(pk=mentor.pk)
    actions.take_place(mentor)
    actions.update_mentor(stale, by=UserFactory(), city="Export-les-Bains")
    mentor.refresh_from_db()
    assert (mentor.taken_count, mentor.city) == (1, "Export-les-Bains")


def test_places_taken_never_exceed_the_capacity() -> None:
    mentor = MentorFactory(capacity=2)
    actions.take_place(mentor)
    actions.take_place(mentor)
    with pytest.raises(NoPlaceLeft):
        actions.take_place(mentor)
    assert Mentor.objects.get(pk=mentor.pk).taken_count == 2


def test_a_stale_copy_of_the_mentor_does_not_overbook() -> None:
    mentor = MentorFactory(capacity=1)
    copies = [Mentor.objects.get(pk=mentor.pk) for _ in range(3)]
    actions.take_place(copies[0])
    for copy in copies[1:]:
        with pytest.raises(NoPlaceLeft):
            actions.take_place(copy)
    assert Mentor.objects.get(pk=mentor.pk).taken_count == 1


def test_a_place_given_back_can_be_taken_and_zero_stays_zero() -> None:
    mentor = MentorFactory(capacity=1)
    actions.release_place(mentor)
    assert mentor.taken_count == 0
    actions.take_place(mentor)
    actions.release_place(mentor)
    actions.take_place(mentor)
    assert mentor.taken_count == 1


@pytest.mark.parametrize(("taken", "part"), [(1, "au moins 1 place"), (2, "au moins 2 places")])
def test_the_capacity_never_falls_below_the_places_taken(taken: int, part: str) -> None:
    mentor = MentorFactory(capacity=3)
    for _ in range(taken):
        actions.take_place(mentor)
    with pytest.raises(CapacityBelowTaken) as refusal:
        actions.set_capacity(mentor, taken - 1)
    assert part in str(refusal.value)
    assert Mentor.objects.get(pk=mentor.pk).capacity == 3
    assert actions.set_capacity(mentor, taken).capacity == taken


def test_a_pause_ends_today_at_the_earliest() -> None:
    today = timezone.localdate()
    mentor = MentorFactory(published=True)
    with pytest.raises(PauseInThePast):
        actions.pause_mentor(mentor, until=today - timedelta(days=1))
    actions.pause_mentor(mentor, until=today)
    assert Mentor.objects.get(pk=mentor.pk).is_paused()
    assert mentor not in Mentor.objects.available(today)
    actions.resume_mentor(mentor)
    assert mentor in Mentor.objects.available(today)


def test_an_incomplete_profile_is_not_submitted() -> None:
    mentor = MentorFactory()
    with pytest.raises(ProfileIncomplete):
        actions.submit_mentor(mentor, by=UserFactory())
    MentorSkillFactory(mentor=mentor)
    actions.submit_mentor(mentor, by=UserFactory())
    assert mentor.state == Listing.State.SUBMITTED


def test_fewer_places_lower_the_minimum() -> None:
    mentor = MentorFactory(capacity=3, load_min=3)
    assert actions.set_capacity(mentor, 2).load_min == 2
    assert actions.set_capacity(mentor, 5).load_min == 2

"""How mentors and funders answer, as their pages tell it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.directory.responsiveness import Responsiveness, responsiveness_of
from mentors.models import Mentor
from tests.factories import FunderFactory, MentorFactory, NeedFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor() -> Mentor:
    made: Mentor = MentorFactory(published=True, capacity=9)
    return made


def ask(mentor: Mentor, days_ago: int = 30, **more: Any) -> None:
    """One request to the mentor, seven days to answer."""
    sent = timezone.now() - timedelta(days=days_ago)
    due = timezone.localdate(sent) + timedelta(days=7)
    answered = {"person_answered_at": sent + timedelta(days=1)} if more.get("declined") else {}
    ProposalFactory(mentor=mentor, **{"sent": True, "sent_at": sent, "expires_on": due, **answered, **more})


def told(mentor: Mentor) -> Responsiveness | None:
    return responsiveness_of("mentor", [mentor.pk]).get(mentor.pk)


def page_of(mentor: Mentor) -> str:
    return Client().get(mentor.get_absolute_url()).content.decode()


def test_a_refusal_is_an_answer_and_silence_takes_the_badge_away(mentor: Mentor) -> None:
    for _time in range(2):
        ask(mentor, declined=True)
    for _time in range(3):
        ask(mentor, state="expired")
    page = page_of(mentor)
    assert "Répond en 1 jour" in page
    assert "2 demandes sur 5" in page
    ask(mentor, state="expired")
    assert "demandes sur" not in page_of(mentor)


def test_four_requests_say_nothing_of_anybody(mentor: Mentor) -> None:
    for _time in range(4):
        ask(mentor, declined=True)
    assert "demandes sur" not in page_of(mentor)


def test_only_what_was_answered_or_left_to_lapse_within_the_year_counts(mentor: Mentor) -> None:
    ask(mentor, declined=True)
    ask(mentor)  # overdue, and still in the mentor's hands
    ask(mentor, days_ago=1)  # waits
    ask(mentor, state="withdrawn")
    ask(mentor, need=NeedFactory(opened=True, state="served"))
    ask(mentor, days_ago=400, declined=True)
    found = told(mentor)
    assert found
    assert found.asks == (True, False)
    assert found.delay == timedelta(days=1)


def test_the_twelve_last_requests_are_drawn_and_all_are_counted() -> None:
    told = Responsiveness((False,) * 3 + (True,) * 12)
    assert told.latest == (True,) * 12
    assert (told.answered, told.total) == (12, 15)


def test_any_number_of_people_is_asked_for_in_one_query(django_assert_num_queries: Any) -> None:
    funders = [FunderFactory(published=True) for _time in range(3)]
    for funder in funders:
        ProposalFactory(to_funder=True, funder=funder, declined=True)
    with django_assert_num_queries(1):
        found = responsiveness_of("funder", [one.pk for one in funders])
    assert {one.pk for one in funders} == set(found)

"""The promise in figures: the share that is verified, and how fast mentors answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.directory.models import Listing
from ecosystem.home import figures, outcomes
from ecosystem.ui.typography import duration
from tests.factories import MentorFactory, ProposalFactory, StartupFactory

pytestmark = pytest.mark.django_db


def answered(days: float, count: int = 1) -> None:
    """That many mentors answered, after so many days."""
    now = timezone.now()
    for _turn in range(count):
        proposal = ProposalFactory(promised=True)
        proposal.sent_at, proposal.person_answered_at = now - timedelta(days=days), now
        proposal.save()


def test_the_share_counts_what_was_verified_within_the_promised_months(client: Client) -> None:
    for days in (10, 20, 30, 40, 50, 200, 210, 220, 230, 240):
        startup = StartupFactory(published=True)
        Listing.objects.filter(pk=startup.pk).update(verified_at=timezone.now() - timedelta(days=days))
    assert figures.shares()["verified"].value == 0.5
    page = client.get("/chiffres/").content.decode()
    assert "depuis moins de 6 mois" in page
    assert "50\u00a0%" in page


def test_the_median_answer_of_five_mentors_is_shown_and_of_four_is_not(client: Client) -> None:
    answered(1, 3), answered(4)
    assert outcomes.answers().time is None
    answered(9)
    assert outcomes.answers().time == timedelta(days=1)
    assert "24 heures" in client.get("/chiffres/").content.decode()


@pytest.mark.parametrize(("hours", "said"), [(0.1, "1 heure"), (30, "30 heures"), (50, "2 jours"), (200, "8 jours")])
def test_a_length_of_time_in_one_unit(hours: float, said: str) -> None:
    assert duration(timedelta(hours=hours)) == said


def test_mentors_who_answered_nothing_are_not_counted() -> None:
    MentorFactory(published=True)
    assert outcomes.answers().time is None

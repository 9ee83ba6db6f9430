"""`manage.py demo`: a whole season in one command, and the same command again changes nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from ecosystem.accounts.models import ActingAs, User
from ecosystem.core.models import Mail
from ecosystem.curation.desk import SORTS, waiting_keys
from ecosystem.directory.merging import why_not_undone
from ecosystem.directory.models import (
    Claim,
    FreshnessAsk,
    ImportLine,
    ImportRun,
    Invitation,
    Likeness,
    LinkCheck,
    Listing,
    Merge,
    Network,
)
from ecosystem.directory.responsiveness import ENOUGH_ASKS
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.responsiveness import answers_of
from ecosystem.tradeshows.models import Edition, Follow
from mentors.models import Mentor
from startups.models import Need, Startup
from tests.fingerprint import fingerprint

pytestmark = pytest.mark.django_db


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_the_sample_season_shows_every_stage_and_is_written_once(settings: Settings) -> None:
    settings.DEBUG = True
    assert "132 listings, 50 needs and 6 rounds added" in demo()
    kinds = {kind: Listing.objects.filter(kind=kind).count() for kind in Listing.Kind.values}
    assert kinds == {"startup": 68, "mentor": 41, "funder": 21, "tradeshow": 12}
    assert_the_desk_has_something_on_every_page()
    assert Need.objects.count() == 50 + 6, "those of the season before are closed"
    assert_public_pages_show_every_state()
    assert sorted(Round.objects.values_list("state", flat=True)) == [
        "closed",
        "closed",
        "published",
        "published",
        "ready",
        "ready",
    ]
    assert Round.objects.get(source__isnull=False).source.state == "ready"
    states = set(Proposal.objects.values_list("state", flat=True))
    assert {"sent", "accepted", "declined"} <= states
    assert Engagement.objects.exists()
    assert Introduction.objects.exists()
    read = Listing.objects.filter(verified_at__isnull=False)
    assert not read.exclude(updated_at=F("verified_at")).exists(), (
        "a list of startups that all changed today is no list"
    )

    opened = Need.objects.filter(moves__to_state="open")
    assert not opened.exclude(moves__at=F("opened_at")).exists(), "the life of a need tells the day it was opened"

    before = fingerprint()
    again = demo()
    assert "0 listings, 0 needs and 0 rounds added" in again
    assert "0 things to read added" in again
    assert fingerprint() == before


def assert_the_desk_has_something_on_every_page() -> None:
    assert {key.sort for key in waiting_keys()} == set(SORTS)
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"tried", "done"}
    assert {"created", "unchanged", "refused"} <= set(ImportLine.objects.values_list("state", flat=True))
    assert Likeness.objects.open().count() == 2
    assert why_not_undone(Merge.objects.get()) is None
    assert LinkCheck.objects.dead().count() == 4
    assert {1, 2, 3, 4} <= set(FreshnessAsk.objects.open().values_list("count", flat=True))
    assert {"pending", "refused"} <= set(Claim.objects.values_list("state", flat=True))
    assert {"pending", "declined", "closed"} <= set(Invitation.objects.values_list("state", flat=True))
    assert Network.objects.of(User.objects.get(email="partner@demo.test")).get().listings.count() == 6
    assert ActingAs.objects.exists()
    assert not Mail.objects.queued().exists(), "nothing leaves for fictional people"


def assert_public_pages_show_every_state() -> None:
    public = Mentor.objects.public()
    answers = answers_of("mentor", public.values_list("pk", flat=True))
    badges = [pk for pk, told in answers.items() if told.is_badge]
    assert len(badges) >= 2
    assert any(told.total >= ENOUGH_ASKS and not told.is_badge for told in answers.values()), "silence takes it away"
    assert public.filter(paused_until__gt=timezone.localdate()).exists()
    assert public.filter(hidden_parts__contains="places").exists()
    assert public.filter(taken_count=F("capacity")).exists()
    startups = Startup.objects.public()
    assert {"review", "confirmed"} <= set(startups.values_list("verified_how", flat=True))
    ages = [timezone.now() - verified for verified in startups.values_list("verified_at", flat=True)]
    assert min(ages) < timedelta(days=7) < timedelta(days=180) < max(ages)
    assert startups.filter(unregistered=True).exists()
    assert startups.filter(website="", headcount=None, tagline_alt="").exists()
    coming = Edition.objects.public().upcoming(timezone.localdate())
    assert coming.filter(dates_confirmed=False, closes_on__isnull=False).exists()
    assert Edition.objects.public().filter(dates_confirmed=True).exists()
    assert Follow.objects.filter(user__email="founder@demo.test").count() == 2

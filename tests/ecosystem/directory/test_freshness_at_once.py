"""Questions, answers and link checks of several workers at the same moment, on a real PostgreSQL."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.directory import links
from ecosystem.directory.fetching import Probe
from ecosystem.directory.freshness import ask_owner, confirm, hide_unanswered, keep_fresh
from ecosystem.directory.models import FreshnessAsk, LinkCheck, Listing
from tests.concurrency import at_once
from tests.factories import FreshnessAskFactory, LinkCheckFactory, StartupFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 12


def old(**more: Any) -> Listing:
    startup = StartupFactory(published=True, admin=UserFactory(), **more)
    Listing.objects.filter(pk=startup.pk).update(verified_at=timezone.now() - timedelta(days=400))
    return Listing.objects.get(pk=startup.pk)


def test_however_many_workers_ask_the_owner_is_asked_once() -> None:
    listing = old()
    assert at_once(PEOPLE, lambda _number: keep_fresh())["done"] == PEOPLE
    at_once(PEOPLE, lambda _number: ask_owner(listing))
    assert FreshnessAsk.objects.get().count == 1
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_confirmed_while_it_is_hidden_the_listing_is_on_line(turn: int) -> None:
    listing = old()
    ask = FreshnessAskFactory(listing=listing, spent=True)
    at_once(PEOPLE, lambda number: confirm(listing, by=None) if number % 2 else hide_unanswered(ask))
    assert Listing.objects.get().is_public
    assert listing.moves.filter(to_state="hidden").count() <= 1


def test_a_night_counts_once_and_the_owner_is_told_once() -> None:
    row = LinkCheckFactory(listing=old(), fail_count=2)
    at_once(PEOPLE, lambda _number: links.note(row, Probe("dns"), links.tonight()))
    assert LinkCheck.objects.get().fail_count == 3
    at_once(PEOPLE, lambda _number: links.tell_once(row))
    assert Mail.objects.count() == 1

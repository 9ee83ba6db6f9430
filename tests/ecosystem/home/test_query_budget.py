"""What a visitor's page costs the database."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.listings import KINDS, query_count
from tests.permissions.table import SITE
from tests.permissions.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
MOST = 8


def test_no_page_that_a_visitor_reads_asks_more_than_eight_things_of_the_database() -> None:
    """Asked twice where the first time costs more: figures are counted once an hour, and a process keeps some rows."""
    world, over = build(), []
    for kind in KINDS * 4:
        kind.full(city="Marseille")
    for row in SITE:
        if row.get["visitor"] != 200:
            continue
        with transaction.atomic():
            if row.given:
                row.given(world)
            address = world.url(row)
            cache.clear()
            if query_count(Client(), address) > MOST and (count := query_count(Client(), address)) > MOST:
                over.append(f"{count} {address} {row.state}")
            transaction.set_rollback(True)
    assert "\n".join(over) == ""


def test_a_profile_with_others_like_it_asks_no_more_than_eight_things_once_they_are_known() -> None:
    """What is near is looked for once, then kept until something public is written."""
    listings = [kind.full(city="Marseille") for kind in KINDS * 4]
    over = []
    for listing in listings[: len(KINDS)]:
        address = listing.get_absolute_url()
        query_count(Client(), address)
        if (count := query_count(Client(), address)) > MOST:
            over.append(f"{count} {address}")
    assert over == []

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
DEARER = {"startups:detail": 10, "tradeshows:list": 9}
"""Pages that still ask for more, and how much: a number here only goes down. The second, only without the index."""


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
            most = DEARER.get(row.name, MOST)
            if query_count(Client(), address) > most and (count := query_count(Client(), address)) > most:
                over.append(f"{count} {address} {row.state}")
            transaction.set_rollback(True)
    assert "\n".join(over) == ""

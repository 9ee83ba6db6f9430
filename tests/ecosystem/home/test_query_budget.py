"""What a visitor's page costs the database, and what it reads there."""

import re
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecosystem.core.versions import QUIET
from tests.listings import KINDS
from tests.permissions.table import SITE
from tests.permissions.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
MOST = 8
_READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@dataclass(frozen=True)
class Drawn:
    """A visitor's page: whether copies of it are kept, and the statements that it sent."""

    is_kept: bool
    statements: tuple[str, ...]

    @property
    def unseen(self) -> set[str]:
        """The tables that it reads and that change without its copies being drawn again."""
        tables = {table for sql in self.statements for table in _READ.findall(sql)}
        return {table for table in tables if self.is_kept and table.startswith(QUIET)} - {"core_dataversion"}


def drawn(address: str) -> Drawn:
    """The page as after a commit: what a test writes waits for none."""
    connection.run_on_commit.clear()
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(address)
    assert response.status_code == 200, address
    kept = "public" in response.get("Cache-Control", "")
    return Drawn(kept, tuple(query["sql"] for query in queries.captured_queries))


def test_pages_of_visitors_ask_eight_things_of_the_database_and_no_table_that_changes_unseen() -> None:
    """Asked twice where the first time costs more: figures are counted once an hour, and a process keeps some rows."""
    world, over, unseen = build(), [], []
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
            first = drawn(address)
            if len(first.statements) > MOST and (count := len(drawn(address).statements)) > MOST:
                over.append(f"{count} {address} {row.state}")
            unseen += [f"{table} {address}" for table in first.unseen]
            transaction.set_rollback(True)
    assert "\n".join(over) == ""
    assert "\n".join(unseen) == ""


def test_a_profile_with_others_like_it_asks_no_more_than_eight_things_once_they_are_known() -> None:
    """What is near is looked for once, then kept until something public is written."""
    listings = [kind.full(city="Marseille") for kind in KINDS * 4]
    over = []
    for listing in listings[: len(KINDS)]:
        address = listing.get_absolute_url()
        drawn(address)
        if (count := len(drawn(address).statements)) > MOST:
            over.append(f"{count} {address}")
    assert over == []

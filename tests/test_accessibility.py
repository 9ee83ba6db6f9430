"""Every page that the permission table opens to somebody: axe finds nothing, and nothing is wider than the window.

Each page is read twice: wide, light and in French; on a phone, dark and in English. The tests of each part of the site
read some again the other way round. French, whose words are longer, is also measured at both narrow widths. The back
office is Django's own and is left out. What a page looks like does not depend on the database engine: the SQLite half
of `make test` does this alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from ecosystem.directory.models import Listing
from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.permissions.answers import ROLES, Row
from tests.permissions.table import SITE
from tests.permissions.world import World, build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.looks,
]

PARTS = 8
"""Each part is a test of its own, so that the cores share them and none waits long for the last."""
PAGES = [row for row in SITE if row.page and row.readers]
OWNERS_FIRST = ("founder", "mentor", "funder", "curator", "admin", "visitor")
BETWEEN = ((1920, 1080), (1024, 768), (768, 1024))
LOST = "/une-page-qui-n-existe-pas/"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits(page_at: Callable[..., Page], part: int) -> None:
    world = build()
    opened: dict[str, Page] = {}
    faults = []
    for row in PAGES[part::PARTS]:
        role = reader_of(row)
        if role not in opened:
            opened[role] = page_at(*DESKTOP, user=world.people.get(role))
        with standing(world, row):
            faults += faults_of(opened[role], world, row, role)
    assert faults == []


def test_the_page_of_what_does_not_exist_is_accessible_and_fits(page_at: Callable[..., Page]) -> None:
    page = page_at(*DESKTOP, expects=["404"])
    assert read(page, LOST) + read_small(page, f"/en{LOST}") == []


def test_every_page_that_somebody_reads_is_looked_at() -> None:
    read_by_somebody = {row.name for row in SITE if 200 in row.get.values() and row.page}
    assert read_by_somebody == {row.name for row in PAGES}
    assert len(read_by_somebody) > 50


def reader_of(row: Row) -> str:
    """The one to whom the page says most: its owner before the team; a visitor where everybody reads the same."""
    if set(row.readers) == set(ROLES):
        return "visitor"
    return next(role for role in OWNERS_FIRST if role in row.readers)


@contextmanager
def standing(world: World, row: Row) -> Iterator[None]:
    """The state that the row wants, and the former one afterwards."""
    before = list(Listing.objects.only("pk", "state")) if row.given else []
    if row.given:
        row.given(world)
    yield
    for listing in before:
        Listing.objects.filter(pk=listing.pk).update(state=listing.state)


def faults_of(page: Page, world: World, row: Row, role: str) -> list[str]:
    with translation.override("en"):
        english = reverse(row.name, args=world.args(row)) + row.query
    found = read(page, world.url(row)) + read_small(page, english)
    return [f"{row} as {role}: {fault}" for fault in found]


def read(page: Page, address: str) -> list[str]:
    """In French: axe on a wide window, then what overflows on narrow ones."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(address)
    return [*said(axe, page), *fits(page, DESKTOP, *BETWEEN, PHONE, NARROW)]


def read_small(page: Page, address: str) -> list[str]:
    """In English, on a phone and in the dark."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(address)
    return [*said(axe, page), *fits(page, PHONE, NARROW)]


def fits(page: Page, *sizes: tuple[int, int]) -> list[str]:
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found += said(assert_fits, page)
    return found


def said(check: Callable[[Page], None], page: Page) -> list[str]:
    """What a check complains about, so that one run names every page."""
    try:
        check(page)
    except (AssertionError, pytest.fail.Exception) as fault:
        return [str(fault)]
    return []

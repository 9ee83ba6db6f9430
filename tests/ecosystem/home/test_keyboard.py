"""The public pages with the keyboard alone: to the content, through the menus, the filters and the list."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import DESKTOP, PHONE
from tests.listings import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAt = Callable[..., Page]
MOST_STOPS = 60


@pytest.fixture
def listings() -> list[Any]:
    return [kind.full() for kind in KINDS for _time in range(2)]


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus; every stop on the way is seen, and is not hidden under a bar."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{wanted} is not reached in {MOST_STOPS} stops")


IS_SEEN = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return true;
    const box = focused.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1));
    const ringed = (one) => one && (getComputedStyle(one).outlineStyle !== "none" || ringed(one.parentElement));
    const over = at?.closest("label") ?? at;
    return ringed(focused) && (focused.contains(at) || over?.contains(focused));
}"""
"""It has a ring, its own or that of the row that it stands in, and nothing lies over it."""


def test_the_first_stop_leads_past_the_menus(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*DESKTOP)
    for path in ("/", "/startups/", listings[0].get_absolute_url(), "/chiffres/", "/accessibilite/"):
        page.goto(path)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main#contenu")).to_be_focused()


def test_a_listing_is_found_and_opened(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*DESKTOP)
    page.goto("/startups/")
    tab_to(page, page.locator("#id_q"))
    page.keyboard.type(listings[0].name)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    link = page.locator("article a").first
    tab_to(page, link)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(listings[0].name)


def test_a_filter_is_ticked_and_keeps_the_focus(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*DESKTOP)
    page.goto("/startups/")
    box = page.locator(".facets input[type=checkbox]").first
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(page.locator("#live")).to_have_text(re.compile("startup"))
    expect(page.locator(".facets input[type=checkbox]").first).to_be_focused()


def test_the_menu_and_the_filters_of_a_phone_open_close_and_give_the_focus_back(
    page_at: PageAt, listings: list[Any]
) -> None:
    page = page_at(*PHONE)
    page.goto("/startups/")
    menu = page.locator("summary", has_text="Menu").or_(page.locator("summary[aria-label=Menu]"))
    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Se connecter")).to_be_hidden()
    expect(menu).to_be_focused()
    filters = page.locator("summary", has_text="Filtres")
    tab_to(page, filters)
    page.keyboard.press("Enter")
    expect(page.locator(".facets")).to_be_visible()
    page.keyboard.press("Escape")
    expect(filters).to_be_focused()

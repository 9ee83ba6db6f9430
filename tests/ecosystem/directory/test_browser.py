"""The public pages in a real Chromium: readable by all, at every width, in light and dark, with and without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.listings import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAt = Callable[..., Page]
LISTS = ["/", "/startups/?q=phrase", "/startups/?stade=idea&effectif_min=900", "/mentors/?langue=fr"]
LISTS += ["/financeurs/?montant=100000", "/salons/?annee=2027", "/recherche/?q=phrase", "/recherche/?q=zz+phrase"]
TEXTS = ["/chiffres/", "/methode/", "/accessibilite/", "/donnees-personnelles/", "/mentions-legales/", "/credits/"]


@pytest.fixture
def listings() -> list[Any]:
    return [kind.full() for kind in KINDS for _time in range(2)]


@pytest.mark.looks
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, True), (PHONE, False)], ids=["desktop dark", "phone light"])
def test_axe_finds_nothing_and_nothing_overflows(
    page_at: PageAt, listings: list[Any], size: tuple[int, int], dark: bool
) -> None:
    page = page_at(*size, dark=dark)
    for path in [*LISTS, *TEXTS, *(listing.get_absolute_url() for listing in listings[::2])]:
        page.goto(path)
        axe(page)
        assert_fits(page)


@pytest.mark.looks
def test_nothing_overflows_the_narrowest_screen_in_either_language(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*NARROW)
    for path in [*LISTS, *(listing.get_absolute_url() for listing in listings[::2])]:
        for prefix in ("", "/en"):
            page.goto(prefix + path)
            assert_fits(page)


def test_ticking_a_filter_changes_list_address_and_announcement_and_keeps_the_focus(
    page_at: PageAt, listings: list[Any]
) -> None:
    page = page_at(*DESKTOP)
    page.goto("/startups/")
    name = listings[0].sectors.first().parent.name
    box = page.get_by_role("checkbox", name=re.compile(name))
    box.check()
    expect(page.locator("#live")).to_have_text("1 startup sur 2")
    expect(page.get_by_role("link", name=re.compile("Retirer le filtre"))).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/startups/\?secteur="))
    expect(page.get_by_role("checkbox", name=re.compile(name))).to_be_focused()
    page.go_back()
    expect(page.locator("article")).to_have_count(2)


def test_a_menu_of_filters_stays_open_while_it_is_used(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*DESKTOP)
    page.goto("/mentors/")
    page.locator("summary", has_text="Langue").click()
    page.get_by_role("checkbox", name=re.compile("Anglais")).check()
    expect(page.locator("#live")).to_have_text(re.compile("^0 mentors? sur 2$"))
    expect(page.get_by_role("checkbox", name=re.compile("Anglais"))).to_be_visible()


def test_filters_work_on_a_phone(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*PHONE)
    page.goto("/startups/")
    page.locator("summary", has_text="Filtres").click()
    page.get_by_role("checkbox", name=re.compile("Amorçage")).check()
    expect(page).to_have_url(re.compile("stade=seed"))
    expect(page.get_by_role("checkbox", name=re.compile("Amorçage"))).to_be_visible()


def test_the_filters_of_a_phone_are_a_sheet_that_counts_keeps_the_focus_and_gives_it_back(
    page_at: PageAt, listings: list[Any]
) -> None:
    page = page_at(*PHONE)
    page.goto("/startups/")
    opener = page.locator("summary", has_text="Filtres")
    opener.click()
    box = page.get_by_role("checkbox", name=re.compile("Amorçage"))
    box.check()
    expect(page.locator(".see")).to_have_text("Voir les 2 startups")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_text(re.compile("1"))
    opener.click()
    for _time in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('.filters').contains(document.activeElement)")
    page.locator(".see").click()
    expect(box).to_be_hidden()
    page.get_by_label("Trier par").select_option("nom")
    expect(page).to_have_url(re.compile("tri=nom"))
    expect(box).to_be_hidden()


def test_the_sheet_of_filters_can_be_emptied(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*PHONE)
    page.goto("/startups/?stade=idea&q=phrase")
    page.locator("summary", has_text="Filtres").click()
    expect(page.locator(".see")).to_have_text("Voir quel filtre retirer")
    page.locator(".filters-foot").get_by_role("link", name="Tout effacer").click()
    expect(page).to_have_url(re.compile(r"/startups/\?q=phrase$"))


def test_the_same_filters_work_without_script(page_at: PageAt, listings: list[Any]) -> None:
    page = page_at(*DESKTOP, scripts=False)
    page.goto("/startups/")
    page.get_by_role("checkbox", name=re.compile("Amorçage")).check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    expect(page).to_have_url(re.compile("stade=seed"))
    expect(page.locator("article")).to_have_count(2)
    page.get_by_role("link", name=re.compile("Retirer le filtre")).click()
    expect(page).not_to_have_url(re.compile("stade=seed"))

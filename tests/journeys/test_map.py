"""The map of a list: marks, rows and address in step, by hand, by keyboard and without scripts."""

import pytest

from ecosystem.directory.places import meant_place
from tests.browser import DESKTOP, PHONE
from tests.factories import StartupFactory
from tests.journeys.steps import PageAt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAP = "/startups/?vue=carte"


@pytest.fixture(autouse=True)
def _towns() -> None:
    for name, count in (("Marseille", 3), ("Martigues", 1), ("Aubagne", 1)):
        place = meant_place(name)
        assert place is not None
        for number in range(count):
            StartupFactory(
                published=True,
                name=f"{name} {number + 1}",
                city=name,
                country="FR",
                latitude=place.latitude,
                longitude=place.longitude,
            )


def test_a_mark_opens_its_listing_and_shows_its_row(page_at: PageAt, site) -> None:
    page = page_at(*DESKTOP)
    page.goto(MAP)
    pin = page.get_by_role("button", name="Martigues 1, Martigues")
    pin.press("Enter")
    card = page.locator(".ct-open")
    assert card.get_by_role("link", name="Martigues 1").is_visible()
    assert page.locator(".ct-rows .cur").inner_text().startswith("Martigues 1")
    page.keyboard.press("Escape")
    assert card.is_hidden()
    pin.press("Enter")
    card.get_by_role("link").click()
    page.wait_for_url("**/startups/martigues-1/")
    page.go_back()
    page.get_by_role("button", name="Martigues 1, Martigues").wait_for()


def test_coming_closer_narrows_the_list_and_the_address(page_at: PageAt, site) -> None:
    page = page_at(*DESKTOP)
    page.goto(MAP)
    page.get_by_role("link", name="Zoomer sur Aubagne").click()
    page.wait_for_url("**/startups/?*zone=*")
    page.locator(".ct-list").get_by_text("dans la zone affichée").wait_for()
    assert page.locator(".ct-rows h3").all_inner_texts() == ["Aubagne 1"]

    shared = page_at(*DESKTOP)
    shared.goto(page.url)
    assert shared.locator(".ct-rows h3").all_inner_texts() == ["Aubagne 1"]


def test_a_map_that_moves_asks_nothing_when_told_so(page_at: PageAt, site) -> None:
    page = page_at(*DESKTOP)
    page.goto(MAP)
    page.get_by_label("Chercher en déplaçant la carte").uncheck()
    before = page.url
    page.get_by_role("link", name="Dézoomer").click()
    page.locator(".ct-dot").first.wait_for()
    assert page.url == before
    assert page.locator(".ct-rows h3").count() == 5


def test_filters_redraw_the_marks_of_the_same_map(page_at: PageAt, site) -> None:
    page = page_at(*DESKTOP)
    page.goto(MAP)
    page.get_by_role("searchbox").fill("Aubagne")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**q=Aubagne*")
    page.get_by_role("button", name="Aubagne 1, Aubagne").wait_for()
    assert page.locator(".ct-flag").count() == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_without_scripts_marks_are_links_and_the_list_carries_everything(page_at: PageAt, site, size) -> None:
    page = page_at(*size, scripts=False)
    page.goto(MAP)
    assert page.locator(".ct-rows h3").count() == 5
    page.get_by_role("link", name="Zoomer", exact=True).click(force=True) if size == DESKTOP else None
    page.goto(MAP)
    page.get_by_role("link", name="Martigues 1, Martigues").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/startups/martigues-1/")

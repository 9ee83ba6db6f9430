"""The filters of a list: the same answer with and without scripts, and an address that remembers them."""

import pytest

from tests.browser import DESKTOP
from tests.factories import SectorFactory, StartupFactory
from tests.journeys.steps import PageAt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _directory() -> None:
    robots = SectorFactory(parent=SectorFactory(root=True, name_fr="Robotique"))
    health = SectorFactory(parent=SectorFactory(root=True, name_fr="Santé"))
    StartupFactory(published=True, name="Robot un", sectors=[robots], stage="seed")
    StartupFactory(published=True, name="Robot deux", sectors=[robots], stage="prototype")
    StartupFactory(published=True, name="Santé un", sectors=[health], stage="seed")
    StartupFactory(name="Robot brouillon", sectors=[robots], stage="seed")


def names(page) -> list[str]:
    return sorted(text.strip() for text in page.locator(".results h2, .results h3").all_inner_texts())


def tick(page, label: str) -> None:
    """A box of a facet, wherever it is folded."""
    page.locator(".facets label", has_text=label).first.click()


def test_filters_give_the_same_list_with_and_without_scripts(page_at: PageAt, site) -> None:
    with_scripts = page_at(*DESKTOP)
    with_scripts.goto("/startups/")
    tick(with_scripts, "Robotique")
    with_scripts.wait_for_url("**/startups/?*secteur=*")
    tick(with_scripts, "Amorçage")
    with_scripts.wait_for_url("**/startups/?*stade=*")
    with_scripts.locator(".results").get_by_text("Robot deux").wait_for(state="hidden")

    without = page_at(*DESKTOP, scripts=False)
    without.goto("/startups/")
    tick(without, "Robotique")
    tick(without, "Amorçage")
    without.get_by_role("button", name="Appliquer les filtres").click()
    without.wait_for_url("**/startups/?*stade=*")
    without.locator(".results").get_by_text("Robot un").wait_for()
    assert names(without) == names(with_scripts) == ["Robot un"]

    shared = page_at(*DESKTOP)
    shared.goto(with_scripts.url)
    assert names(shared) == ["Robot un"]


def test_the_way_back_gives_back_the_list_and_its_boxes(page_at: PageAt, site) -> None:
    page = page_at(*DESKTOP)
    page.goto("/startups/")
    assert len(names(page)) == 3
    tick(page, "Robotique")
    page.wait_for_url("**/startups/?*secteur=*")
    page.locator(".results").get_by_text("Santé un").wait_for(state="hidden")
    page.get_by_role("link", name="Robot un").first.click()
    page.wait_for_url("**/startups/robot-un/")
    page.go_back()
    page.wait_for_url("**/startups/?*secteur=*")
    assert names(page) == ["Robot deux", "Robot un"]
    assert page.get_by_label("Robotique").first.is_checked()
    page.go_back()
    page.wait_for_url("**/startups/")
    page.locator(".results").get_by_text("Santé un").wait_for()
    assert len(names(page)) == 3
    assert not page.get_by_label("Robotique").first.is_checked()

"""The search in a real Chromium: what it proposes, by the keyboard, by the mouse, and without script."""

from typing import Any

import pytest

from ecosystem.directory.documents import rebuild
from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.factories import (
    FunderFactory,
    MentorFactory,
    NeedFactory,
    SearchCountFactory,
    StartupFactory,
    SynonymFactory,
    TradeShowFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEARCH = "/recherche/"


@pytest.fixture(autouse=True)
def divers(settings: Any, tmp_path: Any) -> None:
    """The sea in the four kinds."""
    settings.SEARCH_INDEX_DIR = str(tmp_path / "search")
    robotics = StartupFactory(
        published=True, name="Calanque Robotics", tagline="Drones sous-marins équipés de capteurs", city="Marseille"
    )
    NeedFactory(opened=True, startup=robotics)
    StartupFactory(published=True, name="Posidone", tagline="Bouées et capteurs sous-marins pour les herbiers")
    for name in ("Maïa Orsini", "Hugo Teissier", "Lina Bey"):
        MentorFactory(published=True, name=name, tagline="Des capteurs sous-marins en série")
    FunderFactory(published=True, name="Fonds Rive Sud", tagline="Capteurs et travaux sous-marins")
    TradeShowFactory(published=True, name="Salon des capteurs sous-marins")
    rebuild()


@pytest.fixture
def typed(page_at: Any) -> Any:
    """The search page with the words typed and their suggestions shown."""

    def open_at(size: tuple[int, int], words: str, **more: Any) -> Any:
        page = page_at(*size, **more)
        page.goto(SEARCH)
        page.get_by_role("combobox").press_sequentially(words, delay=5)
        page.get_by_role("listbox").get_by_role("option").first.wait_for()
        return page

    return open_at


@pytest.mark.parametrize("words", ["capteurs sou-marins", "captuers sous-marins"])
def test_words_with_a_typing_error_lead_to_a_listing_in_two_keystrokes(typed: Any, words: str) -> None:
    page = typed(DESKTOP, words)
    page.get_by_text("Résultats pour capteurs sous-marins").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/startups/*/")


def test_the_list_is_walked_with_the_arrows_and_closed_with_escape(typed: Any) -> None:
    page = typed(DESKTOP, "capteurs")
    box = page.get_by_role("combobox")
    options = page.get_by_role("option")
    assert options.count() == 2 + 2 + 1 + 1 + 1
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    assert "Voir les 7 résultats" in options.last.inner_text()
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    preview = page.locator("[data-preview]:visible")
    assert preview.count() == 1
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "capteurs"
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Tab")
    page.get_by_role("listbox").wait_for(state="hidden")


def test_enter_alone_and_the_mouse_do_what_they_do_elsewhere(typed: Any) -> None:
    page = typed(DESKTOP, "capteurs")
    page.get_by_role("option", name="Posidone").click()
    page.wait_for_url("**/startups/*/")
    page.go_back()
    page.get_by_role("combobox").fill("capteurs")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=capteurs")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


@pytest.mark.looks
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, True), (PHONE, False), (NARROW, False)], ids=str)
def test_the_search_fits_and_is_accessible(typed: Any, size: tuple[int, int], dark: bool) -> None:
    SynonymFactory(), SearchCountFactory(in_vain=True)
    page = typed(size, "capteurs sou-marins", dark=dark, user=UserFactory(curator=True))
    page.keyboard.press("ArrowDown")
    assert_fits(page)
    axe(page)
    for address in (
        f"{SEARCH}?q=capteurs", f"{SEARCH}?q=capteurs+hydroponie", f"{SEARCH}?q=capteurs&type=mentor",
        "/startups/?q=capteurs+hydroponie&stade=idea", "/equipe/recherche/", "/equipe/recherche/synonymes/",
    ):  # fmt: skip
        page.goto(address)
        assert_fits(page)
        axe(page)

"""The settings of a draft in a real Chromium: weights that make 100 at every moment, the keyboard, the preview."""

import pytest

from ecosystem.matching.actions.rounds import create_round
from ecosystem.matching.models import Round
from ecosystem.matching.weights import spread
from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.ecosystem.matching.season import season
from tests.factories import UserFactory
from tests.factories.matching import RoundFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def round_():
    season(needs=6, mentors=5)
    RoundFactory(published=True, title="Septembre", weight_expertise=5, weight_sector=45)
    return create_round(title="Décembre", kind="mentors", by=None, min_score=20)


@pytest.fixture
def open_page(page_at, round_):
    """Pages of the settings."""

    def opened(size=DESKTOP, **more):
        page = page_at(*size, user=UserFactory(curator=True), **more)
        page.goto(f"/equipe/tournees/{round_.pk}/criteres/")
        return page

    return opened


def typed(page):
    rows = page.locator("[data-weight]")
    return {
        rows.nth(place).get_attribute("data-weight").removeprefix("weight_"): int(
            rows.nth(place).locator("input[type=number]").input_value()
        )
        for place in range(rows.count())
    }


def slider(page, part):
    return page.locator(f"[data-weight=weight_{part}] input[type=range]")


def test_a_weight_that_moves_by_keyboard_takes_from_the_others_as_the_server_would(open_page, round_):
    page = open_page()
    page.locator(".figures").wait_for()
    slider(page, "sector").focus()
    for _ in range(17):
        page.keyboard.press("ArrowRight")
        assert sum(typed(page).values()) == 100
    moved = round_.weights | {"sector": 32}
    assert typed(page) == spread(moved, moved="sector")
    for _ in range(17):
        page.keyboard.press("ArrowLeft")
    assert typed(page) == round_.weights


def test_a_locked_weight_stays_and_bounds_the_one_that_moves(open_page, round_):
    page = open_page()
    page.get_by_label("Verrouiller : Expertise face au besoin".replace(" :", "\N{NO-BREAK SPACE}:")).check()
    slider(page, "sector").focus()
    page.keyboard.press("End")
    found = typed(page)
    assert (found["expertise"], found["sector"], sum(found.values())) == (35, 65, 100)


def test_a_typed_number_moves_the_others_and_the_preview_follows_without_saving(open_page, round_):
    page = open_page()
    page.locator(".figures").wait_for()
    page.get_by_label("Secteur", exact=True).fill("60")
    page.locator("output#total").wait_for()
    assert sum(typed(page).values()) == 100
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        page.get_by_label("Score minimal").fill("99")
    assert told.value.ok
    page.get_by_text("reste sous le minimum de 99").first.wait_for()
    assert Round.objects.get(pk=round_.pk).weights == round_.weights


def test_enter_saves_what_was_set(open_page, round_):
    page = open_page()
    page.locator(".figures").wait_for()
    page.get_by_label("Secteur", exact=True).fill("60")
    page.get_by_label("Titre").fill("Export d’abord")
    page.get_by_label("Titre").press("Enter")
    page.get_by_text("Réglage enregistré.").wait_for()
    saved = Round.objects.get(pk=round_.pk)
    assert (saved.title, saved.weight_sector) == ("Export d’abord", 60)


def test_without_scripts_weights_are_typed_and_spread_by_a_button(open_page, round_):
    page = open_page(scripts=False)
    page.get_by_label("Secteur", exact=True).fill("60")
    page.get_by_role("button", name="Répartir pour faire 100").click()
    assert sum(typed(page).values()) == 100
    page.get_by_role("heading", name="Ce que ce réglage change").wait_for()
    page.get_by_role("button", name="Enregistrer ce réglage").click()
    page.get_by_text("Réglage enregistré.").wait_for()
    assert sum(Round.objects.get(pk=round_.pk).weights.values()) == 100


@pytest.mark.looks
@pytest.mark.parametrize(
    ("size", "dark"), [(DESKTOP, False), (DESKTOP, True), (PHONE, False), (PHONE, True), (NARROW, False)], ids=str
)
def test_the_console_fits_and_is_accessible(open_page, round_, size, dark):
    RoundFactory(source=round_, title="Un scénario au titre assez long pour passer à la ligne")
    page = open_page(size, dark=dark)
    page.locator(".figures").wait_for()
    assert_fits(page)
    axe(page)
    for address in (f"{round_.pk}/suppression/", "calibrage/"):
        page.goto(f"/equipe/tournees/{address}")
        assert_fits(page)
        axe(page)

"""Without a network: what the page says, and what the browser shows in place of the next one."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, axe

pytestmark = pytest.mark.django_db(transaction=True)

PageAt = Callable[..., Page]
IS_KEPT = "() => navigator.serviceWorker.ready.then(() => true)"


@pytest.mark.parametrize(("language", "said"), [("fr", "Pas de connexion"), ("en", "No connection")])
def test_the_kept_page_is_alike_for_everybody_and_in_its_language(client: Client, language: str, said: str) -> None:
    page = client.get(f"/hors-ligne/{language}/")
    assert f'<html lang="{language}"' in page.content.decode()
    assert not page.cookies
    assert client.get("/hors-ligne/de/").status_code == 404


def test_the_script_that_keeps_it_names_a_page_for_each_language(client: Client) -> None:
    script = client.get("/hors-ligne.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert '["/hors-ligne/fr/", "/hors-ligne/en/"]' in script.content.decode()


@pytest.mark.browser
def test_a_strip_says_that_the_network_is_away_and_leaves_when_it_is_back(page_at: PageAt) -> None:
    page = page_at(*PHONE)
    page.goto("/methode/")
    strip = page.locator("#offline")
    expect(strip).to_be_hidden()
    page.context.set_offline(True)
    expect(strip).to_be_visible()
    axe(page)
    page.context.set_offline(False)
    expect(strip).to_be_hidden()


@pytest.mark.browser
def test_a_page_asked_for_without_a_network_is_the_kept_one(page_at: PageAt) -> None:
    page = page_at(*DESKTOP, worker=True, expects=["ERR_INTERNET_DISCONNECTED"])
    page.goto("/methode/")
    page.evaluate(IS_KEPT)
    page.context.set_offline(True)
    page.goto("/mentors/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pas de connexion")
    expect(page.locator("main")).to_have_css("display", re.compile("block|grid"))
    axe(page)
    page.context.set_offline(False)
    page.get_by_role("link", name="Réessayer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mentors")

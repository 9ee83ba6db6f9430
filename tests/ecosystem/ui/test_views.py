import pytest
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from playwright.sync_api import expect

from ecosystem.ui import views
from tests.browser import DESKTOP, NARROW, PHONE, axe


def test_the_theme_is_kept_in_a_cookie(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "/composants/?page=2"})
    assert response.status_code == 302
    assert response["Location"] == "/composants/?page=2"
    assert response.cookies["theme"].value == "dark"
    assert response.cookies["theme"]["httponly"]


def test_the_system_theme_forgets_the_cookie(client: Client) -> None:
    client.cookies["theme"] = "dark"
    assert client.post("/theme/", {"theme": "system"}).cookies["theme"].value == ""


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\\\evil.example", "javascript:alert(1)", "fr", ""]
)
def test_the_theme_switch_sends_nobody_elsewhere(client: Client, target: str) -> None:
    assert client.post("/theme/", {"theme": "light", "next": target})["Location"] == "/"


def test_an_unknown_theme_changes_nothing(client: Client) -> None:
    assert "theme" not in client.post("/theme/", {"theme": "pink"}).cookies


def test_the_theme_is_not_changed_by_a_link(client: Client) -> None:
    assert client.get("/theme/?theme=dark").status_code == 405


@override_settings(DEBUG=False)
@pytest.mark.django_db
def test_the_component_sheet_is_for_the_team(client: Client) -> None:
    assert client.get("/composants/").status_code == 404
    user = get_user_model()(email="curator@example.org", is_staff=True)
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get("/composants/").status_code == 200


@override_settings(DEBUG=True)
@pytest.mark.django_db
def test_the_sheet_is_drawn_in_the_chosen_theme_without_inline_style(client: Client) -> None:
    client.cookies["theme"] = "dark"
    page = client.get("/composants/").content.decode()
    assert 'data-theme="dark"' in page
    assert "style=" not in page
    assert "onclick" not in page


@pytest.mark.django_db
def test_a_lost_page_says_what_then_how(client: Client) -> None:
    response = client.get("/nulle-part/<script>/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Cette page n’existe pas" in page
    assert "<script>/" not in page


def test_the_page_of_failure_needs_no_context() -> None:
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Une erreur de notre côté" in response.content.decode()


def broken(message: str, kind: type[Exception] = OperationalError, **cause: str) -> Exception:
    """A failure of the database, as Django hands it on from the driver."""
    error, error.__cause__ = kind(message), type("Driver", (Exception,), cause)(message)
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (broken("connection refused"), 503),
        (broken("terminating connection", sqlstate="57P01"), 503),
        (broken("the connection is closed", InterfaceError), 503),
        (broken("database is locked", sqlite_errorname="SQLITE_BUSY"), 503),
        (broken("canceling statement due to statement timeout", sqlstate="57014"), 500),
        (broken("no such table", sqlite_errorname="SQLITE_ERROR"), 500),
        (ValueError("ours"), 500),
    ],
    ids=str,
)
def test_a_database_that_is_away_is_told_apart_from_a_fault_of_ours(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr("ecosystem.ui.views.url_has_allowed_host_and_scheme", fail)
    response = Client(raise_request_exception=False).post("/theme/", {"theme": "dark"})
    assert response.status_code == status
    assert ("Retry-After" in response) is (status == 503)
    assert ("revient dans un instant" in response.content.decode()) is (status == 503)


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_how_to_be_sent_again() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@exemple.test"})
    assert response.status_code == 403
    assert "Rien n’a été enregistré" in response.content.decode()


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark"), (NARROW, "light"), (DESKTOP, "dark")]
)
def test_the_component_sheet_has_no_accessibility_fault(page_at, site, settings, size, scheme) -> None:
    settings.DEBUG = True
    page = page_at(*size)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site.url}/composants/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True)
def test_menus_sheets_and_search_answer_the_keyboard(page_at, site, settings) -> None:
    settings.DEBUG = True
    page = page_at(*PHONE)
    page.goto(f"{site.url}/composants/")
    menu = page.locator("details.popover.only-s")
    menu.locator("summary").first.press("Enter")
    assert menu.locator("> .panel").is_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(menu.locator("> .panel")).to_be_hidden()
    page.get_by_role("link", name="Ouvrir une feuille").click()
    assert page.get_by_role("dialog", name="Décliner cette proposition").is_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True)
def test_the_theme_changes_without_script(page_at, site, settings) -> None:
    settings.DEBUG = True
    page = page_at(*PHONE)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{site.url}/composants/")
    page.locator("details.popover.only-s summary").first.click()
    page.locator("details.popover.only-s").get_by_role("button", name="Sombre").click()
    page.wait_for_url("**/composants/")
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.django_db(transaction=True)
def test_a_slider_shows_what_it_is_set_to(page_at, site, settings) -> None:
    settings.DEBUG = True
    page = page_at(*DESKTOP)
    page.goto(f"{site.url}/composants/")
    page.locator("#id_form-weight").press("ArrowRight")
    assert page.locator("#id_form-weight_output").inner_text() == "36"

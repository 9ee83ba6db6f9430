"""A real Chromium on the live site (pytest plugin): pages at a size, a login, axe, and no silent error.

    @pytest.mark.browser
    def test_home_has_no_accessibility_fault(page_at, site):
        page = page_at(390, 844)
        page.goto(site.url)
        axe(page)

A page that logs an error, breaks the content security policy or answers 4xx or 5xx fails its test at the end,
unless the test expects it: `page_at(390, 844, expects=["404"])`.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.workers import eventually

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests need Chromium and found none of: "
    + ", ".join(NAMES)
    + ". Install it (for example `apt-get install chromium`), "
    + "or leave these tests out: make test ARGS='-m \"not browser\"'"
)
PHONE, DESKTOP, NARROW = (390, 844), (1440, 900), (320, 640)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium of the system a test process."""
    executable = next((path for path in map(shutil.which, NAMES) if path), None)
    if executable is None:
        pytest.fail(MISSING, pytrace=False)
    # Playwright keeps an event loop in this thread; Django must not take the tests for async views.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


ABORTED = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx says of a request that the page itself gave up, as when somebody types on; a failure has other words."""


class Work:
    """The threads of the live site that answer a request now: emptying the tables waits for the locks they hold."""

    def __init__(self) -> None:
        self.answering: set[threading.Thread] = set()
        self._test = threading.current_thread()

    def begin(self, **_facts: object) -> None:
        """A request, unless it is one of the test's own client."""
        if threading.current_thread() is not self._test:
            self.answering.add(threading.current_thread())

    def end(self, **_facts: object) -> None:
        self.answering.discard(threading.current_thread())

    def is_done(self) -> bool:
        return not any(thread.is_alive() for thread in tuple(self.answering))


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> Iterator[LiveServer]:
    """The live site, with its own address in mails; it ends its answers before the tables are emptied."""
    settings.SITE_URL = live_server.url
    work = Work()
    request_started.connect(work.begin)
    request_finished.connect(work.end)
    yield live_server
    eventually(work.is_done)
    request_started.disconnect(work.begin)
    request_finished.disconnect(work.end)


class Watch:
    """Collects what a page complains about, except what the test says it expects."""

    def __init__(self, expects: Sequence[str]) -> None:
        self.expects = expects
        self.complaints: list[str] = []

    def note(self, text: str) -> None:
        if not any(part in text for part in self.expects):
            self.complaints.append(text)

    def follow(self, page: Page) -> None:
        def on_console(message: ConsoleMessage) -> None:
            # A failed response is noted once, with its status, by on_response.
            if message.type == "error" and not message.text.startswith(("Failed to load resource", *ABORTED)):
                self.note(f"console: {message.text}")

        def on_response(response: Response) -> None:
            if response.status >= 400:
                self.note(f"{response.status} {response.request.method} {response.url}")

        page.on("console", on_console)
        page.on("response", on_response)
        page.on("pageerror", lambda error: self.note(f"script: {error}"))


@pytest.fixture
def page_at(browser: Browser, site: LiveServer) -> Iterator[Callable[..., Page]]:
    """A factory of pages, each in a context of its own: page_at(390, 844, dark=True, user=mentor.user)."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_page(
        width: int,
        height: int,
        *,
        dark: bool = False,
        user: Any = None,
        scripts: bool = True,
        language: str = "fr-FR",
        worker: bool = False,
        expects: Sequence[str] = (),
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            locale=language,
            timezone_id="Europe/Paris",
            service_workers="allow" if worker else "block",
            base_url=site.url,
        )
        context.set_default_timeout(20_000)
        watch = Watch(expects)
        context.on("page", watch.follow)
        opened.append((context, watch))
        if user is not None:
            log_in(context, user, site.url)
        return context.new_page()

    yield open_page
    complaints = [text for _, watch in opened for text in watch.complaints]
    for context, _ in opened:
        context.close()
    if complaints:
        pytest.fail("The browser complained:\n  " + "\n  ".join(complaints), pytrace=False)


def log_in(context: BrowserContext, user: Any, url: str) -> None:
    """Give the browser the session of this person, without the login form."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def axe(page: Page, **options: Any) -> None:
    """Fail with a readable list if axe finds any violation on the page as it is now."""
    report = Axe().run(page, options={"resultTypes": ["violations"], **options}).response
    lines = []
    for violation in report["violations"]:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"][:5]:
            summary = " ".join(node.get("failureSummary", "").split())
            lines.append(f"    {' '.join(map(str, node['target']))}\n      {node['html'][:160]}\n      {summary[:300]}")
    if lines:
        pytest.fail(f"axe on {page.url}:\n" + "\n".join(lines), pytrace=False)


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window."""
    widest = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= limit) return [];
            return [...document.querySelectorAll("body *")]
                .filter(element => element.getBoundingClientRect().right > limit + 1)
                .slice(0, 8)
                .map(element => `${element.tagName.toLowerCase()}.${element.className}`);
        }"""
    )
    assert widest == [], f"{page.url} overflows {page.viewport_size}: {widest}"

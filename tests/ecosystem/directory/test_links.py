"""The check of links: nothing private is ever reached, redirects are bounded, and each night counts once."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.directory import links
from ecosystem.directory.fetching import Outside, Probe, is_public, probe
from ecosystem.directory.models import LinkCheck, Listing
from tests.factories import EditionFactory, LinkCheckFactory, StartupFactory, TradeShowFactory, UserFactory


class Site(BaseHTTPRequestHandler):
    """Answers by the path: /404, /head (no HEAD), /to?x (goes there), /slow, /drip, anything else is fine."""

    asked: list[str] = []

    def do_HEAD(self) -> None:
        self.answer(is_head=True)

    def do_GET(self) -> None:
        self.answer(is_head=False)

    def answer(self, is_head: bool) -> None:
        Site.asked.append(f"{self.command} {self.headers['Host']}{self.path}")
        path, _, query = self.path.partition("?")
        if path in {"/to", "/for-now"}:
            self.send_response(301 if path == "/to" else 302)
            self.send_header("Location", query)
            self.end_headers()
            return
        if path in {"/slow", "/drip"}:
            self.wait(drips=path == "/drip")
            return
        status = 501 if path == "/head" and is_head else int(path[1:]) if path[1:].isdecimal() else 200
        self.send_response(status)
        self.end_headers()
        if not is_head and path == "/big":
            self.wfile.write(b"x" * 10_000_000)

    def wait(self, drips: bool) -> None:
        self.connection.settimeout(0.05)
        for _turn in range(200):
            if drips:
                self.wfile.write(b"H")
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def port() -> Iterator[int]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def outside(names: dict[str, str] | None = None, **more: Any) -> Outside:
    """A network of made-up names; this machine stands for the whole Internet under 127.0.0.1."""
    known = {"site.test": "127.0.0.1", "prive.test": "10.0.0.1", **(names or {})}

    def resolve(host: str, port: int) -> list[str]:
        if host not in known:
            raise socket.gaierror
        return known[host].split()

    return Outside(
        resolve, lambda one: one == "127.0.0.1" or is_public(one), None, **{"seconds": 2.0, "overall": 5.0, **more}
    )


def tried(port: int, path: str, **more: Any) -> Probe:
    return probe(f"http://site.test:{port}{path}", outside(**more))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "0.0.0.0", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "::ffff:127.0.0.1",  # noqa: S104
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "fec0::1", "pas une adresse", "",
    ],
)  # fmt: skip
def test_an_address_of_ours_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/",
    ],
)  # fmt: skip
def test_the_site_itself_never_reaches_into_its_own_network(url: str) -> None:
    assert probe(url).why in {"private", "dns"}


@pytest.mark.parametrize(
    "url",
    ["ftp://site.test/", "file:///etc/passwd", "gopher://site.test/", "http://moi:secret@site.test/", "http://", "//x"],
)
def test_only_plain_web_addresses_are_tried(url: str) -> None:
    assert probe(url, outside()).why == "address"


def test_only_the_ports_of_the_web_are_tried() -> None:
    assert probe("http://site.test:22/", Outside(outside().resolve, lambda _: True)).why == "address"


@pytest.mark.parametrize(
    ("path", "why", "status"),
    [
        ("/", "", 200),
        ("/404", "http", 404),
        ("/500", "http", 500),
        ("/head", "", 200),
        ("/403", "", 403),
        ("/429", "", 429),
    ],
)
def test_what_answers_is_alive_even_when_it_refuses_robots(port: int, path: str, why: str, status: int) -> None:
    found = tried(port, path)
    assert (found.why, found.status) == (why, status)


def test_a_name_with_one_private_address_among_others_is_refused(port: int) -> None:
    assert tried(port, "/", names={"site.test": "127.0.0.1 10.0.0.1"}).why == "private"
    assert Site.asked == []


def test_each_redirect_is_checked_anew(port: int) -> None:
    assert tried(port, f"/to?http://prive.test:{port}/").why == "private"
    assert tried(port, "/to?file:///etc/passwd").why == "address"
    assert tried(port, "/to?/fin").final == f"http://site.test:{port}/fin"


def test_a_site_has_moved_only_where_each_redirect_says_so_for_good(port: int) -> None:
    assert tried(port, "/to?/fin").has_moved
    assert not tried(port, "/fin").has_moved
    assert not tried(port, "/for-now?/fin").has_moved
    assert not tried(port, "/to?/for-now?/fin").has_moved
    assert not tried(port, "/to?/404").has_moved


def test_a_name_is_resolved_once_a_step_and_the_connection_goes_to_that_answer(port: int) -> None:
    answers = iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"])
    found = probe(
        f"http://site.test:{port}/", Outside(lambda host, number: [next(answers)], lambda one: one == "127.0.0.1", None)
    )
    assert found.is_alive
    assert len(Site.asked) == 1


def test_five_redirects_are_followed_and_not_six(port: int) -> None:
    def chain(count: int) -> str:
        path = "/fin"
        for _step in range(count):
            path = f"/to?{path}"
        return path

    assert tried(port, chain(5)).is_alive
    assert tried(port, chain(6)).why == "redirects"
    assert len(Site.asked) <= 12


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_server_that_never_ends_is_left_in_time(port: int, path: str) -> None:
    before = timezone.now()
    assert not tried(port, path, seconds=0.3, overall=0.6).is_alive
    assert timezone.now() - before < timedelta(seconds=3)


def test_a_huge_page_is_not_read_to_its_end(port: int) -> None:
    assert probe(f"http://site.test:{port}/big", outside()).is_alive


def test_an_unknown_name_and_a_closed_door_say_so() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        number = closed.getsockname()[1]
    assert probe("http://inconnu.test/", outside()).why == "dns"
    assert probe(f"http://site.test:{number}/", outside()).why == "refused"


@pytest.fixture
def on_line(port: int) -> Listing:
    """A startup whose site answers 404, with an owner."""
    return StartupFactory(published=True, admin=UserFactory(), website=f"http://site.test:{port}/404")


def a_night_passes() -> None:
    LinkCheck.objects.update(night=timezone.localdate() - timedelta(days=9))


@pytest.mark.django_db
def test_a_link_is_tried_once_a_night(on_line: Listing) -> None:
    assert links.check_due(outside()) == 1
    assert links.check_due(outside()) == 0
    row = LinkCheck.objects.get()
    assert (row.fail_count, row.status, row.answer) == (1, 404, "404")
    assert links.progress() == (1, 1)


@pytest.mark.django_db
def test_after_three_nights_it_is_dead_and_its_owner_is_told_once(on_line: Listing, settings: Any) -> None:
    settings.MAIL_OFFICE_HOURS = False
    for night in range(5):
        links.check_due(outside())
        assert LinkCheck.objects.dead().exists() is (night >= 2)
        assert Mail.objects.count() == int(night >= 2)
        a_night_passes()
    mail = Mail.objects.get()
    assert "ne répond plus" in mail.subject
    assert mail.reader == on_line.startup.members.get().user


@pytest.mark.django_db
def test_a_link_that_answers_again_is_forgiven_and_may_be_told_again(on_line: Listing, port: int) -> None:
    LinkCheckFactory(dead=True, listing=on_line, url=on_line.website, told_at=timezone.now())
    links.note(LinkCheck.objects.get(), Probe("", 200, on_line.website), links.tonight())
    row = LinkCheck.objects.get()
    assert (row.fail_count, row.failing_since, row.told_at) == (0, None, None)


@pytest.mark.django_db
def test_a_link_that_a_listing_gives_no_more_is_forgotten(on_line: Listing) -> None:
    links.gather()
    Listing.objects.update(website="")
    links.gather()
    assert not LinkCheck.objects.exists()


@pytest.mark.django_db
def test_editions_are_tried_too_and_what_is_not_on_line_is_not() -> None:
    show = TradeShowFactory(published=True, website="https://salon.test/")
    EditionFactory(tradeshow=show, website="https://salon.test/2027")
    StartupFactory(website="https://brouillon.test/")
    links.gather()
    assert set(LinkCheck.objects.values_list("url", flat=True)) == {"https://salon.test/", "https://salon.test/2027"}


@pytest.mark.django_db
def test_a_run_whose_time_is_up_leaves_the_rest_to_the_next(port: int) -> None:
    for n in range(3):
        StartupFactory(published=True, website=f"http://site.test:{port}/{n}x")
    assert links.check_due(outside(), seconds=0.0) == 0
    assert links.check_due(outside()) == 3


@pytest.mark.django_db
def test_the_same_answer_noted_twice_counts_once(on_line: Listing) -> None:
    links.gather()
    row, night = LinkCheck.objects.get(), links.tonight()
    assert links.note(row, Probe("dns"), night)
    assert not links.note(row, Probe("dns"), night)
    assert LinkCheck.objects.get().fail_count == 1

"""Every address x role x state of its object, from one table (tests/permissions): a missing address fails the build."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import get_resolver
from pytest_django import DjangoDbBlocker

from ecosystem.config import urls
from ecosystem.home.views.lost import page_not_found
from ecosystem.ui.views import csrf_failure
from tests.fingerprint import fingerprint
from tests.permissions.answers import ADMIN_LOGIN, ELSEWHERE, LOGIN, ROLES, Answer, Answers, Row
from tests.permissions.table import SITE, back_office
from tests.permissions.world import World, build
from tests.sources import named

pytestmark = pytest.mark.django_db

ROWS = [*SITE, *back_office()]
UNSAFE = ("post", "put", "patch", "delete")
REFUSALS = {LOGIN, ADMIN_LOGIN, 400, 403, 404, 405, 410}
WRITES = ("INSERT", "UPDATE", "DELETE")
SESSIONS = "django_session"


def rows(wanted: list[Row]) -> Any:
    return pytest.mark.parametrize("row", wanted, ids=str)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once, in a transaction around the tests of this file, which is thrown away after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module", autouse=True)
def _plain_refusals() -> Iterator[None]:
    """What a refusal says has its own tests, here and elsewhere: drawing its page thousands of times proves nothing."""
    with (
        patch.object(urls, "handler404", lambda request, exception: HttpResponseNotFound()),
        override_settings(CSRF_FAILURE_VIEW=f"{__name__}.plain_403"),
    ):
        yield


def plain_403(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponseForbidden()


@rows(ROWS)
def test_reading_answers_each_role_what_the_table_says_and_changes_nothing(world: World, row: Row) -> None:
    with transaction.atomic():
        if row.given:
            row.given(world)
        before = state(row)
        assert [said for role in asked(row.get) if (said := differs(role, row.get[role], ask(world, row, role)))] == []
        if row.head:
            reader = next(iter(row.readers), "visitor")
            assert differs(reader, row.get[reader], ask(world, row, reader, "head")) == ""
            ask(world, row, "visitor", "options")
        assert state(row) == before
        transaction.set_rollback(True)


@rows([row for row in ROWS if row.post is not None])
def test_sending_answers_each_role_what_the_table_says_and_a_refusal_writes_nothing(world: World, row: Row) -> None:
    assert [said for role in asked(row.post or {}) if (said := sent(world, row, role, row.post or {}))] == []


@pytest.mark.anywhere
@rows(list({row.name: row for row in ROWS if row.csrf}.values()))
def test_nothing_is_accepted_without_the_proof_of_origin(world: World, row: Row) -> None:
    for role, method in [("visitor", "post"), *(("admin", method) for method in UNSAFE)]:
        with CaptureQueriesContext(connection) as queries:
            assert ask(world, row, role, method, enforce_csrf_checks=True) == 403, f"{role} {method}"
        assert written(queries, row) == []


@pytest.mark.parametrize("handler", [page_not_found, csrf_failure], ids=lambda handler: handler.__name__)
def test_the_pages_of_refusal_are_drawn_for_each_role_and_change_nothing(world: World, handler: Any) -> None:
    """The real ones, which the rows above leave out."""
    before = fingerprint()
    drawn: dict[str, str] = {}
    with patch.object(urls, "handler404", lambda request, exception: handler(request)):
        for role in ROLES:
            answer = world.client(role).get("/une-page-qui-n-existe-pas/")
            assert answer.status_code == handler(answer.wsgi_request).status_code, role
            drawn[role] = answer.content.decode()
    assert [role for role, page in drawn.items() if "</main>" not in page] == []
    assert fingerprint() == before


def test_the_table_names_every_address_of_the_site_and_no_other() -> None:
    known, real = {row.name for row in ROWS}, set(named(get_resolver().url_patterns))
    assert sorted(real - known) == [], "addresses without a row in tests/permissions"
    assert sorted(known - real) == [], "rows whose address no longer exists"


def test_no_row_is_written_twice() -> None:
    keys = [(row.name, row.state, row.query) for row in ROWS]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_the_fingerprint_and_the_record_of_writes_see_a_change() -> None:
    """The negative control: without it the proofs above prove nothing."""
    row = Row("home:index")
    before = state(row)
    with CaptureQueriesContext(connection) as queries:
        user = apps.get_model("accounts", "User").objects.create_user("x@exemple.test")
    created = state(row)
    assert created != before
    assert written(queries, row)
    user.full_name = "Autre"
    user.save()
    assert state(row) != created


def asked(answers: Answers) -> list[str]:
    """Every role; on PostgreSQL only those who are let in: a refusal says the same on any database."""
    if connection.vendor == "sqlite":
        return list(ROLES)
    return [role for role in ROLES if answers[role] not in REFUSALS]


def ask(world: World, row: Row, role: str, method: str = "get", **options: Any) -> Answer:
    """What the site answers, in the words of the table; limits on sign-in have their own tests."""
    cache.clear()
    send = getattr(world.client(role, **options), method)
    response = send(world.url(row), row.data) if method == "post" else send(world.url(row))
    if response.status_code not in {301, 302, 303}:
        return int(response.status_code)
    target = response.headers["Location"]
    if target.startswith("/admin/login/"):
        return ADMIN_LOGIN
    return LOGIN if target.startswith("/connexion/?") and "next=" in target else ELSEWHERE


def sent(world: World, row: Row, role: str, answers: Answers) -> str:
    """The difference with the table, in a transaction of its own; a refused POST may write nothing."""
    with transaction.atomic():
        if row.given:
            row.given(world)
        with CaptureQueriesContext(connection) as queries:
            said = differs(role, answers[role], ask(world, row, role, "post"))
        if answers[role] in REFUSALS and (changes := written(queries, row)):
            said = f"{role} was refused, and wrote: {changes}"
        transaction.set_rollback(True)
    return said


def differs(role: str, wanted: Answer, got: Answer) -> str:
    return "" if got == wanted else f"{role}: {got!r}, and the table says {wanted!r}"


def written(queries: CaptureQueriesContext, row: Row) -> list[str]:
    """The statements that change rows."""
    changes = [query["sql"] for query in queries if query["sql"].startswith(WRITES)]
    return [sql for sql in changes if not (row.stores_session and f'"{SESSIONS}"' in sql)]


def state(row: Row) -> dict[str, str]:
    """The whole database, but the sessions where a page may note where the visitor is."""
    return fingerprint(without={SESSIONS} if row.stores_session else ())

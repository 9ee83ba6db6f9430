"""The journal: every source in one list, filtered, paginated, in a constant number of queries, and as a file."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.journal import Asked, Journal, all_sources
from ecosystem.core.text import plain_cell
from ecosystem.directory.actions import move_listing
from ecosystem.directory.models import Opening, Origin, Revision, Version
from ecosystem.directory.writing import write_listing
from startups.models import Startup
from tests.factories import (
    ActingAsFactory,
    CallNoteFactory,
    ClaimFactory,
    ImportRunFactory,
    InvitationFactory,
    MailTextFactory,
    MergeFactory,
    NeedMoveFactory,
    OrphanChaseFactory,
    ReportFactory,
    RoundMoveFactory,
    SendingFactory,
    StartupFactory,
    SuggestionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
URL = "/equipe/journal/"


@pytest.fixture
def curator() -> User:
    return UserFactory(curator=True, full_name="Lucie Marchetti")


@pytest.fixture
def staff(client: Client, curator: User) -> Client:
    client.force_login(curator)
    return client


def one_of_each(curator: User) -> Startup:
    """A row of every source."""
    founder = UserFactory()
    number = Startup.objects.count()
    startup = StartupFactory(submitted=True, admin=founder, name=f"Startup {number}", slug=f"journal-{number}")
    move_listing(startup, "publish", by=curator, reason="complète")
    write_listing(startup, {"city": "Aix", "headcount": 7}, by=founder)
    Revision.objects.create(
        listing=startup, values={}, base={}, state="refused", decided_by=curator, decided_at=timezone.now()
    )
    Opening.objects.create(listing=startup, what="deck", by=curator, reason="relecture")
    for made in (ActingAsFactory, CallNoteFactory, MailTextFactory, NeedMoveFactory, RoundMoveFactory):
        made()
    InvitationFactory(), OrphanChaseFactory()
    ClaimFactory(state="refused", decided_at=timezone.now())
    SendingFactory(), MergeFactory(), ImportRunFactory()
    decided = {"decided_by": curator, "decided_at": timezone.now(), "listing": startup}
    SuggestionFactory(state="accepted", **decided), ReportFactory(outcome="corrected", **decided)
    return startup


def read(staff: Client, **given: str) -> str:
    return staff.get(URL, given).content.decode()


def test_every_source_stands_in_one_list_the_newest_first(staff: Client, curator: User) -> None:
    one_of_each(curator)
    lines = list(Journal(Asked()))
    assert {line.source.name for line in lines} == {source.name for source in all_sources()} - LATER
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert len(lines) == len(Journal(Asked()))
    assert all(line.said.title for line in lines)
    assert "Startup 0, mise en ligne" in read(staff)


LATER = {"freshness", "unmerge"}
"""Sources whose rows have their own tests."""


def test_the_number_of_queries_is_that_of_the_sources_not_of_the_lines(
    staff: Client, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecosystem.home.views.journal.LINES_PER_PAGE", 400)  # every source on the page, each time
    one_of_each(curator)
    read(staff)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            read(staff)
        counts.append(len(queries))
        one_of_each(curator), one_of_each(curator)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"q": "startup 0"}, True),
        ({"q": "introuvable"}, False),
        ({"q": "complète"}, True),
        ({"qui": "equipe"}, True),
        ({"qui": "site"}, False),
        ({"quoi": "move"}, True),
        ({"quoi": "round"}, False),
        ({"quoi": "n’existe pas"}, True),
        ({"du": "2020-01-01", "au": "2020-01-31"}, False),
        ({"du": "2020-01-01"}, True),
        ({"du": "pas une date"}, True),
        ({"quand": ""}, True),
    ],
)
def test_the_filters_keep_what_they_say(staff: Client, curator: User, given: dict[str, str], kept: bool) -> None:
    one_of_each(curator)
    assert ("Startup 0, mise en ligne" in read(staff, **given)) is kept


def test_the_lines_of_one_listing(staff: Client, curator: User) -> None:
    first, second = one_of_each(curator), one_of_each(curator)
    page = read(staff, fiche=str(first.pk), quand="")
    assert first.name in page
    assert second.name not in page


def test_an_old_line_is_on_the_next_page_and_beyond_the_period(staff: Client, curator: User) -> None:
    startup = one_of_each(curator)
    startup.moves.update(at=timezone.now() - timedelta(days=20))
    assert "mise en ligne" not in read(staff)
    assert "mise en ligne" in read(staff, quand="30")
    written = [
        Version(listing=startup, number=n, origin=Origin.STAFF, changes={"city": ["", "x"]}) for n in range(9, 59)
    ]
    Version.objects.bulk_create(written)
    assert "mise en ligne" not in read(staff, quand="30")
    assert "mise en ligne" in read(staff, quand="30", page="2")


def test_an_empty_journal_gives_one_way_out(staff: Client) -> None:
    assert "Tout voir depuis le début" in read(staff)


def test_the_file_holds_the_same_lines_and_no_formula(staff: Client, curator: User) -> None:
    startup = one_of_each(curator)
    Startup.objects.filter(pk=startup.pk).update(name="=1+1")
    answer = staff.get(reverse("home:journal_csv"), {"quoi": "move"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "'=1+1, mise en ligne" in rows[1]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=A1", "'=A1"),
        ("@x", "'@x"),
        ("+33 4 91", "+33 4 91"),
        ("-cmd", "'-cmd"),
        ("-12.5", "-12.5"),
        ("texte", "texte"),
        ("", ""),
    ],
)
def test_a_cell_is_never_a_formula_and_a_number_stays_one(cell: str, written: str) -> None:
    assert plain_cell(cell) == written


def test_a_person_reads_who_opened_what_is_hers_and_nothing_else(client: Client, curator: User) -> None:
    startup = one_of_each(curator)
    founder = startup.members.get().user
    client.force_login(founder)
    page = client.get(reverse("home:journal_mine")).content.decode()
    assert "Présentation (deck)" in page
    assert "relecture" in page
    assert "mise en ligne" not in page
    assert "/equipe/" not in page
    client.force_login(UserFactory())
    assert "Personne n’a rien ouvert" in client.get(reverse("home:journal_mine")).content.decode()


def test_own_rows_are_asked_in_a_constant_number_of_queries(curator: User, django_assert_max_num_queries: Any) -> None:
    startup = one_of_each(curator)
    with django_assert_max_num_queries(6):
        assert len(list(Journal(Asked(own=startup.members.get().user)))) == 1

"""Two to four listings of one kind side by side: the address says which, and what differs is marked."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecosystem.directory.keeping.compared import Row, compare
from tests.factories import EditionFactory, FunderFactory, MentorFactory, NeedFactory, StartupFactory, TradeShowFactory

pytestmark = pytest.mark.django_db


def rows_of(*names: str) -> dict[str, tuple[tuple[str, ...], bool]]:
    found = compare(names).rows
    return {str(row.label): (tuple(", ".join(answers) for answers in row.values), row.differs) for row in found}


def test_only_what_they_do_not_all_say_is_marked() -> None:
    row = Row("Langues", (("Français", "Anglais"), ("Anglais", "Français"), ("Anglais",)))
    assert row.cells == [[("Français", False), ("Anglais", True)], [("Anglais", True), ("Français", False)],
                         [("Anglais", True)]]  # fmt: skip
    assert row.differs
    assert not Row("Langues", (("Français", "Anglais"), ("Anglais", "Français"))).differs, "the order says nothing"


def test_each_line_says_what_each_listing_says_and_whether_they_differ() -> None:
    one = StartupFactory(published=True, stage="seed", city="Marseille", region="", headcount=12)
    two = StartupFactory(published=True, stage="seed", city="Arles", region="", headcount=None)
    NeedFactory(startup=one, opened=True, title="Premier pilote")
    NeedFactory(startup=two, opened=True, title="Secret", is_public=False)
    rows = rows_of(two.slug, one.slug)
    assert rows["Stade"] == (("Amorçage", "Amorçage"), False)
    assert rows["Lieu"] == (("Arles", "Marseille"), True)
    assert rows["Effectif"] == (("", "12"), True)
    assert rows["Cherche en ce moment"] == (("", "Premier pilote"), True)
    assert "Levé à ce jour" not in rows, "a line that nobody fills is not shown"


def test_what_a_mentor_keeps_back_is_not_said() -> None:
    shy = MentorFactory(published=True, company="Cabinet Discret", hidden_parts=["company", "places"])
    open_one = MentorFactory(published=True, company="Cabinet Ouvert", capacity=2)
    rows = rows_of(shy.slug, open_one.slug)
    assert rows["Organisation"][0] == ("", "Cabinet Ouvert")
    assert rows["Places"][0] == ("à demander", "2 places libres sur 2")


def test_funders_and_shows_have_their_lines() -> None:
    funders = FunderFactory.create_batch(2, published=True, ticket_min_eur=100_000, ticket_max_eur=None)
    assert rows_of(*(one.slug for one in funders))["Ticket"][1] is False
    dated, vague = TradeShowFactory.create_batch(2, published=True)
    EditionFactory(tradeshow=dated, dated=True)
    EditionFactory(tradeshow=vague, year=2099)
    rows = rows_of(dated.slug, vague.slug)
    assert rows["Prochaine édition"][0][1] == "2099, dates à confirmer"


def test_one_kind_and_four_listings_at_most_and_the_others_are_named(client: Client) -> None:
    startups = StartupFactory.create_batch(5, published=True)
    mentor, hidden = MentorFactory(published=True, name="Une Mentor"), StartupFactory(hidden=True, name="Masquée")
    found = compare([*(one.slug for one in startups), mentor.slug, hidden.slug, "nothing", startups[0].slug])
    assert [one.pk for one in found.listings] == [one.pk for one in startups[:4]]
    assert {one.pk for one in found.left_out} == {startups[4].pk, mentor.pk}
    page = client.get("/comparer/", {"fiches": [f"mentor:{mentor.slug}", startups[0].slug], "type": "mentor"})
    words = page.content.decode()
    assert "Laissées de côté" in words
    assert startups[0].name in words
    assert "Masquée" not in words


def test_a_name_that_two_kinds_share_is_told_apart() -> None:
    startup, mentor = StartupFactory(published=True, slug="calanque"), MentorFactory(published=True, slug="calanque")
    other = MentorFactory(published=True)
    assert compare(["startup:calanque"]).listings[0].pk == startup.pk
    found = compare(["calanque", other.slug])
    assert [one.pk for one in found.listings] == [mentor.pk, other.pk]
    assert found.left_out == ()


def test_the_page_is_for_everybody_shows_differences_alone_and_adds_by_a_search(client: Client) -> None:
    one, two, three = (StartupFactory(published=True, name=f"Nacre {n}", headcount=n, city="Arles") for n in (1, 2, 3))
    address = f"/comparer/?fiches={one.slug},{two.slug}"
    page = client.get(address)
    words = page.content.decode()
    assert "différent" in words
    assert "Arles" in words
    assert "csrfmiddlewaretoken" not in words.split("<main")[1].split("</main")[0]
    only = client.get(f"{address}&voir=differences").content.decode().split("<tbody")[1].split("</tbody")[0]
    assert "Effectif" in only
    assert "Lieu" not in only
    added = client.get(f"{address}&q=nacre").content.decode()
    assert f"startup:{one.slug},startup:{two.slug},startup:{three.slug}" in added
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "query", ["", "fiches=", "fiches=,,,", "fiches=%00", "fiches=a:b:c", "type=rien&q=%00x", "q=é"]
)
def test_no_address_breaks_the_page(client: Client, query: str) -> None:
    StartupFactory(published=True)
    assert client.get(f"/comparer/?{query}").status_code == 200
    assert client.get("/comparer/", {"fiches": "a," * 3_000}).status_code == 200


def test_four_cost_no_more_queries_than_two(client: Client) -> None:
    slugs = [one.slug for one in StartupFactory.create_batch(4, published=True)]

    def count(number: int) -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/comparer/", {"fiches": ",".join(slugs[:number])})
        return len(found)

    assert count(2) == count(4) <= 8

"""The public figures: computed, masked so that nothing small is told, kept for an hour, and given as files."""

import io
import json
import zipfile
from datetime import timedelta
from itertools import pairwise, product

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.home import figures, outcomes
from ecosystem.home.masking import MASK_UNDER, at_least_five, masked
from ecosystem.home.published import published
from ecosystem.home.town_map import town_map
from ecosystem.matching.models import Proposal
from mentors.models import Mentor
from tests import factories

MOST = 9


def agreed() -> Proposal:
    """Both sides said yes."""
    yes = {"startup_answer": Proposal.Answer.YES, "startup_answered_at": timezone.now()}
    made: Proposal = factories.ProposalFactory(promised=True, state=Proposal.State.ACCEPTED, **yes)
    return made


@given(st.lists(st.integers(0, MOST), max_size=5))
def test_whoever_knows_the_sum_finds_no_masked_group(counts: list[int]) -> None:
    rows = masked((str(place), count) for place, count in enumerate(counts))
    hidden = [place for place, row in enumerate(rows) if row.value is None]
    assert all(place in hidden for place, count in enumerate(counts) if 0 < count < MASK_UNDER)
    if not hidden or len(hidden) == sum(count > 0 for count in counts):
        return  # nothing is hidden, or the chart says nothing at all
    left = sum(counts[place] for place in hidden)
    assert left >= MASK_UNDER
    worlds = [one for one in product(range(1, left + 1), repeat=len(hidden)) if sum(one) == left]
    for rank in range(len(hidden)):
        assert len({world[rank] for world in worlds}) > 1


def test_groups_of_one_are_not_found_because_they_are_many() -> None:
    assert [row.value for row in masked([("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1), ("f", 9)])] == [None] * 6
    assert [row.value for row in masked([("a", 1), ("b", 1), ("c", 7), ("d", 9)])] == [None, None, None, 9]


def test_of_steps_only_the_small_are_masked() -> None:
    assert [row.value for row in at_least_five([("a", 40), ("b", 6), ("c", 4), ("d", 0)])] == [40, 6, None, 0]


@pytest.mark.django_db
def test_each_step_of_the_proposals_holds_the_next() -> None:
    for _turn in range(5):
        agreed()
    factories.ProposalFactory(sent=True)
    factories.ProposalFactory(sent=True, sent_at=timezone.now() - timedelta(days=400))
    factories.ProposalFactory()
    counts = [row.value for row in outcomes.by_step().rows]
    assert counts[0] == 6
    assert counts[3] == 5
    assert all(first >= then for first, then in pairwise(counts) if then is not None)


@pytest.mark.django_db
def test_the_agreements_of_a_sector_are_counted_once_each() -> None:
    sector = factories.SectorFactory()
    sibling = factories.SectorFactory(parent=sector.parent)
    for _turn in range(5):
        made = agreed()
        made.need.startup.sectors.set([sector, sibling])
    ((label, value),) = [(row.label, row.value) for row in outcomes.by_result().rows]
    assert (label, value) == (sector.parent.name, 5)


@pytest.mark.django_db
def test_figures_are_counted_once_an_hour_and_in_each_language(client: Client) -> None:
    with time_machine.travel("2027-02-01 12:10", tick=False):
        assert published().totals["startup"] == 0
        factories.StartupFactory(published=True)
        assert published().totals["startup"] == 0
        with translation.override("en"):
            assert published().charts["secteurs"].title != figures.by_sector().note
            assert published().totals["startup"] == 1
    with time_machine.travel("2027-02-01 13:00", tick=False):
        assert published().totals["startup"] == 1


@pytest.mark.django_db
def test_the_places_told_are_those_of_the_list_of_mentors(client: Client) -> None:
    factories.MentorFactory(published=True, capacity=3)
    factories.MentorFactory(published=True, capacity=2, hidden_parts=[Mentor.Part.PLACES])
    assert figures.capacities()["places"] == 3
    assert figures.capacities()["available"] == 2
    assert "3 places libres</span>" in client.get("/mentors/").content.decode()


@pytest.mark.django_db
def test_a_second_reading_asks_nothing_of_the_database(client: Client, django_assert_num_queries: object) -> None:
    client.get("/chiffres/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/chiffres/chiffres.json").status_code == 200


@pytest.mark.django_db
def test_everything_is_in_one_file_and_masked_groups_stay_masked_there(client: Client) -> None:
    with time_machine.travel("2027-02-01 12:10", tick=False):
        sector = factories.SectorFactory()
        factories.StartupFactory.create_batch(3, published=True, sectors=[sector], city="Cassis")
        response = client.get("/chiffres/chiffres.zip")
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            names = set(archive.namelist())
            told = json.loads(archive.read("escale-chiffres.json"))
            table = archive.read("escale-secteurs.csv").decode()
        assert names == {f"escale-{name}.csv" for name in figures.CHARTS} | {"escale-chiffres.json"}
        assert told["charts"]["secteurs"]["rows"] == [{"label": sector.parent.name, "value": None, "masked": True}]
        assert table.splitlines()[1] == f"{sector.parent.name},"
        assert "Cassis" not in json.dumps(told)
        assert told == client.get("/chiffres/chiffres.json").json()
        again = client.get("/chiffres/chiffres.zip", headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304


@pytest.mark.django_db
def test_the_map_names_only_the_communes_that_the_table_names() -> None:
    for city, count in (("Marseille", 6), ("Arles", 4), ("Aubagne", 4), ("Lyon", 5)):
        factories.StartupFactory.create_batch(count, published=True, city=city)
    drawn = town_map(figures.by_city())
    assert drawn is not None
    assert [(disc.name, disc.count) for disc in drawn["discs"]] == [("Marseille", 6)]

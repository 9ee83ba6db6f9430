"""Which listings may be one, and why."""

from collections.abc import Callable
from typing import Any

import pytest

from ecosystem.directory.duplicates import call_alike, call_distinct, find_likenesses, host_of, name_key, twins_of
from ecosystem.directory.models import Likeness
from startups.models import Startup
from tests.factories import FunderFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


def named(name: str, **more: Any) -> Startup:
    return StartupFactory(**{"name": name, "published": True, "city": "", **more})


def codes(listing: Startup) -> dict[str, list[str]]:
    return {twin.listing.name: [reason.code for reason in twin.reasons] for twin in twins_of(listing)}


@pytest.mark.parametrize(
    ("mine", "other", "reasons"),
    [
        ({"website": "https://www.posidone.fr/fr"}, {"website": "http://posidone.fr"}, ["host"]),
        ({"contact_email": "a@b.fr"}, {"contact_email": "A@b.fr"}, ["email"]),
        ({"name": "Posidone SAS"}, {"name": "POSIDONÉ"}, ["name"]),
        ({"name": "Posidone"}, {"name": "Posidonne"}, ["near"]),
        ({"name": "Posidone", "city": "La Ciotat"}, {"name": "Posidon", "city": "La  Ciotat"}, ["near", "city"]),
        ({"name": "Marine Data"}, {"name": "Data Marine"}, ["name"]),
        ({"city": "Marseille"}, {"city": "Marseille"}, []),
        ({"name": "Calanque Robotique"}, {"name": "Calanque Biotech"}, []),
        ({"website": "https://linkedin.com/company/a"}, {"website": "https://linkedin.com/company/b"}, []),
        ({"name": "SAS"}, {"name": "SARL"}, []),
    ],
)
def test_why_two_startups_may_be_one(mine: dict[str, str], other: dict[str, str], reasons: list[str]) -> None:
    one, two = named(**{"name": "Posidone", **mine}), named(**{"name": "Tout autre chose", **other})
    assert codes(one) == ({two.name: reasons} if reasons else {})


def test_a_draft_that_is_not_saved_has_twins_too() -> None:
    two = named("Posidone")
    [twin] = twins_of(Startup(name="Posidone"))
    assert (twin.listing.pk, twin.strength) == (two.pk, 60)


def test_a_siren_says_it_all_and_the_likeliest_comes_first() -> None:
    same, near = named("Autre nom", siren="732829320"), named("Posidone")
    found = twins_of(Startup(name="Posidone", siren="732829320"))
    assert [(twin.listing.pk, twin.strength) for twin in found] == [(same.pk, 100), (near.pk, 60)]


def test_twins_are_of_one_kind_and_alive() -> None:
    one = named("Posidone")
    FunderFactory(name="Posidone", published=True)
    StartupFactory(name="Posidone", slug="posidone-2", state="archived")
    assert not twins_of(one)


def test_drafts_of_others_are_not_told_to_everybody() -> None:
    one = named("Posidone")
    StartupFactory(name="Posidone", slug="posidone-2")
    assert twins_of(one)
    assert not twins_of(one, public_only=True)


def test_a_likeness_told_to_everybody_names_no_discreet_listing_nor_whose_an_address_is() -> None:
    one = FunderFactory(name="Rive Sud", contact_email="moi@exemple.test")
    FunderFactory(name="Rive Sud", slug="rive-sud-2", published=True, is_discreet=True)
    FunderFactory(name="Tout autre", published=True, contact_email="moi@exemple.test")
    assert len(twins_of(one)) == 2
    assert not twins_of(one, public_only=True)


def test_two_that_a_curator_called_distinct_are_not_warned_of_again_unless_taken_back() -> None:
    one, two = named("Posidone"), named("Posidone", slug="posidone-2")
    call_distinct(two, one, by=UserFactory(curator=True))
    assert not twins_of(one)
    assert not twins_of(two)
    find_likenesses()
    assert not Likeness.objects.open().exists()
    call_alike(one, two)
    assert twins_of(one)


def test_all_pairs_are_found_once_and_go_when_they_are_alike_no_more() -> None:
    one, two = named("Posidone"), named("Posidonne")
    named("Calanque", website="https://posidone.fr"), named("Ailleurs", website="https://www.posidone.fr/a")
    assert find_likenesses() == find_likenesses() == 2
    assert Likeness.objects.open().count() == 2
    Startup.objects.filter(pk=two.pk).update(name="Tout autre chose")
    find_likenesses()
    assert not Likeness.objects.between(one.pk, two.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_twins_takes_the_same_queries(count: int, django_assert_num_queries: Callable[[int], Any]) -> None:
    one = named("Posidone")
    for n in range(count):
        named("Posidone", slug=f"posidone-{n}")
    with django_assert_num_queries(3):
        assert len(twins_of(one)) == count


def test_names_and_addresses_are_read_loosely() -> None:
    assert name_key("Société Posidoné, S.A.S. ") != ""
    assert name_key("Posidone S.A.S.") == name_key("posidone")
    assert host_of("https://www.exemple.fr:8080/x") == "exemple.fr"
    assert host_of("https://[broken") == ""
    assert host_of("https://moi.github.io/x") == ""

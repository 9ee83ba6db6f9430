"""What matching tells on the public page of a funder."""

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.matching.funder_page import lines_of
from funders.models import Funder
from tests.factories import (
    FunderFactory,
    IntroductionFactory,
    IntroductionMoveFactory,
    ProposalFactory,
    SectorFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def funder() -> Funder:
    made: Funder = FunderFactory(
        published=True,
        stages=["seed"],
        exception_stages=["prototype"],
        countries=["FR"],
        ticket_min_eur=200_000,
        ticket_max_eur=1_500_000,
    )
    return made


def test_the_year_is_told_from_five_files_on_and_each_step_once(client: Client, funder: Funder) -> None:
    for _time in range(4):
        ProposalFactory(to_funder=True, funder=funder, declined=True)
    assert "Sur 12 mois" not in client.get(funder.get_absolute_url()).content.decode()
    ProposalFactory(to_funder=True, funder=funder, declined=True)
    introduction = IntroductionFactory(funder=funder)
    for _time in range(2):
        IntroductionMoveFactory(introduction=introduction, to_state="met", at=timezone.now())
    page = client.get(funder.get_absolute_url())
    [year] = [found["steps"] for found in page.context or () if "steps" in found and "total" in found][:1]
    assert [step["value"] for step in year] == [5, 1, 0, 0]


def test_the_fit_is_read_by_those_who_write_the_startup_alone(client: Client, funder: Funder) -> None:
    founder = UserFactory()
    StartupFactory(published=True, name="Vigie Quai", admin=founder, stage="seed", raise_eur=1_200_000, country="FR")
    path = funder.get_absolute_url()
    assert "Vigie Quai" not in client.get(path).content.decode()
    client.force_login(UserFactory())
    assert "Vigie Quai" not in client.get(path).content.decode()
    client.force_login(founder)
    page = client.get(path).content.decode()
    assert "Vigie Quai" in page
    assert "3 points sur 3" in page


def test_each_point_fits_is_an_exception_is_missing_or_does_not_fit(funder: Funder) -> None:
    funder.sectors.add(SectorFactory())
    startup = StartupFactory(stage="prototype", raise_eur=5_000_000, country="DE")
    assert [line.state for line in lines_of(funder, startup)] == ["mid", "bad", "bad", "bad"]
    unknown = StartupFactory(stage="", raise_eur=None, country="")
    assert [(line.state, line.missing) for line in lines_of(funder, unknown)] == [
        ("no", True),
        ("bad", False),
        ("no", True),
    ]

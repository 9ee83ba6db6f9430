"""The thesis of a funder as its card shows it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from funders import thesis
from funders.models import Deal
from tests import factories

NO_BREAK = "\N{NO-BREAK SPACE}"


def deals(*amounts: int, **more: Any) -> list[Deal]:
    return [Deal(amount=amount, announced_on=date(2024, 1, 1), **more) for amount in amounts]


def test_the_usual_band_needs_five_rounds() -> None:
    assert thesis.usual([100_000] * 4) is None
    assert thesis.usual([100_000, 200_000, 300_000, 400_000, 500_000]) == (200_000, 400_000)


def test_the_ends_of_the_scale_hold_what_lies_beyond_them() -> None:
    assert thesis.place(1) == thesis.LEFT
    assert thesis.place(10**12) == thesis.RIGHT
    assert thesis.place(316_228) == pytest.approx((thesis.LEFT + thesis.RIGHT) / 2, abs=0.1)


def test_points_that_would_touch_are_piled_up_and_no_higher_than_four() -> None:
    points = thesis.piled([100_000] * 6)
    assert [y for _x, y in points] == [52, 40, 28, 16, 16, 16]
    assert thesis.piled([10_000, 1_000_000]) == [("20.0", 52), ("446.7", 52)]


def test_only_rounds_in_euros_stand_on_the_scale() -> None:
    funder = factories.FunderFactory.build(user=None)
    scale = thesis.scale_of(funder, [*deals(400_000), *deals(9_000_000, currency="USD")])
    assert scale
    assert len(scale.points) == 1


def test_a_funder_of_which_no_amount_is_known_has_no_scale() -> None:
    funder = factories.FunderFactory.build(user=None, ticket_min_eur=None, ticket_max_eur=None)
    assert thesis.scale_of(funder, []) is None


@pytest.mark.django_db
def test_each_stage_is_a_yes_an_exception_or_a_no(client: Client) -> None:
    funder = factories.FunderFactory(
        published=True, stages=["seed"], exception_stages=["prototype", "seed"], lead="either", lead_time_days=112
    )
    assert [step.state for step in thesis.steps(funder)] == ["no", "exception", "yes", "no", "no"]
    page = client.get(funder.get_absolute_url()).content.decode()
    for shown in ("Par exception", "Mène ou suit", "Environ 112 jours"):
        assert shown in page.replace(NO_BREAK, " ")


@pytest.mark.django_db
def test_a_past_round_leads_to_the_startup_that_alone_bears_its_name(client: Client) -> None:
    startup = factories.StartupFactory(published=True, name="Zéphyr Fret")
    for twin in range(2):
        factories.StartupFactory(published=True, name="Deux fois", slug=f"deux-fois-{twin}")
    hidden = factories.StartupFactory(hidden=True, name="Cachée")
    funder = factories.FunderFactory(published=True)
    for company in ("Zephyr fret", "Deux fois", "Cachée"):
        factories.DealFactory(funder=funder, company=company, region="Bouches-du-Rhône")
    page = client.get(funder.get_absolute_url()).content.decode()
    assert f'href="{startup.get_absolute_url()}"' in page
    assert "deux-fois-0/" not in page
    assert hidden.get_absolute_url() not in page
    assert "Bouches-du-Rhône, " in page


@pytest.mark.django_db
def test_past_rounds_come_by_pages_at_the_same_number_of_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    funder = factories.FunderFactory(published=True)
    factories.DealFactory.create_batch(10, funder=funder)
    with django_assert_max_num_queries(14):
        first = client.get(funder.get_absolute_url()).content.decode()
    second = client.get(funder.get_absolute_url(), {"operations": "2"}).content.decode()
    names = {f"{deal.company}</b>" for deal in funder.deals.all()}
    assert {name for name in names if name in first} | {name for name in names if name in second} == names
    assert client.get(funder.get_absolute_url(), {"operations": "x" * 500}).status_code == 200

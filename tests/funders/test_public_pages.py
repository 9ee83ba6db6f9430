"""The pages of funders."""

import pytest
from django.test import Client

from funders.models import Funder
from tests import factories

pytestmark = pytest.mark.django_db


def test_funders_out_of_the_amount_are_shown_grey_and_not_counted(client: Client) -> None:
    factories.FunderFactory(published=True, name="Dedans")
    factories.FunderFactory(published=True, name="Dehors", ticket_min_eur=1_000_000, ticket_max_eur=8_000_000)
    page = client.get("/financeurs/?montant=200 000").content.decode()
    assert "1 financeur <span>sur 2 peut mettre 200" in page
    assert page.index("Dedans") < page.index("Dehors")
    assert "ne contient pas 200" in page


def test_a_nature_that_several_funders_have_is_said_in_the_plural(client: Client) -> None:
    for nature in (Funder.Type.CORPORATE, Funder.Type.CORPORATE, Funder.Type.BANK):
        factories.FunderFactory(published=True, funder_type=nature)
    page = client.get("/financeurs/").content.decode()
    assert '<b class="num">2</b>Grands groupes' in page
    assert '<b class="num">1</b>Banque<' in page


def test_what_was_not_answered_is_not_a_no(client: Client) -> None:
    funder = factories.FunderFactory(
        published=True, stages=[], instruments=[], ticket_min_eur=None, ticket_max_eur=None
    )
    page = client.get(funder.get_absolute_url()).content.decode()
    assert "ticket non renseigné" in page
    assert "(non)" not in page


def test_conflicts_of_interest_are_never_shown(client: Client) -> None:
    secret = factories.StartupFactory(name="Participation discrète")
    funder = factories.FunderFactory(published=True)
    funder.conflicts.add(secret)
    for path in (funder.get_absolute_url(), f"/api/v1/funders/{funder.slug}/"):
        assert "Participation discrète" not in client.get(path).content.decode()

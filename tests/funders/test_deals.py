"""The track record of a funder, the latest deal first."""

from datetime import date

import pytest

from tests.factories import DealFactory, FunderFactory

pytestmark = pytest.mark.django_db


def test_a_deal_without_a_date_comes_last_on_any_database() -> None:
    funder = FunderFactory()
    for company, day in {"Sans date": None, "Ancienne": date(2020, 1, 1), "Récente": date(2026, 1, 1)}.items():
        DealFactory(funder=funder, company=company, announced_on=day)
    assert [deal.company for deal in funder.deals.all()] == ["Récente", "Ancienne", "Sans date"]

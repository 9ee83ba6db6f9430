"""The factories themselves: each makes a row that the database and the forms accept."""

import pytest
from django.db.models import Model

from ecosystem.directory.models import Listing
from tests import factories

ONLY_ROWS = {"AnswerScheduleFactory"}
"""Models of one row, which is made once."""
NAMES = sorted(name for name in factories.__all__ if name.endswith("Factory"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ONLY_ROWS])
def test_every_factory_makes_three_valid_rows(name: str) -> None:
    rows: list[Model] = getattr(factories, name).create_batch(3)
    assert len({row.pk for row in rows}) == 3
    for row in rows:
        row.full_clean(exclude=["password"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ONLY_ROWS))
def test_a_model_of_one_row_has_one_valid_row(name: str) -> None:
    first, second = getattr(factories, name).create_batch(2)
    assert first.pk == second.pk
    first.full_clean(validate_unique=False)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["StartupFactory", "MentorFactory", "FunderFactory", "TradeShowFactory"])
def test_a_published_listing_is_public_and_a_hidden_one_is_not(name: str) -> None:
    factory = getattr(factories, name)
    factory(), factory(submitted=True), factory(hidden=True)
    shown = factory(published=True)
    assert [row.pk for row in Listing.objects.public()] == [shown.pk]


@pytest.mark.django_db
def test_a_person_can_be_a_curator() -> None:
    assert factories.UserFactory(curator=True).is_curator
    assert not factories.UserFactory().is_curator

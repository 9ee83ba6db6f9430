"""A panel that is the same to every reader is looked for once, until something public was written."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import RequestFactory

from ecosystem.directory.models import Listing
from ecosystem.directory.shared_panels import shared
from tests.factories import MailFactory, StartupFactory


def asked(row: Any, times: list[str]) -> Any:
    """What the panel tells of the city, by a query that notes each of its readings."""

    def city(row: Any, request: Any) -> dict[str, str]:
        times.append(Listing.objects.get(pk=row.pk).city)
        return {"city": times[-1]}

    return shared(city)(SimpleNamespace(pk=row.pk), RequestFactory().get("/"))


@pytest.mark.django_db(transaction=True)
def test_a_panel_is_looked_for_again_only_once_something_public_was_written() -> None:
    cache.clear()
    row, times = StartupFactory(city="Arles"), []
    asked(row, times)
    MailFactory()
    assert asked(row, times) == {"city": "Arles"}
    Listing.objects.update(city="Martigues")
    assert asked(row, times) == {"city": "Martigues"}
    assert times == ["Arles", "Martigues"]


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_wrote_is_read_within_it_and_not_kept_for_others() -> None:
    cache.clear()
    row, times = StartupFactory(city="Arles"), []
    asked(row, times)
    with transaction.atomic():
        Listing.objects.update(city="Martigues")
        assert asked(row, times) == {"city": "Martigues"}
        transaction.set_rollback(True)
    assert asked(row, times) == {"city": "Arles"}

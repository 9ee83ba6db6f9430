"""Without the search index, the database answers from the words of both languages."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from ecosystem.directory.models import Listing
from tests import factories

pytestmark = pytest.mark.django_db


def test_both_descriptions_are_searched() -> None:
    startup = factories.StartupFactory(description="Des voiles.", description_alt="Rigid Ankylosaurus sails.")
    assert list(Listing.objects.matching_text("ankylosaurus voiles")) == [startup.listing]


def test_the_listings_of_before_are_searched_in_both_languages_too() -> None:
    startup = factories.StartupFactory(description_alt="Rigid Ankylosaurus sails.")
    Listing.objects.update(search_text="startup")
    migration = importlib.import_module("ecosystem.directory.migrations.0002_search_text_in_both_languages")
    migration.write_search_text(apps, SimpleNamespace(connection=connection))
    assert Listing.objects.matching_text("ankylosaurus").get().pk == startup.pk

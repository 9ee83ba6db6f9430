"""The number that rises when something public was written, and only then."""

from typing import Any

import pytest
from django.db import transaction

from ecosystem.core.versions import data_version, is_public_write
from ecosystem.directory.models import Listing, Sector
from tests.factories import MailFactory, SectorFactory, StartupFactory


def move_and_undo() -> None:
    with transaction.atomic():
        Listing.objects.update(city="Arles")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("sql", "counts"),
    [
        ('INSERT INTO "startups_startup" ("a") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "directory_listing_sectors" ("a") VALUES (%s)', True),
        ('UPDATE "directory_listing" SET "name" = %s', True),
        ('DELETE FROM "mentors_mentorskill" WHERE 1', True),
        ('INSERT INTO "accounts_consent" ("a") VALUES (%s)', True),
        ('UPDATE "accounts_user" SET "full_name" = %s, "last_login" = %s WHERE "id" = %s', True),
        ('UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."id" = %s', False),
        ('UPDATE "core_dataversion" SET "number" = 2', False),
        ('INSERT INTO "django_session" ("a") VALUES (%s)', False),
        ('SELECT "UPDATE" FROM "directory_listing" FOR UPDATE', False),
        ('SAVEPOINT "s1"', False),
    ],
)
def test_writes_of_public_tables_count(sql: str, counts: bool) -> None:
    assert is_public_write(sql) is counts


@pytest.mark.django_db(transaction=True)
def test_the_version_rises_with_each_commit_of_public_writes_bulk_ones_included() -> None:
    StartupFactory()
    before = data_version()
    assert before > 0
    Listing.objects.update(city="Arles")
    assert data_version() == before + 1
    with transaction.atomic():
        SectorFactory()
        Sector.objects.bulk_create([Sector(slug="b", name="B"), Sector(slug="c", name="C")])
        assert data_version() == before + 1
    assert data_version() == before + 2
    Listing.objects.all().delete()
    assert data_version() > before + 2


@pytest.mark.django_db(transaction=True)
def test_the_version_stays_when_nothing_public_was_written() -> None:
    StartupFactory()
    before = data_version()
    MailFactory()
    move_and_undo()
    assert data_version() == before


@pytest.mark.django_db(transaction=True)
def test_a_part_that_is_undone_does_not_hide_what_is_written_after_it() -> None:
    startup: Any = StartupFactory()
    before = data_version()
    with transaction.atomic():
        move_and_undo()
        Listing.objects.filter(pk=startup.pk).update(city="Martigues")
    assert data_version() == before + 1

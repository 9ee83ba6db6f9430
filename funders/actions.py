"""What funders do, and the files that proposals take: no check-then-write, only conditional updates."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.actions import move_listing, pause_moved, record_capacity, save_under_a_free_slug
from ecosystem.directory.models import Listing, Sector
from ecosystem.directory.taken import unless_siren_is_taken
from ecosystem.directory.writing import Written, write_listing
from funders.errors import AlreadyFunder, FilesBelowTaken, NoFileLeft, PauseInThePast, ThesisIncomplete
from funders.models import Funder
from funders.rules import missing_fields, month_of

__all__ = ["NoFileLeft", "release_file", "take_file"]


@transaction.atomic
def create_funder(
    *, by: User, sectors: Iterable[Sector] = (), refused_sectors: Iterable[Sector] = (), **fields: Any
) -> Funder:
    """Write a person's own funder listing as a draft; an account has one."""
    User.objects.select_for_update().get(pk=by.pk)
    if Funder.objects.filter(user=by).exists():
        raise AlreadyFunder
    funder = Funder(user=by, created_by=by, **fields)
    with unless_siren_is_taken(funder, funder.siren):
        save_under_a_free_slug(funder)
    funder.sectors.set(sectors)
    funder.refused_sectors.set(refused_sectors)
    return funder


def update_funder(
    funder: Funder,
    *,
    by: User,
    sectors: Iterable[Sector] | None = None,
    refused_sectors: Iterable[Sector] | None = None,
    base_version: int | None = None,
    **fields: Any,
) -> Funder:
    """Write the given fields of a funder's listing; files and pause have their own actions."""
    terms = {"sectors": sectors, "refused_sectors": refused_sectors}
    given = fields | {name: value for name, value in terms.items() if value is not None}
    return write_funder(funder, given, by=by, base_version=base_version).listing


def write_funder(
    funder: Funder, values: Mapping[str, Any], *, by: User, base_version: int | None = None, **how: Any
) -> Written[Funder]:
    """Write fields through the one door; SirenTaken where another live funder bears the number."""
    with unless_siren_is_taken(funder, str(values.get("siren") or funder.siren)):
        return write_listing(funder, values, by=by, base_version=base_version, **how)


@transaction.atomic
def submit_funder(funder: Funder, *, by: User) -> Funder:
    """Hand a complete listing to the curators."""
    if missing_fields(funder):
        raise ThesisIncomplete
    move_listing(funder, "submit", by=by)
    return funder


@transaction.atomic
def set_files_per_month(funder: Funder, files: int, *, on: date | None = None) -> Funder:
    """Change how many files a funder reads in a month, never below those taken in this one; what changed is kept."""
    before = Funder.objects.values_list("files_per_month", flat=True).get(pk=funder.pk)
    _open_month(funder, on or timezone.localdate())
    changed = Funder.objects.filter(pk=funder.pk, taken_count__lte=files).update(files_per_month=files)
    funder.refresh_from_db(fields=["files_per_month", "taken_count", "month_on"])
    if not changed:
        raise FilesBelowTaken(funder.taken_count)
    record_capacity(funder, before=before, after=files)
    return funder


def pause_funder(funder: Funder, *, until: date) -> Funder:
    """Propose nothing to a funder up to that day, included; what is under way goes on."""
    if until < timezone.localdate():
        raise PauseInThePast
    return _rest(funder, until)


def resume_funder(funder: Funder) -> Funder:
    """End a pause now."""
    return _rest(funder, None)


@transaction.atomic
def _rest(funder: Funder, until: date | None) -> Funder:
    """One change at a time; what waits for an answer is locked before her places, as an answer does."""
    Listing.objects.select_for_update(no_key=True).get(pk=funder.pk)
    before = Funder.objects.values_list("paused_until", flat=True).get(pk=funder.pk)
    if before != until:
        pause_moved.send(Funder, listing=funder, before=before, after=until)
    Funder.objects.filter(pk=funder.pk).update(paused_until=until)
    funder.paused_until = until
    return funder


@transaction.atomic
def take_file(funder: Funder, *, on: date | None = None) -> None:
    """Take one of the month's files if one is left, in a single statement; NoFileLeft otherwise."""
    day = on or timezone.localdate()
    _open_month(funder, day)
    free = Funder.objects.filter(pk=funder.pk, month_on__gte=month_of(day), taken_count__lt=F("files_per_month"))
    taken = free.update(taken_count=F("taken_count") + 1)
    funder.refresh_from_db(fields=["taken_count", "month_on", "files_per_month"])
    if not taken:
        raise NoFileLeft


def release_file(funder: Funder, *, taken_on: date) -> None:
    """Give a file back to the month in which it was taken; a month that is over keeps nothing to give."""
    counted = Funder.objects.filter(pk=funder.pk, month_on=month_of(taken_on), taken_count__gt=0)
    counted.update(taken_count=F("taken_count") - 1)
    funder.refresh_from_db(fields=["taken_count", "month_on"])


def _open_month(funder: Funder, day: date) -> None:
    """The first one of a new month starts its count again; the others find it done."""
    month = month_of(day)
    stale = Funder.objects.filter(Q(month_on__isnull=True) | Q(month_on__lt=month), pk=funder.pk)
    stale.update(month_on=month, taken_count=0)

"""What mentors do, and the places that proposals take: no check-then-write, only conditional updates."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.actions import move_listing, pause_moved, record_capacity, save_under_a_free_slug
from ecosystem.directory.models import Listing, Sector
from ecosystem.directory.writing import write_listing
from mentors.errors import AlreadyMentor, CapacityBelowTaken, NoPlaceLeft, PauseInThePast, ProfileIncomplete
from mentors.models import Mentor, MentorSkill
from mentors.rules import missing_fields

__all__ = ["NoPlaceLeft", "release_place", "take_place"]

SkillRow = Mapping[str, Any]


@transaction.atomic
def create_mentor(
    *,
    by: User,
    skills: Iterable[SkillRow] = (),
    sectors: Iterable[Sector] = (),
    refused_sectors: Iterable[Sector] = (),
    **fields: Any,
) -> Mentor:
    """Write a person's own mentor listing as a draft; an account has one."""
    User.objects.select_for_update().get(pk=by.pk)
    if Mentor.objects.filter(user=by).exists():
        raise AlreadyMentor
    mentor = Mentor(user=by, created_by=by, **fields)
    save_under_a_free_slug(mentor)
    _relate(mentor, skills, sectors, refused_sectors)
    return mentor


def update_mentor(
    mentor: Mentor,
    *,
    by: User,
    skills: Iterable[SkillRow] | None = None,
    sectors: Iterable[Sector] | None = None,
    refused_sectors: Iterable[Sector] | None = None,
    base_version: int | None = None,
    **fields: Any,
) -> Mentor:
    """Write the given fields of a mentor's listing; places and pause have their own actions."""
    terms = {"skills": skills, "sectors": sectors, "refused_sectors": refused_sectors}
    given = fields | {name: value for name, value in terms.items() if value is not None}
    return write_listing(mentor, given, by=by, base_version=base_version).listing


@transaction.atomic
def submit_mentor(mentor: Mentor, *, by: User) -> Mentor:
    """Hand a complete listing to the curators."""
    if missing_fields(mentor):
        raise ProfileIncomplete
    move_listing(mentor, "submit", by=by)
    return mentor


@transaction.atomic
def set_capacity(mentor: Mentor, capacity: int, *, load_min: int | None = None) -> Mentor:
    """Change how many startups a mentor takes at once, never below those that she has; what changed is kept.

    load_min: how many she wants at least, never more than the places; left as it is, or lowered to them, without.
    """
    before = Mentor.objects.values_list("capacity", flat=True).get(pk=mentor.pk)
    changed = Mentor.objects.filter(pk=mentor.pk, taken_count__lte=capacity).update(
        capacity=capacity,
        load_min=Least(F("load_min") if load_min is None else Value(load_min), Value(capacity)),
        places_moved_at=timezone.now(),
    )
    mentor.refresh_from_db(fields=["capacity", "taken_count", "load_min"])
    if not changed:
        raise CapacityBelowTaken(mentor.taken_count)
    record_capacity(mentor, before=before, after=capacity)
    return mentor


def pause_mentor(mentor: Mentor, *, until: date) -> Mentor:
    """Propose nothing to a mentor up to that day, included; what is under way goes on."""
    if until < timezone.localdate():
        raise PauseInThePast
    return _rest(mentor, until)


def resume_mentor(mentor: Mentor) -> Mentor:
    """End a pause now."""
    return _rest(mentor, None)


@transaction.atomic
def _rest(mentor: Mentor, until: date | None) -> Mentor:
    """One change at a time; what waits for an answer is locked before her places, as an answer does."""
    Listing.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    before = Mentor.objects.values_list("paused_until", flat=True).get(pk=mentor.pk)
    if before != until:
        pause_moved.send(Mentor, listing=mentor, before=before, after=until)
    Mentor.objects.filter(pk=mentor.pk).update(paused_until=until, places_moved_at=timezone.now())
    mentor.paused_until = until
    return mentor


def take_place(mentor: Mentor) -> None:
    """Take one of the mentor's places if one is left, in a single statement; NoPlaceLeft otherwise."""
    free = Mentor.objects.filter(pk=mentor.pk, taken_count__lt=F("capacity"))
    taken = free.update(taken_count=F("taken_count") + 1, places_moved_at=timezone.now())
    mentor.refresh_from_db(fields=["taken_count", "capacity"])
    if not taken:
        raise NoPlaceLeft


def release_place(mentor: Mentor) -> None:
    """Give one place back; a count that is already zero stays zero."""
    held = Mentor.objects.filter(pk=mentor.pk, taken_count__gt=0)
    held.update(taken_count=F("taken_count") - 1, places_moved_at=timezone.now())
    mentor.refresh_from_db(fields=["taken_count"])


def _relate(
    mentor: Mentor,
    skills: Iterable[SkillRow],
    sectors: Iterable[Sector],
    refused_sectors: Iterable[Sector],
) -> None:
    mentor.sectors.set(sectors)
    mentor.refused_sectors.set(refused_sectors)
    rows = {row["skill"].pk: row for row in skills}
    MentorSkill.objects.bulk_create(
        MentorSkill(mentor=mentor, skill=row["skill"], level=row["level"], proof=row.get("proof", ""))
        for row in rows.values()
    )

"""Moves of a listing: locked, re-read, checked, dated and signed."""

from typing import Literal

from django.core.files import File
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils.text import slugify
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.core.text import fold
from ecosystem.directory.models import Listing, ListingMove

ListingVerb = Literal["submit", "request_changes", "publish", "hide", "archive"]

INDEX_LISTING = "ecosystem.directory.tasks.index_listing"
"""The task to enqueue after a change of what the search reads of one listing."""
INDEX_CHANGES = "ecosystem.directory.tasks.index_changes"
"""The task to enqueue after a change of many."""
listing_moved = Signal()
"""Sent after a listing changed state, with `listing`, `from_state` and `to_state`."""


@transaction.atomic
def move_listing(listing: Listing, verb: ListingVerb, *, by: User | None, reason: str = "") -> Listing:
    """Move a listing along one transition, under a lock; a move that its state does not allow raises IllegalMove."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    before = str(locked.state)
    try:
        getattr(locked, verb)()
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    locked.save(update_fields=["state", "submitted_at", "published_at", "verified_at", "updated_at"])
    ListingMove.objects.create(listing=locked, from_state=before, to_state=locked.state, by=by, reason=reason)
    listing_moved.send(Listing, listing=locked, from_state=before, to_state=locked.state)
    for field in ("state", "submitted_at", "published_at", "verified_at", "updated_at"):
        setattr(listing, field, getattr(locked, field))
    return listing


def free_slug(kind: str, name: str, *, taken: set[str] | None = None) -> str:
    """A readable address that no listing of the kind has yet: `calanque-robotics`, then `calanque-robotics-2`."""
    base = slugify(fold(name))[:120] or kind
    used = (
        taken
        if taken is not None
        else set(Listing.objects.filter(kind=kind, slug__startswith=base).values_list("slug", flat=True))
    )
    slug, count = base, 1
    while slug in used:
        count += 1
        slug = f"{base}-{count}"
    if taken is not None:
        taken.add(slug)
    return slug


def save_under_a_free_slug(listing: Listing) -> None:
    """Write a new listing; an address that somebody took between the look and the write gives way to the next one."""
    for last in (False, False, False, False, True):
        listing.slug = free_slug(listing.KIND, listing.name)
        try:
            with transaction.atomic():
                listing.save()
            return
        except IntegrityError:
            if last or not Listing.objects.filter(kind=listing.KIND, slug=listing.slug).exists():
                raise


@transaction.atomic
def set_logo(listing: Listing, logo: File[bytes] | None) -> Listing:
    """Show another logo, or none; the file of the former one goes once the change is sure."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    storage, former = locked.logo.storage, locked.logo.name
    locked.logo = logo or ""
    locked.save(update_fields=["logo", "updated_at"])
    listing.logo = locked.logo
    if former:
        transaction.on_commit(lambda: storage.delete(former))
    return locked

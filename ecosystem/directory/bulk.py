"""Many listings in few statements: Django's own bulk_create refuses a model that inherits a table."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from ecosystem.directory.models import Listing

_L = TypeVar("_L", bound=Listing)


@transaction.atomic
def bulk_insert(listings: Sequence[_L], *, batch_size: int = 1000) -> Sequence[_L]:
    """Write new listings of one kind as `save()` would, two statements a batch; no signal is sent.

    Each gets its keys. The child's table is written by the call that bulk_create itself ends in: it has no public name.
    """
    if not listings:
        return listings
    model: Any = type(listings[0])
    shared = [field.attname for field in Listing._meta.concrete_fields if not field.primary_key]
    for listing in listings:
        listing.prepare()
    parents = Listing.objects.bulk_create(
        [Listing(**{name: getattr(listing, name) for name in shared}) for listing in listings], batch_size=batch_size
    )
    for listing, parent in zip(listings, parents, strict=True):
        listing.pk = listing.id = parent.pk
        listing.updated_at = parent.updated_at
        listing._state.adding, listing._state.db = False, parent._state.db
    rows = model._base_manager.all()
    rows._for_write = True
    rows._batched_insert(listings, model._meta.local_concrete_fields, batch_size)
    return listings


def touch_listings(pks: Iterable[int | None]) -> None:
    """Date these listings now: something that the search reads with them has changed."""
    wanted = [pk for pk in pks if pk is not None]
    for start in range(0, len(wanted), 500):
        Listing.objects.filter(pk__in=wanted[start : start + 500]).update(updated_at=timezone.now())

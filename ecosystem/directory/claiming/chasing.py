"""Listings that nobody holds are written to at 0, 2, 4 and 6 weeks, then never again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.rows import for_each
from ecosystem.directory.claiming import mails
from ecosystem.directory.claiming.claims import link_for, mark_sent
from ecosystem.directory.models import Listing, OrphanChase
from ecosystem.directory.owning import orphans, owners_of

MAILS = 4
BETWEEN = timedelta(weeks=2)
LINK_LIFE = timedelta(weeks=4)
Outcome = OrphanChase.Outcome


def never_written() -> QuerySet[Listing]:
    """Published listings of nobody that have an address and were never written to."""
    return orphans().exclude(contact_email="").filter(chase=None).order_by("kind", "sort_name", "pk")


@transaction.atomic
def start_chases(pks: Iterable[int], *, by: User) -> int:
    """Begin to write to these listings; those that are held, have no address or were written to are left out."""
    chosen = never_written().filter(pk__in=list(pks)).values_list("pk", flat=True)
    made = [OrphanChase(listing_id=pk, started_by=by) for pk in chosen]
    before = OrphanChase.objects.count()
    OrphanChase.objects.bulk_create(made, ignore_conflicts=True)
    return OrphanChase.objects.count() - before


@transaction.atomic
def stop_chase(chase: OrphanChase) -> OrphanChase:
    """Write no more to this listing."""
    fresh = OrphanChase.objects.select_for_update(of=("self",)).get(pk=chase.pk)
    return _end(fresh, Outcome.STOPPED) if fresh.outcome == Outcome.OPEN else fresh


def follow_chases(now: datetime) -> int:
    """Write what is due, one letter a listing; run twice, it finds nothing left to do."""
    due = OrphanChase.objects.open().filter(next_at__lte=now).order_by("next_at", "pk")
    return for_each(due, lambda chase: _follow(chase, now))


@transaction.atomic
def _follow(chase: OrphanChase, now: datetime) -> bool:
    listing = Listing.objects.select_for_update().get(pk=chase.listing_id)
    fresh = OrphanChase.objects.select_for_update(of=("self",)).open().filter(pk=chase.pk, next_at__lte=now).first()
    if fresh is None:
        return False
    fresh.listing = listing
    if owners_of(listing):
        _end(fresh, Outcome.CLAIMED)
    elif fresh.sent_count >= MAILS:
        _end(fresh, Outcome.SILENT)
    elif not listing.is_public or not listing.contact_email:
        _end(fresh, Outcome.STOPPED)
    else:
        claim = link_for(listing, LINK_LIFE)
        mark_sent(claim)
        fresh.sent_count, fresh.next_at = fresh.sent_count + 1, now + BETWEEN
        fresh.save(update_fields=["sent_count", "next_at"])
        mails.write_orphan(fresh, claim)
    return True


def _end(chase: OrphanChase, outcome: str) -> OrphanChase:
    chase.outcome, chase.ended_at = outcome, timezone.now()
    chase.save(update_fields=["outcome", "ended_at"])
    return chase

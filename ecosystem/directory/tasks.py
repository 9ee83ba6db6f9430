"""Keeping the search index up to date, outside of requests."""

from celery import shared_task
from django.utils import timezone

from ecosystem.core.queue import enqueue
from ecosystem.directory import freshness, links
from ecosystem.directory.claiming.chasing import follow_chases
from ecosystem.directory.claiming.claims import follow_claims as follow_pending_claims
from ecosystem.directory.claiming.invitations import follow_invitations
from ecosystem.directory.documents import index_latest, index_listings
from ecosystem.directory.duplicates import find_likenesses
from ecosystem.search.actions import IndexBusy


@shared_task
def find_duplicates() -> int:
    """Look for listings that may be one; the beat calls it every night, the team when it wants."""
    return find_likenesses()


@shared_task(autoretry_for=(IndexBusy,), retry_backoff=True, max_retries=5)
def index_listing(pk: int) -> None:
    """Bring one listing up to date in the index; a second delivery changes nothing."""
    index_listings([pk])


@shared_task(autoretry_for=(IndexBusy,), retry_backoff=True, max_retries=5)
def index_changes() -> int:
    """Index what changed since the last time; the beat calls it."""
    return index_latest()


@shared_task
def keep_fresh() -> int:
    """Ask the owners of what was not verified for long, and hide what nobody confirmed; twice a day changes nothing."""
    count = freshness.keep_fresh()
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return count


@shared_task
def check_links() -> int:
    """Try the links of the directory that were not tried this night, for some minutes; the next run goes on."""
    return links.check_due()


@shared_task
def follow_claims() -> int:
    """Remind, close and chase what is due of claims, invitations and listings of nobody; twice, it finds nothing."""
    now = timezone.now()
    done = follow_pending_claims(now) + follow_invitations(now) + follow_chases(now)
    if done:
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return done

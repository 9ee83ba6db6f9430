"""Keeping the search index up to date, outside of requests."""

from celery import shared_task

from ecosystem.directory.documents import index_latest, index_listings
from ecosystem.search.actions import IndexBusy


@shared_task(autoretry_for=(IndexBusy,), retry_backoff=True, max_retries=5)
def index_listing(pk: int) -> None:
    """Bring one listing up to date in the index; a second delivery changes nothing."""
    index_listings([pk])


@shared_task(autoretry_for=(IndexBusy,), retry_backoff=True, max_retries=5)
def index_changes() -> int:
    """Index what changed since the last time; the beat calls it."""
    return index_latest()

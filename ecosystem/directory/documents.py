"""From listings to the documents of the search index, and keeping the two alike."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ecosystem.directory.models import Listing
from ecosystem.directory.ordering import LONG_AGO, freshness_key, name_key
from ecosystem.directory.texts import dates_of_all_kinds, related_of_all_kinds, root_slug, texts_of
from ecosystem.search import actions as index
from ecosystem.search.index.writer import Progress

CHUNK = 1_000
TRUSTED_FOR = timedelta(minutes=10)
"""For how long the index is believed after it was last brought up to date: the beat does that twice a minute."""
OVERLAP = timedelta(minutes=1)
"""Read again behind the last time: a transaction may commit after a later one has been seen."""


def document_of(listing: Listing) -> index.Document:
    """What the search reads of a listing: its words in both languages and its sectors, never its contact details."""
    texts = texts_of(listing.kind)
    named = (f"name_{code}" for code, _language in settings.LANGUAGES)
    sectors = [getattr(sector, name) for name in named for sector in listing.sectors.all()]
    body = (listing.description, listing.tagline_alt, listing.description_alt, *texts.body(listing))
    return index.Document(
        pk=listing.pk,
        kind=listing.kind,
        name=listing.name,
        tagline=listing.tagline,
        body="\n".join(filter(None, body)),
        tags=tuple(filter(None, (listing.city, listing.region, *sectors, *texts.tags(listing)))),
        freshness=(listing.updated_at - LONG_AGO).days,
    )


def with_facts(listing: Listing) -> index.Document:
    """The document with what lists filter, count and order by: the same facts as the filters read in the database."""
    facts = texts_of(listing.kind).facts(listing)
    sectors = {root_slug(sector) for sector in listing.sectors.all()}
    facets = {"sector": sectors, "city": [listing.city], "region": [listing.region], **facts.facets}
    latitude, longitude = listing.latitude, listing.longitude
    return replace(
        document_of(listing),
        facets={name: tuple(filter(None, values)) for name, values in facets.items()},
        numbers={name: tuple(n for n in numbers if n is not None) for name, numbers in facts.numbers.items()},
        flags=facts.flags,
        orders={"by_name": name_key(listing), "by_freshness": freshness_key(listing), **facts.orders},
        point=None if latitude is None or longitude is None else (latitude, longitude),
    )


def documents_of(listings: QuerySet[Any]) -> Iterator[index.Document]:
    """Documents of published listings, read in chunks with all that their kinds ask for."""
    readable = listings.prefetch_related("sectors__parent", *related_of_all_kinds())
    return map(with_facts, readable.order_by("pk").iterator(chunk_size=CHUNK))


def index_listings(pks: Iterable[int]) -> None:
    """Bring these listings up to date in the index: the published ones replaced, the others taken out."""
    wanted = set(pks)
    if not wanted:
        return
    found = list(documents_of(Listing.objects.listed().filter(pk__in=wanted)))
    index.replace(found)
    index.remove(wanted - {document.pk for document in found})


def index_latest() -> int:
    """Index what changed since the last time, and remember until when; twice in a row gives the same index."""
    started, since = timezone.now(), _last_time()
    pks = sorted(
        {
            pk
            for path in dates_of_all_kinds()
            for pk in Listing.objects.filter(**{f"{path}__gte": since - OVERLAP}).values_list("pk", flat=True)
        }
    )
    for start in range(0, len(pks), CHUNK):
        index_listings(pks[start : start + CHUNK])
    _remember(started)
    return len(pks)


def rebuild(progress: Progress | None = None) -> int:
    """Build the whole index anew from the published listings."""
    started = timezone.now()
    count = index.rebuild(documents_of(Listing.objects.listed()), progress=progress)
    _remember(started)
    return count


def is_current() -> bool:
    """Whether lists may be counted from the index: not when nobody has brought it up to date for long."""
    return timezone.now() - _last_time() < TRUSTED_FOR


def _stamp() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / "updated-until"


def _last_time() -> datetime:
    try:
        return datetime.fromisoformat(_stamp().read_text().strip())
    except (OSError, ValueError):
        return LONG_AGO + OVERLAP


def _remember(moment: datetime) -> None:
    _stamp().parent.mkdir(parents=True, exist_ok=True)
    _stamp().write_text(moment.isoformat())

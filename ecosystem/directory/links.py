"""The nightly check of links: each once a night, in small steps that a stopped worker can go on with.

What the rows say is enough to know what is left to do: nothing is tried twice in a night, and no owner is told twice.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ecosystem.core.rows import for_each
from ecosystem.directory.fetching import Outside, Probe, probe
from ecosystem.directory.link_mails import tell_dead
from ecosystem.directory.models import DEAD_AFTER, MOVED, LinkCheck, Listing
from ecosystem.directory.owners import readers_of

BUDGET_SECONDS = 8 * 60.0
AT_ONCE = 8
Found = Iterable[tuple[int, str]]
_sources: list[Callable[[], Found]] = []


def register_links(source: Callable[[], Found]) -> None:
    """More links of public listings than their own sites: pairs of a listing's key and an address."""
    if source not in _sources:
        _sources.append(source)


def websites() -> Found:
    return Listing.objects.public().exclude(website="").values_list("pk", "website")


def tonight() -> date:
    """The night that a moment belongs to: it ends at noon."""
    return (timezone.localtime() - timedelta(hours=12)).date()


def check_due(outside: Outside | None = None, seconds: float = BUDGET_SECONDS) -> int:
    """Try what was not tried this night, until the time is up; then tell the owners of what stays silent."""
    night, end, count = tonight(), monotonic() + seconds, 0
    reach = outside or Outside()
    gather()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while monotonic() < end and (batch := list(due(night)[:AT_ONCE])):
            for link, found in zip(batch, pool.map(lambda one: probe(one.url, reach), batch), strict=True):
                count += note(link, found, night)
    for_each(list(to_tell()), tell_once)
    return count


def due(night: date) -> QuerySet[LinkCheck]:
    """Not tried this night, those that wait longest first."""
    waiting = LinkCheck.objects.filter(night__isnull=True) | LinkCheck.objects.exclude(night__gte=night)
    return waiting.order_by("checked_at", "pk")


def gather() -> None:
    """One row a link of what is on line; a link that a listing gives no more is forgotten."""
    wanted = {pair for source in (websites, *_sources) for pair in source() if pair[1]}
    known = {(pk, url): row for row, pk, url in LinkCheck.objects.values_list("pk", "listing_id", "url")}
    gone = [row for pair, row in known.items() if pair not in wanted]
    for start in range(0, len(gone), 500):
        LinkCheck.objects.filter(pk__in=gone[start : start + 500]).delete()
    fresh = [LinkCheck(listing_id=pk, url=url) for pk, url in sorted(wanted - known.keys())]
    LinkCheck.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def note(link: LinkCheck, found: Probe, night: date) -> bool:
    """Keep what a link answered; False when another run already did this night."""
    locked = LinkCheck.objects.select_for_update().filter(pk=link.pk).first()
    if locked is None or (locked.night is not None and locked.night >= night):
        return False
    now = timezone.now()
    locked.night, locked.checked_at = night, now
    locked.why, locked.final_url = found.why, found.final[:500]
    locked.status = MOVED if found.has_moved else found.status
    if found.is_alive:
        locked.fail_count, locked.failing_since, locked.told_at = 0, None, None
    else:
        locked.fail_count += 1
        locked.failing_since = locked.failing_since or now
    locked.save()
    return True


def to_tell() -> QuerySet[LinkCheck]:
    return LinkCheck.objects.dead().filter(told_at__isnull=True)


@transaction.atomic
def tell_once(link: LinkCheck) -> bool:
    """One mail to the owner for as long as the link stays silent."""
    locked = LinkCheck.objects.select_for_update().filter(pk=link.pk, told_at__isnull=True).first()
    if locked is None or locked.fail_count < DEAD_AFTER:
        return False
    locked.told_at = timezone.now()
    locked.save(update_fields=["told_at"])
    return tell_dead(locked, readers_of(locked.listing)) > 0


def progress(night: date | None = None) -> tuple[int, int]:
    """How many links were tried this night, and how many there are."""
    return LinkCheck.objects.filter(night=night or tonight()).count(), LinkCheck.objects.count()

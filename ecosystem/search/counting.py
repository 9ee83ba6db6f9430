"""What is sought, counted without anybody: folded words by day, and nothing that could be somebody's."""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Count, F
from django.utils import timezone
from redis.exceptions import RedisError

from ecosystem.core.text import fold
from ecosystem.search.models import SearchCount
from ecosystem.search.models.words import WORDS_MAX

KEPT_DAYS = 90
TEXTS_A_DAY = 2_000
"""What a machine that invents words may leave of a day."""
DIGITS_MAX = 5
"""More digits than this may be a telephone or an identity number; a year, or a postcode, is not."""
FIRST, LAST, TAKEN = "search.first", "search.last", "search.taken"
WAITING_MAX, KEPT_SECONDS, TAKEN_SECONDS = 10_000, 24 * 3600, 60
Place: TypeAlias = tuple[date, str]
Note: TypeAlias = tuple[date, str, bool]
_ADDRESS = re.compile(r"@|https?:|www\.")

logger = logging.getLogger(__name__)


def countable(text: str) -> str:
    """The text as it is counted; empty when it is too long for a search, or looks like somebody's address or number."""
    words = " ".join(re.findall(r"[\w'.+&-]+", fold(text)))
    is_private = _ADDRESS.search(fold(text)) or sum(char.isdigit() for char in words) > DIGITS_MAX
    return "" if is_private or len(words) > WORDS_MAX else words


def note_search(text: str, found: int) -> None:
    """One more search for these words, kept in the cache until the beat writes it: a page that is read writes nothing.

    When the cache fails, or nobody has written for long, the search is simply not counted.
    """
    if not (words := countable(text)):
        return
    try:
        cache.add(LAST, 0, None)
        place = cache.incr(LAST)
        if place - cache.get(FIRST, 0) <= WAITING_MAX:
            cache.set(_place(place), (timezone.localdate(), words, not found), KEPT_SECONDS)
    except (OSError, RedisError, ValueError):
        logger.warning("A search could not be noted.", exc_info=True)


def waiting() -> int:
    """How many searches are noted and not yet written."""
    try:
        noted = int(cache.get(LAST, 0)) - int(cache.get(FIRST, 0))
        return min(max(0, noted), WAITING_MAX)
    except (OSError, RedisError):
        return 0


def write_searches() -> int:
    """Add the noted searches to the counts of their days, each once at most.

    They are taken out of the cache first: a worker that dies in the middle loses the searches of a minute, and counts
    none twice. A database that refuses gets them again the next time.
    """
    if not cache.add(TAKEN, 1, TAKEN_SECONDS):
        return 0
    first, last = cache.get(FIRST, 0), cache.get(LAST, 0)
    noted = _take(_place(n) for n in range(first + 1, min(last, first + WAITING_MAX) + 1))
    cache.set(FIRST, last, None)
    asked = Counter((day, words) for day, words, _in_vain in noted.values())
    try:
        _add(asked, Counter(note[:2] for note in noted.values() if note[2]))
    except DatabaseError:
        cache.set_many(noted, KEPT_SECONDS)
        cache.set(FIRST, first, None)
        raise
    finally:
        cache.delete(TAKEN)
    return len(noted)


def _take(names: Iterable[str]) -> dict[str, Note]:
    """What is noted there, for this worker alone: of two that ask at once, one deletes it and has it."""
    return {name: note for name, note in cache.get_many(list(names)).items() if cache.delete(name)}


@transaction.atomic
def _add(asked: Mapping[Place, int], empty: Mapping[Place, int]) -> None:
    new = [SearchCount(day=day, words=words) for day, words in asked]
    SearchCount.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    for day, words in sorted(asked):
        more, in_vain = asked[day, words], empty.get((day, words), 0)
        SearchCount.objects.filter(day=day, words=words).update(
            asked_count=F("asked_count") + more, empty_count=F("empty_count") + in_vain
        )


def _place(number: int) -> str:
    return f"search.noted.{number}"


def forget_old_counts(now: datetime) -> int:
    """Remove what was counted more than ninety days ago, and of each past day what hardly anybody sought."""
    today = timezone.localdate(now)
    removed, _by_model = SearchCount.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    crowded = SearchCount.objects.filter(day__lt=today).order_by().values("day").annotate(n=Count("pk"))
    for day in crowded.filter(n__gt=TEXTS_A_DAY).values_list("day", flat=True):
        rows = SearchCount.objects.filter(day=day)
        kept = list(rows.order_by("-asked_count", "pk").values_list("pk", flat=True)[:TEXTS_A_DAY])
        rare, _by_model = rows.exclude(pk__in=kept).delete()
        removed += rare
    return removed

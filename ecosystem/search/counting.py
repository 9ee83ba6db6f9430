"""What is sought, counted without anybody: folded words by day, and nothing that could be somebody's."""

import logging
import re
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Count, F
from django.utils import timezone

from ecosystem.core.text import fold
from ecosystem.search.models import SearchCount
from ecosystem.search.models.words import WORDS_MAX

KEPT_DAYS = 90
TEXTS_A_DAY = 2_000
"""What a machine that invents words may leave of a day."""
DIGITS_MAX = 5
"""More digits than this may be a telephone or an identity number; a year, or a postcode, is not."""
_ADDRESS = re.compile(r"@|https?:|www\.")

logger = logging.getLogger(__name__)


def countable(text: str) -> str:
    """The text as it is counted; empty when it is too long for a search, or looks like somebody's address or number."""
    words = " ".join(re.findall(r"[\w'.+&-]+", fold(text)))
    is_private = _ADDRESS.search(fold(text)) or sum(char.isdigit() for char in words) > DIGITS_MAX
    return "" if is_private or len(words) > WORDS_MAX else words


def count_search(text: str, found: int) -> None:
    """One more search for these words; a count that cannot be written never fails the page that was asked for."""
    words = countable(text)
    if not words:
        return
    try:
        with transaction.atomic():
            rows = SearchCount.objects.filter(day=timezone.localdate(), words=words)
            SearchCount.objects.bulk_create([SearchCount(day=timezone.localdate(), words=words)], ignore_conflicts=True)
            rows.update(asked_count=F("asked_count") + 1, empty_count=F("empty_count") + (0 if found else 1))
    except DatabaseError:
        logger.warning("A search could not be counted.", exc_info=True)


def forget_old_counts(now: datetime) -> int:
    """Remove what was counted more than ninety days ago, and of each past day what hardly anybody sought."""
    today = timezone.localdate(now)
    removed, _by_model = SearchCount.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    crowded = SearchCount.objects.filter(day__lt=today).order_by().values("day").annotate(n=Count("pk"))
    for day in crowded.filter(n__gt=TEXTS_A_DAY).values_list("day", flat=True):
        rows = SearchCount.objects.filter(day=day).order_by("-asked_count", "pk")
        rare, _by_model = SearchCount.objects.filter(
            pk__in=list(rows.values_list("pk", flat=True)[TEXTS_A_DAY:])
        ).delete()
        removed += rare
    return removed

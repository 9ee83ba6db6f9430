"""Telling those who follow a show, or go to it, what they wait for: its dates, and the last days to apply.

Whoever wrote an edition (the back office, an import), the morning compares what it says with what was told last: an
edition that moved twice in a day is told once, and one that says the same again is not.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.rows import for_each
from ecosystem.directory.models import Listing
from ecosystem.directory.owners import deciders_of
from ecosystem.tradeshows.mails import tell_closing, tell_dates
from ecosystem.tradeshows.models import Announcement, Edition, EditionQuerySet

BEFORE_CLOSING = timedelta(days=7)
News = Announcement.News


def tell_news(on: date | None = None) -> int:
    """What the beat does each morning; twice, it finds nothing to do."""
    today = on or timezone.localdate()
    coming = Edition.objects.public().upcoming(today).order_by("pk")
    closing = Edition.objects.public().closing(today).filter(closes_on__lte=today + BEFORE_CLOSING)
    return _each(coming, announce_dates) + _each(closing, lambda pk: remind_of_closing(pk, today))


def _each(editions: EditionQuerySet, act: Callable[[int], bool]) -> int:
    return for_each(list(editions.values_list("pk", flat=True)), act)


@transaction.atomic
def announce_dates(pk: int) -> bool:
    """Note what an edition says now if it was not told yet, and tell it; the lock lets one of two workers do it."""
    edition = Edition.objects.select_for_update().filter(pk=pk).first()
    if edition is None:
        return False
    former = edition.announcements.order_by("-pk").first()
    news = news_of(edition, former)
    if news is None:
        return False
    said = Announcement(edition=edition, news=news)
    if news != News.CANCELLED:
        said.starts_on, said.ends_on = edition.starts_on, edition.ends_on
    said.save()
    for person in concerned(edition):
        tell_dates(said, former, person)
    return True


def news_of(edition: Edition, former: Announcement | None) -> str | None:
    """What there is to tell; None when nothing is new, or when the dates are not sure (again)."""
    if former is not None and former.still_says(edition):
        return None
    if edition.is_cancelled:
        return News.CANCELLED
    if not edition.dates_confirmed:
        return None
    return News.CONFIRMED if former is None or former.news == News.CANCELLED else News.CHANGED


@transaction.atomic
def remind_of_closing(pk: int, on: date) -> bool:
    """Tell those who have no place yet that applications close within the week; each of them once."""
    edition = Edition.objects.select_related("tradeshow").get(pk=pk)
    if not edition.takes_applications(on):
        return False
    placed = {one.pk for one in concerned(edition, follow=False, on_shared_stand=True)}
    people = [one for one in concerned(edition) if one.pk not in placed]
    told = sum(tell_closing(edition, person, on) for person in people)
    return told > 0


def concerned(edition: Edition, *, follow: bool = True, on_shared_stand: bool | None = None) -> list[User]:
    """Those who follow the show, and those who decide for the startups that said to be there; each once."""
    said = edition.attendances.filter(listing__in=Listing.objects.live()).select_related("listing").order_by("pk")
    if on_shared_stand is not None:
        said = said.filter(on_shared_stand=on_shared_stand)
    following = User.objects.filter(is_active=True, followed_shows__tradeshow=edition.tradeshow_id).order_by("pk")
    found = {one.pk: one for one in following} if follow else {}
    found |= {one.pk: one for attendance in said for one in deciders_of(attendance.listing)}
    return list(found.values())

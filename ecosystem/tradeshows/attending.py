"""Who goes to a show and where a startup goes, as the pages read it: a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.directory.models import Listing
from ecosystem.directory.panels import Event
from ecosystem.tradeshows.calendar import first_of_month
from ecosystem.tradeshows.models import Attendance, Edition

SHOWN = 60
"""How many startups a show's page names; the others are counted."""


@dataclass(frozen=True)
class Crowd:
    """Those who say that they go to an edition; those on the shared stand have a berth each."""

    edition: Edition
    going: Sequence[Attendance] = ()
    count: int = 0

    @property
    def on_stand(self) -> list[Attendance]:
        return [one for one in self.going if one.on_shared_stand]

    @property
    def on_their_own(self) -> list[Attendance]:
        return [one for one in self.going if not one.on_shared_stand]

    @property
    def berths(self) -> list[str]:
        """The names at the quay of the shared stand, an empty one for a place that is free."""
        names = [one.listing.name for one in self.on_stand]
        return names + [""] * ((self.edition.stand_places or 0) - len(names))

    @property
    def free(self) -> int:
        return max(0, (self.edition.stand_places or 0) - len(self.on_stand))

    @property
    def more(self) -> int:
        return self.count - len(self.going)


def crowd_of(edition: Edition) -> Crowd:
    """Two queries and the sectors': those on the shared stand first, then in the order in which they said it."""
    said = Attendance.objects.shown().filter(edition=edition)
    first = said.select_related("listing").prefetch_related("listing__sectors")
    going = list(first.order_by("-on_shared_stand", "said_at", "pk")[:SHOWN])
    return Crowd(edition, going, said.count() if len(going) == SHOWN else len(going))


def counted_editions() -> QuerySet[Edition]:
    """Every edition, the latest first, with how many startups said to be there in `attended_count`."""
    said = Attendance.objects.shown().filter(edition=OuterRef("pk")).order_by().values("edition")
    counted = Subquery(said.annotate(n=Count("pk")).values("n"))
    return Edition.objects.annotate(attended_count=Coalesce(counted, 0)).order_by("-year")


@dataclass(frozen=True)
class Shows:
    """Where a startup goes, and the shows that it attended."""

    coming: list[Attendance] = field(default_factory=list)
    past: list[Attendance] = field(default_factory=list)


def shows_of(listing: Listing, on: date) -> Shows:
    """One query; the next show first, then the latest of the past ones."""
    said = Attendance.objects.filter(listing_id=listing.pk, edition__tradeshow__state=Listing.State.PUBLISHED)
    rows = said.select_related("edition__tradeshow").order_by("edition__year", "edition__month", "pk")
    found = Shows()
    for one in rows:
        (found.past if one.edition.is_over(on) else found.coming).append(one)
    found.past.reverse()
    return found


def told_by(listing: Any) -> Shows:
    """What the page of a startup says of shows in its two places, read once."""
    if not hasattr(listing, "told_shows"):
        listing.told_shows = shows_of(listing, timezone.localdate())
    found: Shows = listing.told_shows
    return found


def shows_panel(listing: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The shows to come, for the page of a startup; nothing when it said nothing."""
    coming = [(one, first_of_month(one.edition)) for one in told_by(listing).coming]
    return {"coming": coming, "count": len(coming)} if coming else None


def shows_attended(listing: Any, request: HttpRequest) -> list[Event]:
    """The shows of the past, among what happened to a startup."""
    return [attended(one) for one in told_by(listing).past]


def attended(one: Attendance) -> Event:
    """By its first day, by its month while nobody confirmed the days, or by its year alone."""
    edition = one.edition
    on = edition.starts_on if edition.dates_confirmed else first_of_month(edition)
    at = timezone.make_aware(datetime.combine(on or date(edition.year, 12, 31), time.min))
    if one.on_shared_stand:
        how = _("Sur le stand collectif")
    else:
        how = _("Avec son propre stand") if one.state == Attendance.State.EXHIBITING else ""
    url = edition.tradeshow.get_absolute_url()
    return Event(at, str(edition), how, "anchor", url=url, when="" if on else str(edition.year))

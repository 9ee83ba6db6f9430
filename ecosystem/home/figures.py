"""The public figures: counted at each reading, groups of fewer than five masked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncQuarter
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.directory.freshness import verified_share
from ecosystem.directory.models import Listing, Sector, Stage
from ecosystem.matching.models import Proposal
from ecosystem.tradeshows.models import Edition
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need, Startup

MASK_UNDER = 5
QUARTERS = 8
SIZES = ((1, 4), (5, 9), (10, 19), (20, 49), (50, None))


@dataclass(frozen=True)
class Row:
    """A group and how many it holds; None when it holds too few to be shown."""

    label: str
    value: int | None
    rest: bool = False
    """What the other rows left over, together."""


@dataclass(frozen=True)
class Chart:
    """A figure with its groups, its source in words, and the name of its file."""

    slug: str
    title: str
    note: str
    rows: Sequence[Row]

    @property
    def known(self) -> bool:
        """At least one group may be shown."""
        return any(row.value is not None for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.value or 0 for row in self.rows)


def masked(pairs: Iterable[tuple[Any, int]]) -> list[Row]:
    """Rows in their order; a group of one to four is named without its number.

    One masked group alone would be found by subtraction: the smallest of the others is masked with it.
    """
    known = [(str(label), count) for label, count in pairs]
    hidden = {place for place, (_label, count) in enumerate(known) if 0 < count < MASK_UNDER}
    if len(hidden) == 1:
        others = [(count, place) for place, (_label, count) in enumerate(known) if count and place not in hidden]
        hidden |= {min(others)[1]} if others else set()
    return [Row(label, None if place in hidden else count) for place, (label, count) in enumerate(known)]


def totals() -> dict[str, int]:
    """Published listings of each kind."""
    counted = Listing.objects.public().order_by().values_list("kind").annotate(n=Count("pk"))
    return {**dict.fromkeys(Listing.Kind.values, 0), **dict(counted)}


def sector_counts() -> list[tuple[Sector, int]]:
    """Published startups in each sector of the first level, most first; one may stand in several."""
    links = Listing.sectors.through.objects.filter(
        listing__kind=Listing.Kind.STARTUP, listing__state=Listing.State.PUBLISHED
    )
    root = Coalesce(F("sector__parent_id"), F("sector_id"))
    counted = dict(links.values_list(root).annotate(n=Count("listing_id", distinct=True)).order_by())
    roots = [(sector, counted.get(sector.pk, 0)) for sector in Sector.objects.roots()]
    return sorted((pair for pair in roots if pair[1]), key=lambda pair: -pair[1])


def by_sector() -> Chart:
    pairs = [(sector.name, count) for sector, count in sector_counts()]
    note = _("Une startup qui a plusieurs secteurs compte dans chacun.")
    return Chart("secteurs", _("Startups par secteur"), note, masked(pairs))


def by_stage() -> Chart:
    counted = dict(Startup.objects.public().order_by().values_list("stage").annotate(n=Count("pk")))
    pairs = [(label, counted.get(value, 0)) for value, label in Stage.choices]
    note = _("Stade déclaré ; les fiches qui ne le disent pas ne sont pas comptées.")
    return Chart("stades", _("Startups par stade"), note, masked(pairs))


def by_city() -> Chart:
    named = Startup.objects.public().exclude(city="").order_by().values_list("city")
    pairs = list(named.annotate(n=Count("pk")).order_by("-n", "city"))
    shown = [pair for pair in pairs if pair[1] >= MASK_UNDER]
    rest = sum(count for _city, count in pairs) - sum(count for _city, count in shown)
    rows = masked([*shown, (_("Autres communes"), rest)] if rest else shown)
    if rest:
        rows[-1] = replace(rows[-1], rest=True)
    note = _("Commune de la fiche. Celles de moins de cinq startups sont regroupées.")
    return Chart("communes", _("Où sont les startups"), note, rows)


def by_size() -> Chart:
    bins = {
        f"bin_{low}": Count("pk", filter=Q(headcount__gte=low, headcount__lte=high or 10**9)) for low, high in SIZES
    }
    counted = Startup.objects.public().aggregate(**bins)
    pairs = [
        (
            _("%(low)d à %(high)d") % {"low": low, "high": high} if high else _("%(low)d et plus") % {"low": low},
            counted[f"bin_{low}"],
        )
        for low, high in SIZES
    ]
    return Chart("effectifs", _("Taille des équipes"), _("Effectif déclaré, en personnes."), masked(pairs))


def by_funder_type() -> Chart:
    counted = dict(Funder.objects.public().order_by().values_list("funder_type").annotate(n=Count("pk")))
    pairs = sorted(((label, counted.get(value, 0)) for value, label in Funder.Type.choices), key=lambda pair: -pair[1])
    return Chart("financeurs", _("Financeurs par nature"), _("Nature déclarée."), masked(pairs))


def by_quarter() -> Chart:
    """Startups on line at the end of each of the last quarters; never masked, since each listing dates itself."""
    published = Startup.objects.public().annotate(quarter=TruncQuarter("published_at")).order_by()
    counted = {
        moment.date(): count for moment, count in published.values_list("quarter").annotate(n=Count("pk")) if moment
    }
    starts = last_quarters(timezone.localdate())
    rows = [
        Row(quarter_name(start), sum(count for begun, count in counted.items() if begun <= start)) for start in starts
    ]
    note = _("Fiches aujourd’hui en ligne, en fin de trimestre, selon leur date de publication.")
    return Chart("trimestres", _("Startups publiées"), note, rows)


def last_quarters(today: date) -> list[date]:
    """The first days of the last quarters, the present one last."""
    number = today.year * 4 + (today.month - 1) // 3
    return [date(one // 4, one % 4 * 3 + 1, 1) for one in range(number - QUARTERS + 1, number + 1)]


def quarter_name(start: date) -> str:
    return _("T%(quarter)d %(year)d") % {"quarter": (start.month + 2) // 3, "year": start.year}


CHARTS = {
    "secteurs": by_sector,
    "stades": by_stage,
    "communes": by_city,
    "effectifs": by_size,
    "trimestres": by_quarter,
    "financeurs": by_funder_type,
}


@dataclass(frozen=True)
class Share:
    """A part of the startups; hidden when either side of it is too small."""

    count: int
    total: int

    @property
    def masked(self) -> bool:
        rest = self.total - self.count
        return self.total < MASK_UNDER or 0 < self.count < MASK_UNDER or 0 < rest < MASK_UNDER

    @property
    def value(self) -> float:
        return self.count / self.total if self.total else 0.0


def shares() -> dict[str, Share]:
    """What the startups say of themselves, among those that answered, and how fresh the directory is."""
    counted = Startup.objects.public().aggregate(
        answered=Count("pk", filter=Q(women_led__isnull=False)),
        women_led=Count("pk", filter=Q(women_led=True)),
    )
    return {
        "women_led": Share(counted["women_led"], counted["answered"]),
        "verified": Share(*verified_share()),
    }


def answer_time() -> timedelta | None:
    """The time that half of the mentors' answers of the last year took at most; None under five mentors."""
    since = timezone.now() - timedelta(days=365)
    answered = Proposal.objects.filter(mentor__isnull=False, sent_at__isnull=False, person_answered_at__gte=since)
    rows = answered.order_by().values_list("mentor_id", "sent_at", "person_answered_at")
    taken = [(mentor, end - begun) for mentor, begun, end in rows if begun and end and end >= begun]
    if len({mentor for mentor, _time in taken}) < MASK_UNDER:
        return None
    return timedelta(seconds=median(time.total_seconds() for _mentor, time in taken))


def capacities() -> dict[str, int]:
    """Places of mentors, startups of the last year, open needs, and shows to come."""
    today = timezone.localdate()
    available = Mentor.objects.available(today)
    places = available.aggregate(n=Sum(F("capacity") - F("taken_count")))["n"]
    return {
        "available": available.count(),
        "places": places or 0,
        "recent": Startup.objects.public().filter(published_at__gte=timezone.now() - timedelta(days=365)).count(),
        "needs": Need.objects.public().count(),
        "editions": Edition.objects.public().upcoming(today).count(),
    }

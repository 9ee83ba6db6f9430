"""The public figures: counted from what is published, groups of fewer than five masked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Q, Sum
from django.db.models.functions import Cast, Coalesce, TruncQuarter
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.directory.facets import tallied
from ecosystem.directory.freshness import verified_share
from ecosystem.directory.models import Listing, Sector, Stage
from ecosystem.home import outcomes
from ecosystem.home.masking import MASK_UNDER, Chart, Row, Share, masked
from ecosystem.tradeshows.models import Edition
from ecosystem.ui.typography import number
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need, Startup

QUARTERS = 8
SIZES = ((1, 4), (5, 9), (10, 19), (20, 49), (50, None))


def totals() -> dict[str, int]:
    """Published listings of each kind."""
    counted = Listing.objects.public().order_by().values_list("kind").annotate(n=Count("pk"))
    return {**dict.fromkeys(Listing.Kind.values, 0), **dict(counted)}


def totals_and_sectors() -> tuple[dict[str, int], list[tuple[Sector, int]]]:
    """Both at once, for one query less."""
    kinds = Listing.objects.public().order_by().values(key=F("kind")).annotate(n=Count("pk"))
    counted = tallied({"kinds": kinds, "sectors": _by_root_sector()})
    totals = {**dict.fromkeys(Listing.Kind.values, 0), **dict(counted["kinds"])}
    return totals, _named({int(key): count for key, count in counted["sectors"]})


def sector_counts() -> list[tuple[Sector, int]]:
    """Published startups in each sector of the first level, most first; one may stand in several."""
    return _named({int(key): count for key, count in _by_root_sector().values_list("key", "n")})


def _by_root_sector() -> Any:
    links = Listing.sectors.through.objects.filter(
        listing__kind=Listing.Kind.STARTUP, listing__state=Listing.State.PUBLISHED
    )
    root = Cast(Coalesce(F("sector__parent_id"), F("sector_id")), CharField())
    return links.order_by().values(key=root).annotate(n=Count("listing_id", distinct=True))


def _named(counted: Mapping[int, int]) -> list[tuple[Sector, int]]:
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
    counted = Startup.objects.public().aggregate(**bins, jobs=Sum("headcount"), answered=Count("headcount"))
    pairs = [
        (
            _("%(low)d à %(high)d") % {"low": low, "high": high} if high else _("%(low)d et plus") % {"low": low},
            counted[f"bin_{low}"],
        )
        for low, high in SIZES
    ]
    jobs = counted["jobs"] if counted["answered"] >= MASK_UNDER else None
    foot = _("%(n)s emplois déclarés au total.") % {"n": number(jobs)} if jobs else ""
    return Chart("effectifs", _("Taille des équipes"), _("Effectif déclaré, en personnes."), masked(pairs), foot=foot)


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
    "propositions": outcomes.by_step,
    "resultats": outcomes.by_result,
}


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


def capacities() -> dict[str, int]:
    """Places that mentors show, startups of the last year, open needs, and shows to come."""
    today = timezone.localdate()
    available = Mentor.objects.available(today)
    places = available.showing_places().aggregate(n=Sum(F("capacity") - F("taken_count")))["n"]
    return {
        "available": available.count(),
        "places": places or 0,
        "recent": Startup.objects.public().filter(published_at__gte=timezone.now() - timedelta(days=365)).count(),
        "needs": Need.objects.public().count(),
        "editions": Edition.objects.public().upcoming(today).count(),
    }

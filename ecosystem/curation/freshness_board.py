"""How old the listings' verifications are, which leave the directory soon, and which links are dead."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.accounts.models import User
from ecosystem.core.text import plain_cell
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.freshness import (
    MOST_ASKS,
    ONE_DAY,
    ask_owner,
    hidden_after,
    hides_at,
    months,
    stale_after,
    verified_listings,
)
from ecosystem.directory.models import FreshnessAsk, LinkCheck, Listing, Origin
from ecosystem.directory.owners import has_account
from ecosystem.directory.writing import lock, write_listing

SOON = timedelta(days=60)
TONES = ("fresh", "good", "asked", "old")


@dataclass(frozen=True)
class Age:
    """How many listings were verified that long ago."""

    label: str
    count: int
    tone: str
    share: float


@dataclass(frozen=True)
class Row:
    """A listing that leaves the directory soon: how often it was asked, and when it goes."""

    listing: Listing
    ask: FreshnessAsk | None
    hides_at: datetime | None
    is_reachable: bool
    """It has an account, or an address to write to."""

    @property
    def asked(self) -> str:
        return _("%(count)d sur %(most)d") % {"count": self.ask.count if self.ask else 0, "most": MOST_ASKS}

    @property
    def can_ask(self) -> bool:
        """Not four times already, and not today."""
        if self.ask is None or not self.is_reachable:
            return self.is_reachable
        return self.ask.count < MOST_ASKS and self.ask.last_at <= timezone.now() - ONE_DAY


def ages(kind: str, now: datetime | None = None) -> list[Age]:
    """The listings of a kind in four ages, the freshest first."""
    moment, half = now or timezone.now(), settings.FRESHNESS_MONTHS / 2
    bounds = [moment - months(half), moment - stale_after(), moment - hidden_after()]
    listings = verified_listings().filter(kind=kind)
    counted = listings.aggregate(
        fresh=Count("pk", filter=Q(since__gte=bounds[0])),
        good=Count("pk", filter=Q(since__lt=bounds[0], since__gte=bounds[1])),
        asked=Count("pk", filter=Q(since__lt=bounds[1], since__gte=bounds[2])),
        old=Count("pk", filter=Q(since__lt=bounds[2])),
    )
    first, second, third = round(half), settings.FRESHNESS_MONTHS, 2 * settings.FRESHNESS_MONTHS
    labels = {
        "fresh": _("Moins de %(n)d mois") % {"n": first},
        "good": _("%(n)d à %(m)d mois") % {"n": first, "m": second},
        "asked": _("%(n)d à %(m)d mois, invitées à confirmer") % {"n": second, "m": third},
        "old": _("Plus de %(n)d mois, masquées à la date dite") % {"n": third},
    }
    total = sum(counted.values()) or 1
    return [Age(labels[tone], counted[tone], tone, 100 * counted[tone] / total) for tone in TONES]


def bars(found: Sequence[Age]) -> list[dict[str, str]]:
    """The ages as parts of one bar of 1000, with a thin gap between two."""
    left, drawn = 0.0, []
    for age in found:
        width = 10 * age.share
        if age.count:
            drawn.append({"tone": age.tone, "x": f"{left:.1f}", "width": f"{max(1.0, width - 2):.1f}"})
        left += width
    return drawn


def leaving(now: datetime | None = None) -> QuerySet[Any]:
    """What leaves the directory within two months if nobody says a word; the oldest first."""
    limit = (now or timezone.now()) - hidden_after() + SOON
    return verified_listings().filter(since__lt=limit).order_by("since", "pk")


def askable(now: datetime | None = None) -> QuerySet[Any]:
    """Those of them whose owners can be asked today."""
    moment = now or timezone.now()
    waiting = FreshnessAsk.objects.filter(listing=OuterRef("pk"), answered_at__isnull=True)
    spent = waiting.filter(Q(count__gte=MOST_ASKS) | Q(last_at__gt=moment - ONE_DAY))
    reachable = Listing.objects.filter(has_account()).values("pk")
    return leaving(moment).filter(~Exists(spent)).filter(Q(pk__in=reachable) | ~Q(contact_email=""))


def with_asks(listings: QuerySet[Any]) -> QuerySet[Any]:
    waiting = FreshnessAsk.objects.filter(answered_at__isnull=True)
    return listings.prefetch_related(Prefetch("asks", waiting, to_attr="open_asks"))


def rows(listings: Iterable[Any]) -> list[Row]:
    """The lines of a page of listings."""
    listed = list(listings)
    owned = set(Listing.objects.filter(has_account(), pk__in=[one.pk for one in listed]).values_list("pk", flat=True))
    found = []
    for listing in listed:
        ask = next(iter(listing.open_asks), None)
        reachable = listing.pk in owned or bool(listing.contact_email)
        found.append(Row(listing, ask, hides_at(ask) if ask else None, reachable))
    return found


def ways(now: datetime | None = None) -> dict[str, int]:
    """How what is verified was verified, over the promised months."""
    limit = (now or timezone.now()) - stale_after()
    recent = verified_listings().filter(since__gte=limit)
    counted = dict(recent.order_by().values_list("verified_how").annotate(n=Count("pk")))
    return {how: counted.get(how, 0) for how in Listing.Check.values}


def answered_first() -> float | None:
    """The share of verified listings whose owner answered the first question; None under five answers."""
    answered = FreshnessAsk.objects.filter(answer=FreshnessAsk.Answer.VERIFIED)
    counted = answered.aggregate(first=Count("pk", filter=Q(answered_after__lte=1)), total=Count("pk"))
    return counted["first"] / counted["total"] if counted["total"] >= 5 else None


def ask_many(pks: Sequence[int], *, by: User) -> tuple[int, list[str]]:
    """Ask the owners of several listings, each in its own transaction; how many, and the names of the others."""
    asked, left = 0, []
    for listing in leaving().filter(pk__in=pks):
        if ask_owner(listing, by=by):
            asked += 1
        else:
            left.append(listing.name)
    return asked, left


@transaction.atomic
def follow_link(link: LinkCheck, *, by: User) -> str:
    """Give a listing the address where its site went for good; nothing where that is no longer so."""
    listing = lock(of_its_kind(link.listing))
    moved = LinkCheck.objects.moved().filter(pk=link.pk).first()
    if moved is None or not _may_be_kept(moved.final_url):
        return ""
    written = write_listing(
        listing, {"website": moved.final_url}, by=by, origin=Origin.STAFF, reason=_("Le site a changé d’adresse.")
    )
    return moved.final_url if written.changed else ""


def _may_be_kept(url: str) -> bool:
    """An address that the listing's own form would take."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return False
    return len(url) <= (Listing._meta.get_field("website").max_length or 0)


def report(asked: int, left: Sequence[str]) -> str:
    """What became of a bulk of questions, in one sentence."""
    said = ngettext("%(count)d fiche relancée.", "%(count)d fiches relancées.", asked) % {"count": asked}
    if not left:
        return said
    names = ", ".join(left[:5]) + ("…" if len(left) > 5 else "")
    return f"{said} " + _("Sans relance : %(names)s (déjà relancées aujourd’hui, ou personne à qui écrire).") % {
        "names": names
    }


def table() -> Iterator[list[str]]:
    """Every listing with its age, as a file."""
    yield [_("Fiche"), _("Type"), _("Vérifiée le"), _("Comment"), _("Relances"), _("Masquée le")]
    for row in rows(with_asks(verified_listings().order_by("since", "pk"))):
        listing: Any = row.listing
        leaves = timezone.localdate(row.hides_at).isoformat() if row.hides_at else ""
        cells = [listing.name, listing.get_kind_display(), timezone.localdate(listing.since).isoformat()]
        cells += [listing.get_verified_how_display(), str(row.ask.count if row.ask else 0), leaves]
        yield [plain_cell(str(cell)) for cell in cells]

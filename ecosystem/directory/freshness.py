"""Keeping listings true: after some months the owner confirms hers in one click, or it leaves the directory.

Asked, then asked again every two weeks, four times in all; hidden only once twice the months have passed and the last
question stayed two weeks without an answer. Nothing is ever deleted, and one click brings the listing back.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.core.rows import for_each
from ecosystem.directory.actions import move_listing
from ecosystem.directory.freshness_mails import tell_asked, tell_hidden
from ecosystem.directory.models import FreshnessAsk, Listing
from ecosystem.directory.owners import readers_of

KINDS = (Listing.Kind.STARTUP, Listing.Kind.MENTOR, Listing.Kind.FUNDER)
MOST_ASKS = 4
BETWEEN = timedelta(days=14)
ONE_DAY = timedelta(days=1)
Check, Answer = Listing.Check, FreshnessAsk.Answer


def months(count: float) -> timedelta:
    return timedelta(days=round(count * 365.25 / 12))


def stale_after() -> timedelta:
    """From when on the owner is asked."""
    return months(settings.FRESHNESS_MONTHS)


def hidden_after() -> timedelta:
    return months(2 * settings.FRESHNESS_MONTHS)


def verified_listings() -> QuerySet[Any]:
    """What is on line and has an owner to ask, with the moment from which its age is counted."""
    return Listing.objects.public().filter(kind__in=KINDS).annotate(since=Coalesce("verified_at", "published_at"))


def verified_share(now: datetime | None = None) -> tuple[int, int]:
    """How many listings were verified within the promised months, and how many there are."""
    fresh = Q(since__gte=(now or timezone.now()) - stale_after())
    found = verified_listings().aggregate(fresh=Count("pk", filter=fresh), total=Count("pk"))
    return found["fresh"], found["total"]


def to_ask(now: datetime) -> QuerySet[Any]:
    """Verified too long ago, and not asked yet."""
    open_asks = FreshnessAsk.objects.filter(listing=OuterRef("pk"), answered_at__isnull=True)
    return verified_listings().filter(~Exists(open_asks), since__lt=now - stale_after()).order_by("since", "pk")


def hides_at(ask: FreshnessAsk) -> datetime:
    """When the listing leaves the directory if nobody answers."""
    return max(ask.since + hidden_after(), ask.last_at + BETWEEN * max(1, MOST_ASKS + 1 - ask.count))


def keep_fresh(now: datetime | None = None) -> int:
    """What the beat does once a day: close what was answered, hide, ask again, ask. Twice, it finds nothing to do."""
    moment = now or timezone.now()
    close_answered()
    asks = FreshnessAsk.objects.open().select_related("listing")
    old = asks.filter(count__gte=MOST_ASKS, last_at__lte=moment - BETWEEN, since__lte=moment - hidden_after())
    count = for_each(list(old), lambda ask: hide_unanswered(ask, moment))
    again = asks.filter(count__lt=MOST_ASKS, last_at__lte=moment - BETWEEN)
    count += for_each(list(again), lambda ask: ask_owner(ask.listing, now=moment))
    return count + for_each(list(to_ask(moment)), lambda listing: ask_owner(listing, now=moment))


def close_answered() -> int:
    """Questions that a verification answered meanwhile, or whose listing is no longer on line."""
    waiting = FreshnessAsk.objects.filter(answered_at__isnull=True)
    verified = waiting.filter(listing__verified_at__gt=F("first_at"))
    now = timezone.now()
    count = verified.update(answer=Answer.VERIFIED, answered_at=now, answered_after=F("count"))
    gone = waiting.exclude(listing__state=Listing.State.PUBLISHED)
    return count + gone.update(answer=Answer.MOOT, answered_at=now, answered_after=F("count"))


@transaction.atomic
def ask_owner(listing: Listing, *, by: User | None = None, now: datetime | None = None) -> bool:
    """Ask once more, not twice a day; False where there is nobody to write to, or nothing to ask."""
    moment = now or timezone.now()
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    readers = readers_of(locked) if locked.is_public and locked.kind in KINDS else []
    if not readers:
        return False
    ask = FreshnessAsk.objects.open().filter(listing=locked).first()
    if ask is None:
        close_answered()
        since = locked.verified_at or locked.published_at or locked.created_at
        ask = FreshnessAsk(listing=locked, since=since, first_at=moment)
    elif ask.last_at > moment - ONE_DAY or ask.count >= MOST_ASKS:
        return False
    ask.count, ask.last_at, ask.by = ask.count + 1, moment, by
    ask.save()
    tell_asked(ask, readers, hides_at(ask))
    return True


@transaction.atomic
def hide_unanswered(ask: FreshnessAsk, now: datetime | None = None) -> bool:
    """The listing leaves the directory, its owner is told, and her link brings it back."""
    listing = Listing.objects.select_for_update().get(pk=ask.listing_id)
    locked = FreshnessAsk.objects.open().filter(pk=ask.pk).first()
    if locked is None:
        return False
    reason = _("Non confirmée : %(count)d relances sans réponse.") % {"count": locked.count}
    move_listing(listing, "hide", by=None, reason=reason)
    locked.close(Answer.HIDDEN, now or timezone.now())
    locked.hiding = listing.moves.latest("pk")
    locked.save()
    tell_hidden(locked, readers_of(listing))
    return True


def hidden_unanswered(listing: Listing) -> bool:
    """Whether it is hidden for no other reason than that nobody confirmed it."""
    if listing.state != Listing.State.HIDDEN:
        return False
    last = listing.moves.order_by("-pk").first()
    return last is not None and FreshnessAsk.objects.filter(hiding=last).exists()


@transaction.atomic
def confirm(listing: Listing, *, by: User | None, how: str = Check.CONFIRMED) -> Listing:
    """Say that a listing still holds; one that was hidden for want of this word is on line again."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    if hidden_unanswered(locked):
        move_listing(locked, "publish", by=by, reason=_("Confirmée par son auteur.") if how == Check.CONFIRMED else "")
    if not locked.is_public:
        return locked
    locked.verified_at, locked.verified_by, locked.verified_how = timezone.now(), by, how
    locked.save(update_fields=["verified_at", "verified_by", "verified_how"])
    open_asks = FreshnessAsk.objects.filter(listing=locked, answered_at__isnull=True)
    open_asks.update(answer=Answer.VERIFIED, answered_at=locked.verified_at, answered_after=F("count"))
    return locked


def may_be_confirmed(listing: Listing) -> bool:
    return listing.is_public or hidden_unanswered(listing)

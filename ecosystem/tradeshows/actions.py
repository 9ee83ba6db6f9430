"""Who goes to a show, and who follows it."""

from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from ecosystem.tradeshows.errors import StandFull
from ecosystem.tradeshows.models import Attendance, Edition, Follow, TradeShow


@transaction.atomic
def say_attendance(
    edition: Edition, listing: Listing, *, exhibits: bool, by: User, on_shared_stand: bool | None = None
) -> Attendance:
    """Write down that a startup goes, or went; said again, the latest word replaces the former.

    `on_shared_stand` is the team's to say: None leaves it as it was, as long as the startup exhibits.
    Raises StandFull when the shared stand has no place left.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    said = Attendance.objects.filter(edition=locked, listing_id=listing.pk).first()
    said = said or Attendance(edition=locked, listing_id=listing.pk)
    kept = said.on_shared_stand if on_shared_stand is None else on_shared_stand
    said.on_shared_stand = kept and exhibits
    if said.on_shared_stand and is_stand_full(locked, but=listing):
        raise StandFull
    over = locked.is_over(timezone.localdate())
    visiting = Attendance.State.VISITED if over else Attendance.State.GOING
    said.state = Attendance.State.EXHIBITING if exhibits else visiting
    said.said_by, said.said_at = by, timezone.now()
    said.save()
    return said


def is_stand_full(edition: Edition, *, but: Listing) -> bool:
    """Without a known number of places, the stand is never full."""
    others = edition.attendances.filter(on_shared_stand=True).exclude(listing_id=but.pk)
    return edition.stand_places is not None and others.count() >= edition.stand_places


def withdraw_attendance(said: Attendance) -> None:
    """The startup is no longer announced there; gone already, it stays gone."""
    Attendance.objects.filter(pk=said.pk).delete()


def follow_show(show: TradeShow, *, by: User) -> None:
    """Followed twice, it is followed once."""
    Follow.objects.get_or_create(tradeshow=show, user=by)


def leave_show(show: TradeShow, *, by: User) -> None:
    """Stop following a show; twice is once."""
    Follow.objects.filter(tradeshow=show, user=by).delete()

"""The acts of whoever keeps listings in lists: each changes her own lists alone, under a lock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.keeping.errors import ListFull, NameTaken, TooManyLists
from ecosystem.directory.models import Favourite, FavouriteList, Listing

MOST_LISTS = 50
MOST_IN_A_LIST = 500
KEPT_AFTER_REMOVAL = timedelta(days=30)


@transaction.atomic
def create_list(owner: User, name: str) -> FavouriteList:
    """A new empty list; its name is not that of another one of hers."""
    User.objects.select_for_update().get(pk=owner.pk)
    hers = FavouriteList.objects.of(owner)
    if hers.filter(name=name).exists():
        raise NameTaken
    if hers.count() >= MOST_LISTS:
        raise TooManyLists
    return FavouriteList.objects.create(owner=owner, name=name)


@transaction.atomic
def rename_list(kept: FavouriteList, name: str) -> FavouriteList:
    """The name alone changes: a link that was shared goes on."""
    User.objects.select_for_update().get(pk=kept.owner_id)
    if FavouriteList.objects.of(kept.owner_id).filter(name=name).exclude(pk=kept.pk).exists():
        raise NameTaken
    kept.name = name
    kept.save(update_fields=["name"])
    return kept


@transaction.atomic
def remove_list(kept: FavouriteList) -> None:
    """The list leaves at once, and its link opens nothing; for a month it can be brought back."""
    locked = FavouriteList.objects.select_for_update().get(pk=kept.pk)
    if locked.removed_at is None:
        locked.removed_at = timezone.now()
        locked.unshare()
        locked.save(update_fields=["removed_at", "share_key"])


@transaction.atomic
def bring_list_back(kept: FavouriteList) -> FavouriteList:
    """As it was, but not shared; under another name if a new list took its own."""
    User.objects.select_for_update().get(pk=kept.owner_id)
    hers = FavouriteList.objects.of(kept.owner_id)
    if hers.count() >= MOST_LISTS:
        raise TooManyLists
    name, number = kept.name, 2
    while hers.filter(name=name).exclude(pk=kept.pk).exists():
        name, number = f"{kept.name[:70]} ({number})", number + 1
    kept.name, kept.removed_at = name, None
    kept.save(update_fields=["name", "removed_at"])
    return kept


@transaction.atomic
def set_shared(kept: FavouriteList, is_shared: bool) -> FavouriteList:
    """Give the list a link, or take it back for good: the next one is another."""
    locked = FavouriteList.objects.select_for_update().get(pk=kept.pk)
    if is_shared:
        locked.share()
    else:
        locked.unshare()
    locked.save(update_fields=["share_key"])
    return locked


@transaction.atomic
def keep(listing: Listing, lists: Iterable[FavouriteList], *, owner: User, new_list: str = "") -> int:
    """The listing stands in these lists of hers, at the end of those where it is new, and in no other of hers.

    A new list may be named with them; gives in how many lists the listing now stands.
    """
    wanted = {kept.pk for kept in lists}
    if new_list:
        wanted.add(create_list(owner, new_list).pk)
    hers = list(FavouriteList.objects.of(owner).select_for_update())
    known = set(Favourite.objects.filter(inside__in=hers, listing_id=listing.pk).values_list("inside_id", flat=True))
    Favourite.objects.filter(inside__in=known - wanted, listing_id=listing.pk).delete()
    for kept in hers:
        if kept.pk in wanted - known:
            _add(kept, listing)
    return len(wanted)


@transaction.atomic
def bring_back(kept: FavouriteList, listing: Listing, *, note: str, position: int, added_at: datetime) -> Favourite:
    """An entry that was taken out, in its place and with its note; put back by hand meanwhile, it stays as it is."""
    FavouriteList.objects.select_for_update().get(pk=kept.pk)
    rows = Favourite.objects.filter(inside=kept)
    if found := rows.filter(listing_id=listing.pk).first():
        return found
    if rows.count() >= MOST_IN_A_LIST:
        raise ListFull
    rows.filter(position__gte=position).update(position=F("position") + 1)
    said = {"note": note, "position": position, "added_at": added_at}
    return Favourite.objects.create(inside=kept, listing_id=listing.pk, **said)


@transaction.atomic
def move(favourite: Favourite, *, up: bool) -> None:
    """One place up or down; places are counted anew, so that none is ever shared."""
    FavouriteList.objects.select_for_update().get(pk=favourite.inside_id)
    rows = list(Favourite.objects.filter(inside=favourite.inside_id).order_by("position", "pk"))
    here = next((place for place, row in enumerate(rows) if row.pk == favourite.pk), None)
    if here is None:
        return
    there = min(max(here + (-1 if up else 1), 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for place, row in enumerate(rows):
        row.position = place
    Favourite.objects.bulk_update(rows, ["position"], batch_size=500)


def forget_removed(now: datetime) -> int:
    """Lists removed a month ago, with what they hold."""
    old = FavouriteList.objects.filter(removed_at__lt=now - KEPT_AFTER_REMOVAL)
    count = old.count()
    old.delete()
    return count


def forget_favourites(user: User) -> None:
    """Everything that a person kept, when she erases her account."""
    FavouriteList.objects.filter(owner=user).delete()


def _add(kept: FavouriteList, listing: Listing) -> None:
    rows = Favourite.objects.filter(inside=kept)
    if rows.count() >= MOST_IN_A_LIST:
        raise ListFull
    last = rows.aggregate(last=Max("position"))["last"]
    Favourite.objects.create(inside=kept, listing_id=listing.pk, position=0 if last is None else last + 1)

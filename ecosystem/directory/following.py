"""What points to a listing follows it when it is merged, and comes back when the merge is undone.

Every column that points to the listing follows, whatever its app, unless it is the listing's own past. A row that the
kept listing has too stays where it is: nothing is deleted. Apps say more with `register_follower`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction

from ecosystem.directory.fields import fields_of
from ecosystem.directory.models import Listing

STAYS = {
    "directory.CapacityChange.listing",
    "directory.FieldOrigin.listing",
    "directory.Likeness.first",
    "directory.Likeness.second",
    "directory.Listing.merged_into",
    "directory.ListingMove.listing",
    "directory.Merge.gone",
    "directory.Merge.kept",
    "directory.Redirect.listing",
    "directory.Version.listing",
}
"""The listing's own past, which stays its own."""

Move = Callable[[Any, Any], Any]
Back = Callable[[Any, Any, Any], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """`move(kept, gone)` says in JSON what `back(kept, gone, said)` brings back; both run under the listings' lock."""

    move: Move
    back: Back
    kinds: tuple[str, ...] = ()


_followers: dict[str, Follower] = {}
_own: set[str] = set()


def register_follower(name: str, move: Move, back: Back, *, kinds: tuple[str, ...] = ()) -> None:
    """Say how something follows a merged listing (of these kinds, or of any), from `AppConfig.ready()`.

    Named as a column ("startups.Member.startup"), it replaces what is done with every column; otherwise it comes last.
    """
    _followers[name] = Follower(move, back, kinds)


def register_own(*names: str) -> None:
    """These columns stay with the listing that goes: a field that the curator chooses carries what they say."""
    _own.update(names)


def follow(kept: Any, gone: Any) -> dict[str, Any]:
    """Move all that follows; what moved, by name, for the way back."""
    columns = columns_to(kept.kind)
    said = {name: _follower(name, column).move(kept, gone) for name, column in columns.items()}
    for name, follower in _followers.items():
        if name.count(".") < 2 and (not follower.kinds or kept.kind in follower.kinds):
            said[name] = follower.move(kept, gone)
    return {name: moved for name, moved in said.items() if moved}


def bring_back(kept: Any, gone: Any, said: dict[str, Any]) -> None:
    """The way back of `follow`: the columns first, as there; what no app knows any more stays."""
    columns = columns_to(kept.kind)
    for name in [*columns, *(name for name in _followers if name not in columns)]:
        if name in said:
            _follower(name, columns.get(name)).back(kept, gone, said[name])


def columns_to(kind: str) -> dict[str, Any]:
    """The columns that point to listings of the kind and follow one that goes, by name."""
    child: Any = Listing._meta.get_field(kind).related_model
    own = STAYS | _own | _carried_by_fields(child, kind)
    found = {}
    for model in (Listing, child):
        for relation in model._meta.get_fields(include_parents=False, include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel) or relation.field.remote_field.parent_link:
                continue
            name = f"{relation.related_model._meta.label}.{relation.field.name}"
            if name not in own:
                found[name] = relation.field
    return found


def move_rows(column: Any, pks: Sequence[int], *, source: int, target: int) -> list[int]:
    """Let rows point to another listing: all at once, else one by one without those that the target has already."""
    rows = column.model._base_manager.filter(**{column.attname: source})
    if _update(column, rows.filter(pk__in=pks), target):
        return list(pks)
    return [pk for pk in pks if _update(column, rows.filter(pk=pk), target)]


def rows_of(column: Any, listing: int) -> list[int]:
    """The keys of the rows that point to the listing."""
    rows = column.model._base_manager.filter(**{column.attname: listing})
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _update(column: Any, rows: models.QuerySet[Any], target: int) -> bool:
    try:
        with transaction.atomic():
            rows.update(**{column.attname: target})
    except IntegrityError:
        return False
    return True


def _follower(name: str, column: Any) -> Follower:
    if name in _followers:
        return _followers[name]

    def move(kept: Any, gone: Any) -> list[int]:
        return move_rows(column, rows_of(column, gone.pk), source=gone.pk, target=kept.pk)

    def back(kept: Any, gone: Any, said: list[int]) -> None:
        move_rows(column, said, source=kept.pk, target=gone.pk)

    return Follower(move, back)


def _carried_by_fields(child: Any, kind: str) -> set[str]:
    """The tables of the terms that the listing carries: they are fields, chosen one by one."""
    columns = [column for column in child._meta.many_to_many if column.name in fields_of(kind)]
    return {f"{column.remote_field.through._meta.label}.{column.m2m_field_name()}" for column in columns}

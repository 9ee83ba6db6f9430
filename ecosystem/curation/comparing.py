"""Two listings side by side: each field with where it comes from, and what follows the one that goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, IntegerField, Value
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.directory.fields import Field, Plain, fields_of, label_of, of_its_kind, shown, values_of
from ecosystem.directory.following import columns_to
from ecosystem.directory.models import FieldOrigin, Listing
from ecosystem.directory.owners import deciders_of

TITLES = {
    "startup": gettext_lazy("Deux fiches, une startup ?"),
    "mentor": gettext_lazy("Deux fiches, un mentor ?"),
    "funder": gettext_lazy("Deux fiches, un financeur ?"),
    "tradeshow": gettext_lazy("Deux fiches, un salon ?"),
}
KEPT, GONE, BOTH = "a", "b", "ab"
ICONS = {
    "startups.Need": "target",
    "matching.Proposal": "link",
    "startups.Member": "users",
    "directory.Opening": "eye",
    "directory.Revision": "pencil",
    "directory.ImportLine": "upload",
    "directory.LinkCheck": "link",
    "directory.NetworkMember": "network",
    "directory.Note": "message-square",
    "directory.Tag": "tag",
    "directory.Assignment": "user",
    "engagements.Engagement": "anchor",
    "engagements.Introduction": "anchor",
    "tradeshows.Edition": "calendar",
    "funders.Deal": "euro",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two says of a field: in words, whose word it is, whether it is the one proposed."""

    value: str
    origin: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One field on which the two differ; `many` where both may stay."""

    name: str
    label: str
    kept: Side
    gone: Side
    many: bool

    @property
    def field(self) -> str:
        """Its name in the form."""
        return f"champ-{self.name}"


@dataclass(frozen=True, slots=True)
class Following:
    """Rows that follow, with how many the two have."""

    label: str
    icon: str
    figure: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines that differ, and the fields that say the same."""

    lines: list[Line]
    same: list[tuple[str, str]]


def compared(kept: Any, gone: Any, chosen: Mapping[str, str] | None = None) -> Comparison:
    """Field by field; without a choice, what the kept one says, or the other where it says nothing."""
    lines: list[Line] = []
    same: list[tuple[str, str]] = []
    one, other = values_of(kept), values_of(gone)
    origins = _origins(kept, gone)
    for name, field in fields_of(kept).items():
        if one[name] == other[name]:
            if not field.is_empty(one[name]):
                same.append((label_of(kept, name), shown(kept, name, one[name])))
            continue
        pick = (chosen or {}).get(name) or _proposed(field, one[name], other[name])
        many = _are_lists(one[name], other[name])
        left, right = (
            Side(shown(kept, name, value), origins.get((listing.pk, name), ""), side in pick)
            for listing, value, side in ((kept, one[name], KEPT), (gone, other[name], GONE))
        )
        lines.append(Line(name, label_of(kept, name), left, right, many))
    return Comparison(lines, same)


def picked(kept: Any, gone: Any, picks: Mapping[str, list[str]]) -> dict[str, Plain]:
    """The values to write, from what was ticked: `{"champ-city": ["b"]}`; ValidationError where nothing was."""
    one, other = values_of(kept), values_of(gone)
    found: dict[str, Plain] = {}
    for name in fields_of(kept):
        if one[name] == other[name]:
            continue
        sides = set(picks.get(f"champ-{name}", []))
        many = _are_lists(one[name], other[name])
        if not sides <= {KEPT, GONE} or (not sides and not many) or (len(sides) > 1 and not many):
            raise ValidationError(
                _("Choisissez ce que dit la fiche gardée : %(field)s."), params={"field": label_of(kept, name)}
            )
        if many:
            found[name] = _together(one[name] if KEPT in sides else [], other[name] if GONE in sides else [])
        elif GONE in sides:
            found[name] = other[name]
    return found


def what_follows(kept: Any, gone: Any) -> list[Following]:
    """The address first, then all the rows that point to the two, then their pasts."""
    leads = _("%(old)s mène à %(new)s.") % {"old": gone.get_absolute_url(), "new": kept.get_absolute_url()}
    found = [Following(_("Liens et adresses"), "link", _("1 redirection"), leads)]
    for model, (mine, theirs) in _counts(kept, gone).items():
        meta = (model._meta.auto_created or model)._meta
        label = capfirst(str(meta.verbose_name_plural))
        found.append(Following(label, ICONS.get(meta.label, "chevron-right"), f"{mine} + {theirs}"))
    lines = [listing.versions.count() + listing.moves.count() for listing in (kept, gone)]
    detail = _("Réunies par date, chacune dit d’où elle vient.")
    found.append(Following(_("Historique"), "history", f"{lines[0]} + {lines[1]}", detail))
    return found


def typed(kept: Listing, gone: Listing) -> tuple[Any, Any]:
    """Both as their own class."""
    return of_its_kind(kept), of_its_kind(gone)


def _are_lists(one: Plain, other: Plain) -> bool:
    """Both may stay: two lists that say something."""
    return isinstance(one, list) and isinstance(other, list) and bool(one) and bool(other)


def _proposed(field: Field, one: Plain, other: Plain) -> str:
    if _are_lists(one, other):
        return BOTH
    return GONE if field.is_empty(one) else KEPT


def _together(one: list[Any], other: list[Any]) -> list[Any]:
    """Both lists without repeating; of a subject that both have, the first keeps its words."""

    def key(item: Any) -> str:
        return str(item["skill"] if isinstance(item, dict) else item)

    found = {key(item): item for item in [*other, *one]}
    return [found[name] for name in dict.fromkeys([key(item) for item in [*one, *other]])]


def _origins(kept: Listing, gone: Listing) -> dict[tuple[int, str], str]:
    """Whose word each field is, and since when; without a word, where the listing came from."""
    found: dict[tuple[int, str], str] = {}
    for listing in (kept, gone):
        first = listing.source or (str(listing.created_by) if listing.created_by else "")
        found |= {(listing.pk, name): first for name in fields_of(kept)}
    for row in FieldOrigin.objects.filter(listing__in=[kept.pk, gone.pk]):
        month = date_format(row.at, "F Y")
        found[row.listing_id, row.field] = f"{row.get_origin_display()}, {month}"
    return found


def _counts(kept: Listing, gone: Listing) -> dict[Any, tuple[int, int]]:
    """How many rows of each model point to each of the two, in one query."""
    asked = list(_asked(kept.kind, [kept.pk, gone.pk]))
    first, *others = [
        rows.values(place=Value(place, IntegerField()), points=F(column.attname))
        .annotate(found=Count("*"))
        .values_list("place", "points", "found")
        for place, (column, rows) in enumerate(asked)
    ]
    totals: dict[Any, tuple[int, int]] = {}
    for place, pk, found in first.union(*others, all=True):
        model = asked[place][0].model
        mine, theirs = totals.get(model, (0, 0))
        totals[model] = (mine + found, theirs) if pk == kept.pk else (mine, theirs + found)
    return totals


def _asked(kind: str, pks: list[int]) -> Iterator[tuple[Any, Any]]:
    for column in columns_to(kind).values():
        rows = column.model._base_manager.filter(**{f"{column.attname}__in": pks})
        yield column, rows.order_by()


@dataclass(frozen=True, slots=True)
class Head:
    """One of the two, and who keeps it."""

    listing: Listing
    said: str


def heads(kept: Listing, gone: Listing) -> list[Head]:
    """Whose the two are, and since when they are there."""
    return [Head(listing, _head(listing)) for listing in (kept, gone)]


def _head(listing: Listing) -> str:
    owners = deciders_of(listing)
    held = _("tenue par %(name)s") % {"name": ", ".join(map(str, owners))} if owners else _("sans compte")
    if listing.published_at:
        since = _("publiée le %(date)s") % {"date": date_format(listing.published_at, "j F Y")}
    else:
        since = _("créée le %(date)s") % {"date": date_format(listing.created_at, "j F Y")}
    state = "" if listing.is_public else f", {listing.get_state_display()}"
    return capfirst(f"{held}, {since}{state}")

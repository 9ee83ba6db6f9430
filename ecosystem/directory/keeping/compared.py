"""Listings of one kind side by side: each kind registers its lines, and the lines that differ are marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.fields import fields_of
from ecosystem.directory.models import Listing

MOST = 4
ASKED_MAX = 20
"""Names of listings that an address may hold; the others are not looked for."""


Said = str | Sequence[str]
"""One answer, or several."""


@dataclass(frozen=True)
class Line:
    """One thing that is compared, and how a listing says it; nothing for what it does not say."""

    label: str | Promise
    value: Callable[[Any], Said]

    def read(self, listing: Any) -> tuple[str, ...]:
        said = self.value(listing)
        return tuple(filter(None, (said,) if isinstance(said, str) else said))


@dataclass(frozen=True)
class Row:
    """One line of the table: what each listing says, in their order; an answer is common when all of them give it."""

    label: str | Promise
    values: tuple[tuple[str, ...], ...]

    @property
    def differs(self) -> bool:
        return len({frozenset(answers) for answers in self.values}) > 1

    @property
    def cells(self) -> list[list[tuple[str, bool]]]:
        """For each listing its answers, and whether the others all give them too."""
        common = frozenset.intersection(*(frozenset(answers) for answers in self.values))
        return [[(answer, answer in common) for answer in answers] for answers in self.values]


@dataclass(frozen=True)
class Comparison:
    """The listings that are compared, and those of the address that are not: of another kind, or too many."""

    kind: str
    listings: tuple[Any, ...]
    left_out: tuple[Listing, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """The lines that at least one of them fills."""
        lines, _related = _registry.get(self.kind, ((), list))
        found = [Row(line.label, tuple(line.read(one) for one in self.listings)) for line in lines]
        return [row for row in found if any(row.values)]

    @property
    def names(self) -> list[str]:
        """How the address of the page names them."""
        return [f"{self.kind}:{one.slug}" for one in self.listings]


_registry: dict[str, tuple[Sequence[Line], Callable[[], Sequence[Any]]]] = {}


def register_lines(kind: str, lines: Sequence[Line], related: Callable[[], Sequence[Any]] = list) -> None:
    """What is compared of the listings of a kind, in order, and what to read beforehand; from `AppConfig.ready()`."""
    _registry[kind] = (lines, related)


def field_line(kind: str, name: str, label: str | Promise) -> Line:
    """A field of the listing in the words of its page; what its author keeps back is not said."""

    def value(listing: Any) -> Said:
        field, plain = fields_of(kind)[name], [] if name in listing.kept_back else getattr(listing, name)
        if field.shape == "list":
            return [field.shown(type(listing), [one]) for one in field.plain(type(listing), plain)]
        return field.shown(type(listing), field.plain(type(listing), plain)) if plain else ""

    return Line(label, value)


def sector_names(listing: Any) -> Said:
    return [str(sector) for sector in listing.sectors.all()]


def place(listing: Any) -> Said:
    return [listing.city, listing.region]


SECTORS = Line(_("Secteurs"), sector_names)
PLACE = Line(_("Lieu"), place)


def compare(asked: Iterable[str], kind: str = "") -> Comparison:
    """The listings on line that an address names, in its order: « slug », or « kind:slug » where it matters.

    They are of one kind: the one that is said, else the one that most of them have. Two queries and those of its lines.
    """
    wanted = list(dict.fromkeys(filter(None, asked)))[:ASKED_MAX]
    slugs = [name.rpartition(":")[2] for name in wanted]
    rows = [
        row
        for row in Listing.objects.listed().filter(slug__in=slugs)
        if {row.slug, f"{row.kind}:{row.slug}"} & {*wanted}
    ]
    order = {slug: place for place, slug in reversed(list(enumerate(slugs)))}
    rows.sort(key=lambda row: order[row.slug])
    if kind not in _registry:
        kind = Counter(row.kind for row in rows).most_common(1)[0][0] if rows else ""
    mine = [row.pk for row in rows if row.kind == kind]
    whole = _whole(kind, mine[:MOST])
    left_out = [
        row for row in rows if row.pk not in mine[:MOST] and (row.kind == kind or row.slug not in _slugs(whole))
    ]
    return Comparison(kind, tuple(whole), tuple(left_out))


def _slugs(listings: Sequence[Any]) -> set[str]:
    """A name that two kinds share is not left out where one of them is compared."""
    return {one.slug for one in listings}


def _whole(kind: str, pks: Sequence[int]) -> list[Any]:
    """The listings as their own class, with what their lines read."""
    if not pks:
        return []
    child: Any = Listing._meta.get_field(kind)
    _lines, related = _registry[kind]
    found = child.related_model.objects.prefetch_related("sectors", *related()).in_bulk(list(pks))
    return [found[pk] for pk in pks if pk in found]

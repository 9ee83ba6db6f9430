"""Menus: the public ones, and the rail of each space that the apps above fill when they start."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count as CountOf
from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Rows = QuerySet[Any, Any]
Count = Callable[[HttpRequest], int | Rows | Sequence[Rows] | None]
"""A number, or the rows to count: those of all the counters of a rail are counted in one query."""
Belongs = Callable[[HttpRequest], bool]
Own = Callable[[HttpRequest], Sequence[tuple[Text, str]]]
"""The lines of one person: what each is called, and its address."""


@dataclass(frozen=True)
class RailEntry:
    """One line of a space's rail; its counter is asked for at each page, with those of the others."""

    section: Text
    label: Text
    url_name: str
    icon: str
    count: Count | None
    order: int
    hot: bool


@dataclass(frozen=True)
class Link:
    """An entry that has an address on this site, ready to be drawn."""

    label: Text
    url: str
    icon: str = ""
    count: int | None = None
    hot: bool = False
    current: bool = False


SPACES: dict[str, Text] = {
    "staff": _("Espace équipe"),
    "founder": _("Espace startup"),
    "mentor": _("Espace mentor"),
    "funder": _("Espace financeur"),
    "partner": _("Espace partenaire"),
}
PUBLIC: Sequence[tuple[Text, str]] = (
    (_("Startups"), "startups:list"),
    (_("Mentors"), "mentors:list"),
    (_("Financeurs"), "funders:list"),
    (_("Salons"), "tradeshows:list"),
    (_("Chiffres"), "home:figures"),
)
FOOTER: Sequence[tuple[Text, Sequence[tuple[Text, str]]]] = (
    (
        _("Annuaire"),
        (
            (_("Startups"), "startups:list"),
            (_("Mentors"), "mentors:list"),
            (_("Financeurs"), "funders:list"),
            (_("Calendrier des salons"), "tradeshows:list"),
        ),
    ),
    (
        _("Données"),
        (
            (_("Interface de programmation"), "api_pages:docs"),
            (_("Données ouvertes"), "home:open_data"),
            (_("Intégrer l’annuaire"), "home:embed_help"),
            (_("Chiffres de l’écosystème"), "home:figures"),
            (_("Comment l’appariement décide"), "home:method"),
        ),
    ),
    (
        _("Le site"),
        (
            (_("Accessibilité : conformité à déclarer"), "home:accessibility"),
            (_("Données personnelles"), "home:privacy"),
            (_("Mentions légales"), "home:legal"),
            (_("Crédits et licences"), "home:credits"),
        ),
    ),
)

_rails: dict[str, list[RailEntry]] = {space: [] for space in SPACES}
_belongs: dict[str, Belongs] = {}
_own: dict[str, tuple[Text, str, Own]] = {}


def register_rail(
    space: str,
    section: Text,
    label: Text,
    url_name: str,
    icon: str,
    *,
    count: Count | None = None,
    order: int = 100,
    hot: bool = False,
) -> None:
    """Add a line to a space's rail; the same page twice replaces the first."""
    entry = RailEntry(section, label, url_name, icon, count, order, hot)
    kept = [known for known in _rails[space] if known.url_name != url_name]
    _rails[space] = sorted([*kept, entry], key=lambda known: known.order)


def register_own_rail(space: str, section: Text, icon: str, own: Own) -> None:
    """Add a group whose lines depend on the person, below the untitled one."""
    _own[space] = (section, icon, own)


def register_space(space: str, belongs: Belongs) -> None:
    """Say who is at home in a space."""
    _belongs[space] = belongs


def space_of(request: HttpRequest) -> str:
    """The space of the person who is signed in, in the order of `SPACES`; a newcomer sees the founders' one."""
    return next((space for space in SPACES if space in _belongs and _belongs[space](request)), "founder")


def rail(space: str, request: HttpRequest) -> list[tuple[Text, list[Link]]]:
    """The groups of a space's rail, the untitled one first, with the page that is being read marked."""
    found = [(entry, url) for entry in _rails[space] if (url := address(entry.url_name))]
    section, icon, own = _own.get(space, ("", "", _nothing))
    mine = own(request)
    current = _closest([url for _what, url in [*found, *mine]], request.path)
    order = list(dict.fromkeys([entry.section for entry, _url in found]))
    found.sort(key=lambda pair: (bool(pair[0].section), order.index(pair[0].section)))
    counts = _counts([entry for entry, _url in found], request)
    groups = [
        (title, [_linked(entry, url, counts, current) for entry, url in group])
        for title, group in groupby(found, key=lambda pair: pair[0].section)
    ]
    if mine:
        links = [Link(label, url, icon, current=url == current) for label, url in mine]
        groups.insert(sum(not title for title, _links in groups), (section, links))
    return groups


def _nothing(request: HttpRequest) -> Sequence[tuple[Text, str]]:
    return ()


def public_links(request: HttpRequest) -> list[Link]:
    """The main menu: only the pages that this site has."""
    return list(_links(PUBLIC, request.path))


def footer_groups() -> list[tuple[Text, list[Link]]]:
    """The three lists at the foot of public pages, without the empty ones; the last one leads to the team too."""
    groups = [(title, list(_links(entries, ""))) for title, entries in FOOTER]
    groups[-1][1].append(Link(_("Contact"), f"mailto:{settings.ESCALE_CONTACT}"))
    return [(title, links) for title, links in groups if links]


def address(*url_names: str) -> str:
    """The address of the first of these pages that exists, or nothing."""
    for name in url_names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _links(entries: Sequence[tuple[Text, str]], path: str) -> Iterator[Link]:
    found = [(label, url) for label, name in entries if (url := address(name))]
    current = _closest([url for _label, url in found], path)
    for label, url in found:
        yield Link(label, url, current=url == current)


def _counts(entries: Sequence[RailEntry], request: HttpRequest) -> dict[str, int | None]:
    """What each counter says, by the page's name; one query for all that counts rows."""
    counts: dict[str, int | None] = {}
    asked: list[tuple[str, Rows]] = []
    for entry in entries:
        said = entry.count(request) if entry.count else None
        if said is None or isinstance(said, int):
            counts[entry.url_name] = said
            continue
        counts[entry.url_name] = 0
        asked += [(entry.url_name, rows) for rows in ([said] if isinstance(said, QuerySet) else said)]
    if asked:
        first, *others = [
            rows.order_by()
            .values(place=Value(place, IntegerField()))
            .annotate(found=CountOf("*"))
            .values_list("place", "found")
            for place, (_name, rows) in enumerate(asked)
        ]
        for place, found in first.union(*others, all=True) if others else first:
            name = asked[place][0]
            counts[name] = (counts[name] or 0) + found
    return counts


def _linked(entry: RailEntry, url: str, counts: dict[str, int | None], current: str) -> Link:
    return Link(entry.label, url, entry.icon, counts[entry.url_name], entry.hot, url == current)


def _closest(urls: Sequence[str], path: str) -> str:
    return max((url for url in urls if path.startswith(url)), key=len, default="")

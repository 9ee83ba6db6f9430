"""Searching the four kinds at once: exact counts, the best of each, and ways on when nothing fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.documents import document_of
from ecosystem.directory.models import Listing
from ecosystem.directory.texts import related_of_all_kinds
from ecosystem.search.actions import Best, best_of_each, excerpt, highlight, said_otherwise

SHOWN, SHOWN_ALONE = 5, 20
PASSAGE = 140
MARK = "<mark>"
WORDS_TRIED = 6
KINDS: dict[str, tuple[str | Promise, str]] = {
    Listing.Kind.STARTUP: (_("Startups"), "startups:list"),
    Listing.Kind.MENTOR: (_("Mentors"), "mentors:list"),
    Listing.Kind.FUNDER: (_("Financeurs"), "funders:list"),
    Listing.Kind.TRADESHOW: (_("Salons"), "tradeshows:list"),
}
RELATED = tuple(KINDS)


@dataclass(frozen=True)
class Hit:
    """A listing that answers and, when neither its name nor its sentence shows it, the words that do."""

    listing: Listing
    reason: str = ""
    language: str = ""
    """The language of the reason, when it is a passage."""


@dataclass(frozen=True)
class Group:
    """One kind: how many listings answer, and the best of them."""

    kind: str
    label: str | Promise
    url: str
    count: int
    hits: Sequence[Hit] = ()


@dataclass(frozen=True)
class Answer:
    """What a text found in the four kinds.

    `text` is what was sought, `typed` what the reader wrote: they differ when a typing error was corrected.
    """

    typed: str
    text: str
    groups: Sequence[Group]
    only: str = ""
    approximate: bool = False
    suggestion: str | None = None
    shorter: Sequence[tuple[str, int]] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def shown(self) -> list[Group]:
        """The kinds whose listings the page gives: one alone when the reader chose it."""
        return [group for group in self.groups if group.count and self.only in ("", group.kind)]


def search_all(text: str, *, only: str = "", as_typed: bool = False) -> Answer:
    """The answer to a text over the four kinds, in a constant number of queries."""
    best = best_of(text, SHOWN_ALONE if only else SHOWN, as_typed=as_typed)
    listings = Listing.objects.select_related(*RELATED).prefetch_related("sectors", *related_of_all_kinds())
    read = listings.listed().in_bulk([pk for kind, pks in best.pks.items() if only in ("", kind) for pk in pks])
    hits = {pk: hit_of(listing, best.text) for pk, listing in read.items()}
    groups = groups_of(best, hits)
    shorter = () if best.total else shorter_texts(text)
    return Answer(text, best.text, groups, only, best.approximate, best.suggestion, shorter)


def groups_of(best: Best, hits: Mapping[int, Hit]) -> list[Group]:
    """Every kind with its count; what left the site since it was indexed is not among the hits."""
    return [
        Group(
            kind,
            label,
            reverse(url),
            best.counts.get(kind, 0),
            [hits[pk] for pk in best.pks.get(kind, ()) if pk in hits],
        )
        for kind, (label, url) in KINDS.items()
    ]


def best_of(text: str, each: int, *, as_typed: bool = False) -> Best:
    """The best of each kind, from the index or, without one, from the database by name."""
    found = best_of_each(tuple(KINDS), text, each, as_typed=as_typed)
    if found is not None:
        return found
    rows = Listing.objects.listed().matching_text(*said_otherwise(text))
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    pks = {
        kind: tuple(rows.filter(kind=kind).by_name().values_list("pk", flat=True)[:each])
        for kind in KINDS
        if counts.get(kind) and each
    }
    return Best(text, counts, pks)


def hit_of(listing: Listing, text: str) -> Hit:
    """A listing with the tag or passage that answers the text; neither when its name or its sentence shows it."""
    if any(MARK in highlight(shown, text) for shown in (listing.name, listing.shown_tagline)):
        return Hit(listing)
    document = document_of(listing)
    own = [sector.name for sector in listing.sectors.all()]
    tags = ((highlight(tag, text), "") for tag in (*own, *document.tags))
    passages = ((excerpt(line, text, PASSAGE), language) for line, language in lines_of(listing, document.body))
    return next((Hit(listing, *told) for told in chain(tags, passages) if MARK in told[0]), Hit(listing))


def lines_of(listing: Listing, body: str) -> list[tuple[str, str]]:
    """What a listing says, line by line with its language: that of the page first."""
    read = (get_language() or "fr")[:2]
    other = "en" if listing.language == "fr" else "fr"
    translated = {*listing.tagline_alt.splitlines(), *listing.description_alt.splitlines()}
    lines = [(line, other if line in translated else listing.language) for line in body.splitlines()]
    return sorted(lines, key=lambda line: line[1] != read)


def shorter_texts(text: str) -> list[tuple[str, int]]:
    """The text without each of its words in turn, where that finds something, most first."""
    words = text.split()[:WORDS_TRIED]
    if len(words) < 2:
        return []
    tried = {" ".join(words[:place] + words[place + 1 :]) for place in range(len(words))}
    counted = [(shorter, best_of(shorter, 0, as_typed=True).total) for shorter in sorted(tried)]
    return sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1])

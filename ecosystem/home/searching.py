"""Searching the four kinds at once: exact counts, the best of each, and ways on when nothing fits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.documents import document_of
from ecosystem.directory.filters import MATCHES_MAX
from ecosystem.directory.models import Listing
from ecosystem.directory.texts import related_of_all_kinds
from ecosystem.search.actions import excerpt, highlight, search

SHOWN = 5
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
    """What a text found in the four kinds."""

    text: str
    groups: Sequence[Group]
    approximate: bool = False
    suggestion: str | None = None
    shorter: Sequence[tuple[str, int]] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)


def keys_of(text: str) -> tuple[list[tuple[int, str]], bool, str | None]:
    """(key, kind) of the public listings that answer, best first; whether only nearly; a better spelling."""
    public = Listing.objects.listed()
    hits = search(None, text, limit=MATCHES_MAX)
    if hits is None or hits.total > MATCHES_MAX:
        rows = public.matching_text(text).by_name().values_list("pk", "kind")
        return list(rows), False, None
    kinds = dict(public.filter(pk__in=hits.pks).values_list("pk", "kind"))
    return [(pk, kinds[pk]) for pk in hits.pks if pk in kinds], hits.approximate, hits.suggestion


def search_all(text: str) -> Answer:
    """The answer to a text over the four kinds, in a constant number of queries."""
    found, approximate, suggestion = keys_of(text)
    best = {kind: [pk for pk, one in found if one == kind] for kind in KINDS}
    wanted = [pk for pks in best.values() for pk in pks[:SHOWN]]
    read = Listing.objects.select_related(*RELATED).prefetch_related("sectors", *related_of_all_kinds())
    listings = read.filter(pk__in=wanted).in_bulk()
    hits = {pk: Hit(listing, reason_of(listing, text)) for pk, listing in listings.items()}
    groups = [
        Group(kind, label, reverse(url), len(best[kind]), [hits[pk] for pk in best[kind][:SHOWN]])
        for kind, (label, url) in KINDS.items()
    ]
    return Answer(text, groups, approximate, suggestion, () if found else shorter_texts(text))


def reason_of(listing: Listing, text: str) -> str:
    """The tag, else the passage, that answers the text; nothing when the name or the sentence already shows it."""
    if any(MARK in highlight(shown, text) for shown in (listing.name, listing.shown_tagline)):
        return ""
    document = document_of(listing)
    tags = (highlight(tag, text) for tag in document.tags)
    passages = (excerpt(line, text, PASSAGE) for line in document.body.splitlines())
    return next((words for words in chain(tags, passages) if MARK in words), "")


def shorter_texts(text: str) -> list[tuple[str, int]]:
    """The text without each of its words in turn, where that finds something, most first."""
    words = text.split()[:WORDS_TRIED]
    if len(words) < 2:
        return []
    tried = {" ".join(words[:place] + words[place + 1 :]) for place in range(len(words))}
    counted = [(shorter, len(keys_of(shorter)[0])) for shorter in sorted(tried)]
    return sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1])

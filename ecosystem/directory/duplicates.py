"""Which listings of a kind may be one and the same, and why: the SIREN, the site, the e-mail, a near name, the city."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from ecosystem.accounts.models import User
from ecosystem.core.text import fold
from ecosystem.directory.models import Likeness, Listing

NEAR = 90
"""Names alike at that percentage are a reason by themselves; in one city, those of NEAR_BY are."""
NEAR_BY = 84
LEGAL_FORMS = {
    "ab", "ag", "association", "bv", "corp", "eurl", "gmbh", "inc", "limited", "llc", "llp", "ltd", "nv", "oy", "plc",
    "sa", "sarl", "sas", "sasu", "scop", "selarl", "snc", "spa", "srl", "ug",
}  # fmt: skip
SHARED_HOSTS = {
    "linkedin.com", "facebook.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "github.com", "github.io",
    "gitlab.io", "medium.com", "crunchbase.com", "google.com", "wixsite.com", "wordpress.com", "notion.site",
    "linktr.ee", "netlify.app", "vercel.app", "carrd.co", "helloasso.com",
}  # fmt: skip
"""Sites where many have a page: the same host says nothing."""
COLUMNS = ("pk", "name", "siren", "website", "contact_email", "city", "country")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a listing."""

    pk: int
    name: str
    siren: str
    host: str
    email: str
    city: str

    @property
    def key(self) -> str:
        """The name without accents, capitals, legal form, spaces in other places or order of words."""
        return name_key(self.name)


@dataclass(frozen=True, slots=True)
class Reason:
    """One likeness: its code, and the percentage for names."""

    code: str
    percent: int = 100

    def __str__(self) -> str:
        words = {
            "siren": _("Même SIREN"),
            "host": _("Même site"),
            "email": _("Même e-mail de contact"),
            "name": _("Même nom"),
            "near": _("Nom proche à %(percent)d %%") % {"percent": self.percent},
            "city": _("Même ville"),
        }
        return words.get(self.code, self.code)


@dataclass(frozen=True, slots=True)
class Twin:
    """A listing that may be the same as another, why, and how likely out of 100."""

    listing: Listing
    reasons: tuple[Reason, ...]
    strength: int


def reasons_in(row: Likeness) -> list[Reason]:
    """The reasons that a pair was kept with."""
    return [Reason(code, percent) for code, percent in row.reasons]


def twins_of(listing: Listing, *, limit: int = 10, public_only: bool = False) -> list[Twin]:
    """The live listings of its kind that may be the same, the likeliest first, without those called distinct.

    Two or three queries whatever the number of listings.
    """
    mine = facts_of(listing)
    rows = Listing.objects.live().filter(kind=listing.kind or listing.KIND).exclude(pk=listing.pk)
    if public_only:  # what nobody else may know neither names a listing nor tells whose an address is
        rows, mine = rows.listed(), replace(mine, email="")
    known = {one.pk: one for one in _facts(rows)}
    likely = {pk: reasons for pk in _candidates(mine, known) if (reasons := compare(mine, known[pk]))}
    if listing.pk and likely:
        for pk in _distinct(listing.pk):
            likely.pop(pk, None)
    best = sorted(likely, key=lambda pk: (-strength_of(likely[pk]), pk))[:limit]
    found = Listing.objects.in_bulk(best) if best else {}
    return [Twin(found[pk], likely[pk], strength_of(likely[pk])) for pk in best if pk in found]


def compare(one: Facts, other: Facts) -> tuple[Reason, ...]:
    """Why the two may be one; nothing where they are merely in the same city."""
    reasons = [
        Reason(code)
        for code in ("siren", "host", "email")
        if getattr(one, code) and getattr(one, code) == getattr(other, code)
    ]
    near = round(fuzz.ratio(one.key, other.key))
    same_city = bool(one.city) and one.city == other.city
    if one.key and one.key == other.key:
        reasons.append(Reason("name"))
    elif near >= NEAR or (near >= NEAR_BY and (same_city or reasons)):
        reasons.append(Reason("near", near))
    if reasons and same_city:
        reasons.append(Reason("city"))
    return tuple(reasons)


def strength_of(reasons: Iterable[Reason]) -> int:
    """100 for a SIREN; other reasons add up, and never reach it."""
    worth = {"host": 60, "email": 60, "name": 60, "near": 50, "city": 15}
    codes = {reason.code for reason in reasons}
    return 100 if "siren" in codes else min(99, sum(worth[code] for code in codes))


def all_pairs(kind: str) -> Iterator[tuple[Facts, Facts, tuple[Reason, ...]]]:
    """Each pair of live listings of the kind that may be one, once."""
    facts = {one.pk: one for one in _facts(Listing.objects.live().filter(kind=kind))}
    pairs = set(_pairs_by_key(facts.values())) | set(_pairs_by_name(list(facts.values())))
    for first, second in sorted(pairs):
        if reasons := compare(facts[first], facts[second]):
            yield facts[first], facts[second], reasons


@transaction.atomic
def find_likenesses() -> int:
    """Look for pairs in the four kinds and keep those that may be one; what was called distinct stays so."""
    found: list[Likeness] = []
    for kind in Listing.Kind.values:
        for one, other, reasons in all_pairs(kind):
            first, second = sorted((one.pk, other.pk))
            row = Likeness(first_id=first, second_id=second, strength=strength_of(reasons))
            row.reasons = [[reason.code, reason.percent] for reason in reasons]
            found.append(row)
    pairs = {(row.first_id, row.second_id) for row in found}
    Likeness.objects.bulk_create(
        found,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["strength", "reasons"],
    )
    old = Likeness.objects.filter(distinct_at=None).values_list("pk", "first_id", "second_id")
    gone = [pk for pk, first, second in old if (first, second) not in pairs]
    for start in range(0, len(gone), 500):
        Likeness.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(found)


def call_distinct(one: Listing, other: Listing, *, by: User) -> Likeness:
    """A curator says that they are two: nobody is warned of the pair again."""
    first, second = sorted((one.pk, other.pk))
    reasons = compare(facts_of(one), facts_of(other))
    said = {"distinct_at": timezone.now(), "distinct_by": by}
    known = {"strength": strength_of(reasons), "reasons": [[reason.code, reason.percent] for reason in reasons]}
    row, _created = Likeness.objects.update_or_create(
        first_id=first, second_id=second, defaults=said, create_defaults=said | known
    )
    return row


def call_alike(one: Listing, other: Listing) -> int:
    """Take back that two are distinct."""
    return Likeness.objects.between(one.pk, other.pk).update(distinct_at=None, distinct_by=None)


def facts_of(listing: Listing) -> Facts:
    """What is compared of a listing, saved or not."""
    return _made(*(getattr(listing, name) for name in COLUMNS))


def name_key(name: str) -> str:
    """« Posidone SAS » and « posidoné » are read alike; words count in any order."""
    words = [word for word in re.findall(r"[a-z0-9]+", fold(name).replace(".", "")) if word not in LEGAL_FORMS]
    return " ".join(sorted(words))


def host_of(address: str) -> str:
    """The site of an address without its www; nothing for those where many have a page."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    shared = any(host == known or host.endswith(f".{known}") for known in SHARED_HOSTS)
    return "" if shared else host


def _facts(rows: Any) -> Iterator[Facts]:
    for row in rows.order_by().values_list(*COLUMNS):
        yield _made(*row)


def _made(pk: Any, name: str, siren: str, website: str, email: str, city: str, country: Any) -> Facts:
    place = f"{fold(city)}, {getattr(country, 'code', country) or 'FR'}" if city else ""
    return Facts(pk or 0, name, siren, host_of(website), email.strip().lower(), place)


def _candidates(mine: Facts, known: Mapping[int, Facts]) -> set[int]:
    found = {
        one.pk
        for one in known.values()
        if (mine.siren and one.siren == mine.siren)
        or (mine.host and one.host == mine.host)
        or (mine.email and one.email == mine.email)
    }
    if mine.key:
        names = {pk: one.key for pk, one in known.items()}
        near = process.extract(mine.key, names, scorer=fuzz.ratio, score_cutoff=NEAR_BY, limit=50)
        found |= {pk for _name, _score, pk in near}
    return found


def _distinct(pk: int) -> set[int]:
    rows = Likeness.objects.filter(Q(first=pk) | Q(second=pk), distinct_at__isnull=False)
    return {other for pair in rows.values_list("first_id", "second_id") for other in pair if other != pk}


def _pairs_by_key(facts: Iterable[Facts]) -> Iterator[tuple[int, int]]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in facts:
        for name in ("siren", "host", "email"):
            if value := getattr(one, name):
                groups[name, value].append(one.pk)
    for group in groups.values():
        if len(group) <= 20:  # an address that so many share is nobody's own
            yield from _pairs(group)


def _pairs(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(group)
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            yield first, second


def _pairs_by_name(facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Near names, compared with all the following ones; names of very different lengths are skipped at once."""
    named = sorted(((one.key, one.pk) for one in facts if one.key), key=lambda pair: len(pair[0]))
    keys = [key for key, _pk in named]
    for place, (key, pk) in enumerate(named):
        longest = len(key) * (200 - NEAR_BY) / NEAR_BY
        end = place + 1
        while end < len(named) and len(keys[end]) <= longest:
            end += 1
        for _name, _score, at in process.extract(
            key, keys[place + 1 : end], scorer=fuzz.ratio, score_cutoff=NEAR_BY, limit=None
        ):
            other = named[place + 1 + at][1]
            yield min(pk, other), max(pk, other)

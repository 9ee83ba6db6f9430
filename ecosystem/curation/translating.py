"""What the directory says in one language only: the listings and the terms that the other language lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing, Sector, Skill

PARTS = {
    "tagline": (Q(tagline_alt="") & ~Q(tagline=""), gettext_lazy("la phrase")),
    "description": (Q(description_alt="") & ~Q(description=""), gettext_lazy("la présentation")),
}
"""What a listing may say in two languages, and when it lacks the second."""
LACKING = PARTS["tagline"][0] | PARTS["description"][0]


@dataclass(frozen=True, slots=True)
class Lack:
    """A listing, the language that it lacks and the parts that are to be written in it."""

    listing: Listing
    language: str
    parts: str


def lacking(kind: str = "") -> QuerySet[Listing]:
    """The published listings that one language shows in the other; the latest changed first."""
    listings = Listing.objects.public().filter(LACKING)
    return (listings.filter(kind=kind) if kind else listings).order_by("-updated_at", "-pk")


def counted() -> dict[str, tuple[int, int]]:
    """For each kind, how many published listings lack a language, and how many there are."""
    found = Listing.objects.public().order_by().values_list("kind")
    rows = found.annotate(lacking=Count("pk", filter=LACKING), total=Count("pk"))
    return {str(kind): (lacks, total) for kind, lacks, total in rows}


def lacks_of(listings: Iterable[Listing]) -> list[Lack]:
    """The lines of a page of listings."""
    return [_lack(listing) for listing in listings]


def _lack(listing: Listing) -> Lack:
    named = [
        str(label) for part, (_when, label) in PARTS.items() if getattr(listing, part) and not _other(listing, part)
    ]
    other = User.Language.EN if listing.language == User.Language.FR else User.Language.FR
    return Lack(listing, str(other.label), _(" et ").join(named))


def _other(listing: Listing, part: str) -> str:
    return str(getattr(listing, f"{part}_alt"))


def terms() -> list[Any]:
    """The sectors and the subjects whose English name is missing: the English pages show their French one."""
    nameless = Q(name_en="") | Q(name_en=None)
    return [
        term
        for model in (Sector, Skill)
        for term in model._default_manager.filter(nameless).order_by("parent_id", "position")
    ]


def table() -> Iterator[list[str]]:
    """All that is lacking, as a file for whoever translates: with the text to translate beside it."""
    yield [_("Fiche"), _("Type"), _("À écrire en"), _("En une phrase"), _("Présentation")]
    for listing in lacking().iterator(chunk_size=500):
        lack = _lack(listing)
        texts = [getattr(listing, part) if not _other(listing, part) else "" for part in PARTS]
        yield [listing.name, listing.get_kind_display(), lack.language, *texts]

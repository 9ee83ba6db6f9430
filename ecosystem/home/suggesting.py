"""What is proposed while somebody types: the best of each kind, with what tells them apart, and a preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from ecosystem.directory.models import Listing
from ecosystem.home.searching import RELATED, Group, Hit, best_of, groups_of
from ecosystem.search.actions import highlight
from ecosystem.tradeshows.models import Edition
from startups.models import Need

SHOWN = {Listing.Kind.STARTUP: 2, Listing.Kind.MENTOR: 2, Listing.Kind.FUNDER: 1, Listing.Kind.TRADESHOW: 1}
TYPED_MIN = 2


@dataclass(frozen=True)
class Suggestions:
    """The options of the list, kind by kind; `text` is what they answer when a typing error was corrected."""

    typed: str
    text: str
    groups: Sequence[Group] = ()

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)


def suggestions_for(typed: str) -> Suggestions:
    """The options for what is typed so far, in a constant number of queries; under two letters there are none."""
    if len(typed) < TYPED_MIN:
        return Suggestions(typed, typed)
    best = best_of(typed, max(SHOWN.values()))
    pks = [pk for kind, some in best.pks.items() for pk in some[: SHOWN[Listing.Kind(kind)]]]
    hits = {pk: Hit(listing, highlight(listing.shown_tagline, best.text)) for pk, listing in read(pks).items()}
    return Suggestions(typed, best.text, [group for group in groups_of(best, hits) if group.count])


def read(pks: Sequence[int]) -> dict[int, Listing]:
    """The listings with what their option and their preview say."""
    needs = Need.objects.public().select_related("topic").order_by("-opened_at", "-pk")
    editions = Edition.objects.upcoming(timezone.localdate()).order_by("year", "month", "pk")
    listings = Listing.objects.listed().select_related(*RELATED)
    return listings.prefetch_related(
        "sectors",
        "mentor__skills__skill",
        Prefetch("startup__needs", needs, to_attr="public_needs"),
        Prefetch("tradeshow__editions", editions, to_attr="coming"),
    ).in_bulk(pks)

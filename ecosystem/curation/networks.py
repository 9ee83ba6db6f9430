"""What a network's people read of its startups, and what the team does with networks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.text import fold
from ecosystem.directory.completeness import completeness_of
from ecosystem.directory.models import Listing, Network, NetworkMember, NetworkStaff
from startups.models import Need, Startup


class NoSuchAccount(Refused):
    """A partner has an account before she is let in."""

    message = _("Aucun compte confirmé n’a cette adresse. La personne s’inscrit d’abord, puis vous l’ajoutez.")


class NoSuchListing(Refused):
    """The words do not name one startup."""

    message = _("Aucune startup n’a exactement ce nom. Écrivez-le comme sur sa fiche, ou collez l’adresse de sa page.")


class SeveralListings(Refused):
    """Two startups bear that name."""

    message = _("Plusieurs startups ont ce nom. Collez l’adresse de la page de la bonne.")


@dataclass(frozen=True, slots=True)
class Followed:
    """A startup as its network sees it: its state and how full it is, never its contacts nor its raise."""

    startup: Startup
    percent: int
    open_needs: int


def members_of(network: Network) -> QuerySet[Startup]:
    """The startups of a network that still exist, by name, with how many needs each has open."""
    mine = Startup.objects.live().filter(network_rows__network=network).prefetch_related("sectors", "needs", "members")
    open_ones = Count("needs", filter=Q(needs__state=Need.State.OPEN), distinct=True)
    return mine.annotate(open_needs=open_ones).order_by("sort_name", "pk")


def followed(startups: Iterable[Any]) -> list[Followed]:
    """Each startup with how full its owners read that it is, without a query a row."""
    return [Followed(startup, completeness_of(startup).percent, startup.open_needs) for startup in startups]


def figures(network: Network) -> dict[str, int]:
    """How many startups the network has, by state that matters, in one query."""
    mine = Startup.objects.live().filter(network_rows__network=network)
    return mine.aggregate(
        total=Count("pk", distinct=True),
        published=Count("pk", filter=Q(state=Listing.State.PUBLISHED), distinct=True),
        waiting=Count("pk", filter=Q(state=Listing.State.SUBMITTED), distinct=True),
        seeking=Count("pk", filter=Q(needs__state=Need.State.OPEN), distinct=True),
    )


def free_network_slug(name: str) -> str:
    """A readable address that no network has: `le-reseau`, then `le-reseau-2`."""
    base = slugify(fold(name))[:120].strip("-") or "reseau"
    taken = set(Network.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


@transaction.atomic
def add_startup(network: Network, words: str, *, by: User) -> Startup:
    """Put a startup, by its exact name or the address of its page, in a network; twice is once."""
    slug = words.strip().rstrip("/").rpartition("/")[2]
    live = Startup.objects.live()
    found = list(live.filter(slug=slug)[:1] if "/" in words else live.filter(name__iexact=words.strip())[:2])
    if not found:
        raise NoSuchListing
    if len(found) > 1:
        raise SeveralListings
    NetworkMember.objects.get_or_create(network=network, listing_id=found[0].pk, defaults={"by": by})
    return found[0]


@transaction.atomic
def add_partner(network: Network, email: str, *, by: User) -> User:
    """Let a person follow a network's startups; twice is once. Her address must be confirmed."""
    known = User.objects.filter(is_active=True, emailaddress__verified=True)
    user = known.filter(emailaddress__email__iexact=email.strip()).first()
    if user is None:
        raise NoSuchAccount
    try:
        with transaction.atomic():
            NetworkStaff.objects.get_or_create(network=network, user=user, defaults={"by": by})
    except IntegrityError:
        pass
    return user

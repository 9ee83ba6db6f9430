"""What a curator decides about a listing that waits, and how its owner learns it."""

from typing import Any, Literal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.mail import write_mail
from ecosystem.directory.actions import move_listing
from ecosystem.directory.models import Listing

Decision = Literal["publish", "request_changes"]


class MessageMissing(Refused):
    """A correction is asked for with words, or nobody knows what to correct."""

    message = _("Dites en une phrase ce qu’il faut corriger, puis renvoyez votre décision.")


@transaction.atomic
def decide(listing: Listing, decision: Decision, *, by: User, message: str = "") -> Listing:
    """Publish a submitted listing or ask for a correction, and write it to those who own it, once."""
    if decision == "request_changes" and not message.strip():
        raise MessageMissing
    move_listing(listing, decision, by=by, reason=message.strip()[:500])
    move = listing.moves.latest("pk")
    for owner in owners_of(listing):
        write_mail(
            key=f"listing-move:{move.pk}:{owner.pk}",
            to=owner.email,
            template=f"curation/mails/{decision}",
            context={"listing": listing, "user": owner, "message": message.strip()},
            language=owner.language,
            reader=owner.pk,
            about=f"directory.listing:{listing.pk}",
            url=listing.get_absolute_url() if decision == "publish" else reverse("home:space"),
        )
    return listing


def owners_of(listing: Listing) -> list[User]:
    """The accounts that may edit the listing: the admins of a startup, or the mentor or funder herself."""
    people: Any = User.objects.filter(is_active=True)
    if listing.kind == Listing.Kind.STARTUP:
        return list(people.filter(memberships__startup=listing.pk, memberships__role="admin").distinct())
    return list(people.filter(**{listing.kind: listing.pk})) if listing.kind != Listing.Kind.TRADESHOW else []

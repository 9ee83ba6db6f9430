"""Where claims and invitations lead."""

from django.urls import reverse

from ecosystem.directory.models import Invitation, Listing
from ecosystem.directory.owning import owning_of
from ecosystem.ui.navigation import address

KINDS = {"startup": "startup", "mentor": "mentor", "financeur": "funder"}
"""The kinds that people hold, by the word that stands in the address."""
WELCOME = {
    Invitation.Target.MENTOR: ("mentors:welcome", "mentors:profile"),
    Invitation.Target.FUNDER: ("funders:welcome", "funders:thesis"),
    Invitation.Target.FOUNDER: ("startups:create",),
}
"""Where somebody invited in a role begins: the first page that exists."""


def claim_path(listing: Listing) -> str:
    """Where the listing is claimed."""
    word = next(word for word, kind in KINDS.items() if kind == listing.kind)
    return reverse("claims:claim", args=[word, listing.slug])


def inside_of(listing: Listing | None, target: str) -> str:
    """Where somebody goes on once she is in."""
    owning = owning_of(listing) if listing is not None else None
    if listing is None or owning is None:
        return address(*WELCOME.get(Invitation.Target(target), ()), "home:space")
    if target == Invitation.Target.MEMBER and owning.team is not None:
        return owning.team(listing.pk)
    return owning.space(listing.pk)

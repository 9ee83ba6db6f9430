"""What people are written about claims, invitations and listings of nobody, each letter once."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from ecosystem.accounts.models import CURATORS, User
from ecosystem.core.mail import write_mail
from ecosystem.directory.claiming.links import absolute, link_url
from ecosystem.directory.models import Claim, Invitation, Listing, OrphanChase
from ecosystem.directory.owning import owning_of

FOLDER = "directory/mails"


def tell_asked(claim: Claim, owners: Iterable[User]) -> None:
    """The listing's owners learn that somebody asks; without any, the team finds it on its page."""
    for owner in owners:
        _tell(claim, owner, "claim_asked", lambda: _team_path(claim.listing))


def remind(claim: Claim, owners: Iterable[User]) -> None:
    """Those who decide are reminded: the owners, or the team where there is none."""
    told = list(owners)
    for owner in told:
        _tell(claim, owner, "claim_reminder", lambda: _team_path(claim.listing))
    if not told:
        staff = User.objects.filter(Q(groups__name=CURATORS) | Q(is_superuser=True), is_active=True).distinct()
        for person in staff.order_by("pk"):
            _tell(claim, person, "claim_reminder", lambda: reverse("claims:desk"))


def tell_decided(claim: Claim) -> None:
    """Who asked learns what was answered, or that nobody did."""
    if claim.by is not None and claim.by.is_active:
        _tell(claim, claim.by, f"claim_{claim.state}", lambda: _space_path(claim))


def send_link(claim: Claim) -> None:
    """The letter to the listing's own address, which somebody asked for."""
    listing = claim.listing
    write_mail(
        key=f"claim:{claim.pk}:link:{claim.sent_count}",
        to=claim.address,
        template=f"{FOLDER}/claim_link",
        context={"listing": listing, "claim": claim, "url": link_url("claim_link", claim.pk, listing.language)},
        language=listing.language,
        about=f"directory.claim:{claim.pk}",
    )


def write_orphan(chase: OrphanChase, claim: Claim) -> None:
    """One of the four letters to a listing that nobody holds."""
    listing = chase.listing
    write_mail(
        key=f"orphan:{chase.pk}:{chase.sent_count}",
        to=claim.address,
        template=f"{FOLDER}/orphan",
        context={
            "listing": listing,
            "page": absolute(f"{listing.kind}s:detail", listing.slug, language=listing.language),
            "url": link_url("claim_link", claim.pk, listing.language),
        },
        language=listing.language,
        about=f"directory.orphanchase:{chase.pk}",
    )


def send_invitation(invitation: Invitation) -> None:
    """The invitation itself, and again when somebody asks for it."""
    _invite(invitation, "invitation", f"sent:{invitation.sent_count}")


def chase_invitation(invitation: Invitation) -> None:
    """A reminder of an invitation that got no answer."""
    _invite(invitation, "invitation_reminder", f"chase:{invitation.chased_count}")


def _invite(invitation: Invitation, template: str, step: str) -> None:
    write_mail(
        key=f"invitation:{invitation.pk}:{step}",
        to=invitation.email,
        template=f"{FOLDER}/{template}",
        context={
            "invitation": invitation,
            "url": link_url("invitation", invitation.pk, invitation.language),
        },
        language=invitation.language,
        about=f"directory.invitation:{invitation.pk}",
    )


def _team_path(listing: Listing) -> str:
    owning = owning_of(listing)
    return owning.team(listing.pk) if owning and owning.team else reverse("home:space")


def _space_path(claim: Claim) -> str:
    owning = owning_of(claim.listing)
    has_it = claim.state == Claim.State.APPROVED and owning is not None
    return owning.space(claim.listing_id) if has_it and owning else reverse("home:space")


def _tell(claim: Claim, person: User, template: str, path: Callable[[], str]) -> None:
    """One letter to an account, in its language, with the page that it leads to."""
    with translation.override(person.language):
        where = path()
    write_mail(
        key=f"claim:{claim.pk}:{template}:{person.pk}",
        to=person.email,
        template=f"{FOLDER}/{template}",
        context={"claim": claim, "listing": claim.listing, "user": person, "url": f"{settings.SITE_URL}{where}"},
        language=person.language,
        reader=person.pk,
        about=f"directory.claim:{claim.pk}",
        url=where,
    )

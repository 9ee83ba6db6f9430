"""What claims and invitations forget of a person who erases her account."""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone

from ecosystem.accounts.erasing import Eraser, register_eraser
from ecosystem.accounts.models import User
from ecosystem.directory.models import Claim, Invitation

NOBODY = "partie@escale.invalid"


def forget(user: User) -> None:
    """What she asked for falls, what she was invited to is closed, and neither says her words or address any more."""
    now, addresses = (
        timezone.now(),
        [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)],
    )
    claims = Claim.objects.filter(Q(by=user) | Q(address__in=addresses))
    claims.filter(state=Claim.State.PENDING).update(state=Claim.State.CANCELLED, decided_at=now)
    claims.update(message="", address="", answer="")
    hers = Invitation.objects.filter(Q(accepted_by=user) | Q(email__in=addresses))
    hers.filter(state=Invitation.State.PENDING).update(state=Invitation.State.CANCELLED, ended_at=now, next_at=None)
    hers.update(email=NOBODY, name="", word="")


def register() -> None:
    """Called once, when the site starts."""
    register_eraser("claims", Eraser(forget))

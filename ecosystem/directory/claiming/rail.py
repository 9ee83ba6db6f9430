"""The lines of the team's menu about claims and invitations."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models import Claim
from ecosystem.ui.navigation import Rows, register_rail


def asked(request: HttpRequest) -> Rows:
    """The claims that wait for an answer."""
    return Claim.objects.asked()


def register() -> None:
    """Called once, when the apps are ready."""
    listings = _("Annuaire")
    register_rail("staff", listings, _("Reprises"), "claims:desk", "link", count=asked, order=66)
    register_rail("staff", listings, _("Invitations"), "claims:invitations", "send", order=67)

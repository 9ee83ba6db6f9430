"""« This listing is mine », the link that proves it, and the invitation: opening a page changes nothing."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.accounts.access import person_of
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.audiences import opens_for
from ecosystem.directory.claiming import claims, invitations
from ecosystem.directory.claiming.door import DELIVERY, Door, stopped
from ecosystem.directory.claiming.errors import LinkSpent
from ecosystem.directory.claiming.forms import ClaimForm
from ecosystem.directory.claiming.links import read_token, veiled
from ecosystem.directory.claiming.mail_words import offer
from ecosystem.directory.claiming.paths import KINDS, claim_path, inside_of
from ecosystem.directory.models import Claim, Invitation, Listing
from ecosystem.directory.owning import owners_of, owning_of
from ecosystem.ui.views import too_many_requests

LINKS_AN_HOUR = "10/h/ip"


def listing_or_404(request: HttpRequest, kind: str, slug: str) -> Listing:
    """A published listing of a kind that people hold, that this reader may see."""
    found = get_object_or_404(Listing.objects.public(), kind=KINDS.get(kind, ""), slug=slug)
    if owning_of(found) is None or not opens_for(request.user, found):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def claim(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Two ways to hold a listing: a link to its own address, or a request that somebody decides."""
    listing = listing_or_404(request, kind, slug)
    if request.method != "POST":
        return _claim_page(request, listing, ClaimForm())
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _ask(request, listing)


def _ask(request: HttpRequest, listing: Listing) -> HttpResponse:
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _claim_page(request, listing, form, status=422)
    try:
        claims.ask(listing, by=person_of(request), message=form.cleaned_data["message"])
    except Refused as error:
        form.add_error(None, str(error))
        return _claim_page(request, listing, form, status=422)
    messages.success(request, _("Votre demande est partie. Vous recevrez la réponse par courriel."))
    enqueue(DELIVERY)
    return redirect(claim_path(listing))


def _claim_page(request: HttpRequest, listing: Listing, form: ClaimForm, status: int = 200) -> HttpResponse:
    owners, owning = owners_of(listing), owning_of(listing)
    person = request.user if isinstance(request.user, User) else None
    context = {
        "listing": listing,
        "form": form,
        "has_owner": bool(owners),
        "is_mine": person in owners,
        "can_ask": not owners or (owning is not None and owning.is_shared),
        "veiled": veiled(listing.contact_email) if listing.contact_email and not owners else "",
        "pending": Claim.objects.asked().filter(listing=listing, by=person).first() if person else None,
        "contact": settings.ESCALE_CONTACT,
        "kind": next(name for name, code in KINDS.items() if code == listing.kind),
    }
    return render(request, "directory/claiming/claim.html", context, status=status)


@require_POST
def send_link(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Write to the listing's own address; nobody learns that address from it."""
    listing = listing_or_404(request, kind, slug)
    if not ratelimit.consume(request, app="escale", action="claim_link", config={"claim_link": LINKS_AN_HOUR}):
        return too_many_requests(request)
    try:
        claims.send_link(listing)
    except Refused as error:
        messages.error(request, str(error))
    else:
        where = {"address": veiled(listing.contact_email)}
        messages.success(request, _("Un lien part à %(address)s. Il dure sept jours et ne sert qu’une fois.") % where)
        enqueue(DELIVERY)
    return redirect(claim_path(listing))


@require_POST
@member_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own claim back."""
    mine = get_object_or_404(Claim, pk=pk, by=person_of(request), way=Claim.Way.REQUEST)
    try:
        claims.cancel(mine, by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre demande est annulée."))
    return redirect(claim_path(mine.listing) if opens_for(request.user, mine.listing) else "home:space")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def claim_link(request: HttpRequest, token: str) -> HttpResponse:
    """The listing for whoever reads its own mailbox."""
    try:
        found = Claim.objects.select_related("listing").filter(pk=read_token("claim_link", token)).first()
        if found is None or not claims.link_serves(found):
            raise LinkSpent
    except Refused as error:
        return stopped(request, error)
    door = Door(
        request,
        email=found.address,
        take=lambda person: claims.use_link(found, by=person),
        inside=lambda: inside_of(found.listing, ""),
        thanks=_("La fiche de %(name)s est à vous.") % {"name": found.listing.name},
        context={"listing": found.listing, "path": request.path},
    )
    return door.open() if request.method == "POST" else door.show()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, to accept or to decline."""
    try:
        rows = Invitation.objects.pending().select_related("listing", "by")
        found = rows.filter(pk=read_token("invitation", token)).first()
        if found is None:
            raise LinkSpent
    except Refused as error:
        return stopped(request, error)
    door = Door(
        request,
        email=found.email,
        take=lambda person: invitations.accept(found, by=person),
        inside=lambda: inside_of(found.listing, found.target),
        thanks=_("Bienvenue."),
        context={"invitation": found, "listing": found.listing, "offer": offer(found), "path": request.path},
    )
    if request.method == "POST" and "decline" in request.POST:
        return _decline(request, found)
    return door.open() if request.method == "POST" else door.show()


def _decline(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        invitations.decline(found)
    except Refused as error:
        return stopped(request, error)
    messages.success(request, _("C’est noté : nous n’écrirons plus à propos de cette invitation."))
    return redirect("home:index")

"""The shows of a startup, written by the people who decide for its listing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.text import whole
from ecosystem.core.undoing import note_removal
from ecosystem.directory.models import Listing
from ecosystem.directory.owners import owned_by
from ecosystem.tradeshows.actions import say_attendance, withdraw_attendance
from ecosystem.tradeshows.forms import AttendanceForm
from ecosystem.tradeshows.models import Edition, TradeShow
from ecosystem.tradeshows.rules import can_say_shows_of
from ecosystem.tradeshows.views.undoing import removed_from, said_of, say_again

PER_PAGE = 20


def startup_or_404(request: HttpRequest, pk: int) -> Listing:
    """The startup's listing, if the person decides for it; for anybody else it does not exist."""
    listing = get_object_or_404(Listing.objects.live().filter(kind=Listing.Kind.STARTUP), pk=pk)
    if not can_say_shows_of(person_of(request), listing):
        raise Http404
    return listing


@member_required
def attending(request: HttpRequest, pk: int) -> HttpResponse:
    """The shows where the startup goes or went, and one more."""
    listing = startup_or_404(request, pk)
    form = AttendanceForm(request.POST or None, initial={"edition": whole(request.GET.get("salon", ""))})
    if request.method == "POST" and form.is_valid():
        edition = form.cleaned_data["edition"]
        try:
            say_attendance(edition, listing, exhibits=form.exhibits, by=person_of(request))
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("C’est noté : %(show)s paraît sur votre page.") % {"show": edition})
        return redirect("tradeshows:attending", pk)
    said = listing.attendances.select_related("edition__tradeshow").order_by("-edition__year", "-edition__month", "pk")
    page = Paginator(said, PER_PAGE).get_page(request.GET.get("page"))
    context = {"listing": listing, "form": form, "page": page, "today": timezone.localdate()}
    context["removed"] = removed_from(request, f"shows:{pk}")
    return render(request, "tradeshows/space/attending.html", context)


@require_POST
@member_required
def withdraw(request: HttpRequest, pk: int, said: int) -> HttpResponse:
    """The startup does not go, or would rather not say; gone already, it stays gone."""
    listing = startup_or_404(request, pk)
    one = get_object_or_404(listing.attendances, pk=said)
    note_removal(request, f"shows:{pk}", said_of(one))
    withdraw_attendance(one)
    return redirect("tradeshows:attending", pk)


@require_POST
@member_required
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The show that was just taken off the startup's page, as it was said."""
    startup_or_404(request, pk)
    say_again(request, f"shows:{pk}")
    return redirect("tradeshows:attending", pk)


@require_safe
@member_required
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """From a show's page to the page where the person's own startup says that it goes."""
    show = get_object_or_404(TradeShow.objects.public(), slug=slug)
    mine = Listing.objects.live().filter(owned_by(person_of(request)), kind=Listing.Kind.STARTUP).order_by("pk")
    listing = next((one for one in mine[:PER_PAGE] if can_say_shows_of(person_of(request), one)), None)
    if listing is None:
        messages.info(request, _("Seule une startup inscrite peut dire qu’elle y va. Commencez par votre fiche."))
        return redirect("home:space")
    coming = Edition.objects.filter(tradeshow=show).upcoming(timezone.localdate()).by_date().first()
    chosen = f"?salon={coming.pk}" if coming else ""
    return redirect(reverse("tradeshows:attending", args=[listing.pk]) + chosen)

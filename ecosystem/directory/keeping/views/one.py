"""Keeping one listing: the page behind « Ajouter à mes favoris »."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.directory.audiences import opens_for
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.keeping.favourites import keep
from ecosystem.directory.keeping.forms import KeepForm
from ecosystem.directory.models import Listing


@never_cache
@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_listing(request: HttpRequest, pk: int) -> HttpResponse:
    """In which of my lists a listing stands; the first list is made on the way."""
    person, listing = person_of(request), _readable(request, pk)
    form = KeepForm(request.POST if request.method == "POST" else None, owner=person, listing=listing)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            count = keep(listing, data.get("lists") or (), owner=person, new_list=data["name"])
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _said(count))
            return redirect(listing.get_absolute_url())
    context = {"listing": listing, "form": form}
    return render(request, "directory/keeping/keep.html", context, status=422 if form.errors else 200)


def _said(count: int) -> str:
    if not count:
        return _("La fiche n’est plus dans vos favoris.")
    return ngettext("La fiche est dans %(count)d liste.", "La fiche est dans %(count)d listes.", count) % {
        "count": count
    }


def _readable(request: HttpRequest, pk: int) -> Any:
    """What this reader may open on line; the others do not exist."""
    listing = get_object_or_404(Listing.objects.public(), pk=pk)
    if not opens_for(request.user, listing):
        raise Http404
    return of_its_kind(listing)

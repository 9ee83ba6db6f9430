"""The lists of somebody who is signed in: create, name, order, share, remove, export."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.undoing import note_removal, removal_at, take_removal
from ecosystem.directory.audiences import opens_for
from ecosystem.directory.keeping import favourites as acts
from ecosystem.directory.keeping.exports import as_csv, as_json, rows_of
from ecosystem.directory.keeping.forms import NameForm, NoteForm
from ecosystem.directory.models import Favourite, FavouriteList, Listing

PER_PAGE = 20
REMOVED_SHOWN = 3


@never_cache
@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def favourites(request: HttpRequest) -> HttpResponse:
    """My lists, and the form of a new one; what was removed lately can be brought back from here."""
    person = person_of(request)
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = acts.create_list(person, form.cleaned_data["name"])
        except Refused as error:
            form.add_error("name", str(error))
        else:
            return redirect("directory:favourite_list", kept.pk)
    hers = FavouriteList.objects.of(person).annotate(count=Count("favourites"))
    since = timezone.now() - acts.KEPT_AFTER_REMOVAL
    removed = FavouriteList.objects.removed(person).filter(removed_at__gte=since)[:REMOVED_SHOWN]
    page = Paginator(hers, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "removed": removed}
    return render(request, "directory/keeping/lists.html", context, status=422 if form.errors else 200)


@never_cache
@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def favourite_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list in its order, with its notes; its name is changed here."""
    kept = _own(request, pk)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": kept.name})
    if request.method == "POST" and form.is_valid():
        try:
            acts.rename_list(kept, form.cleaned_data["name"])
        except Refused as error:
            form.add_error("name", str(error))
        else:
            return redirect("directory:favourite_list", pk)
    page = Paginator(entries(kept), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, opens_for(request.user, one.listing), _note_form(one)) for one in page]
    context = {"kept": kept, "page": page, "rows": rows, "form": form, "share_url": _share_url(kept)}
    if removed := _removed(request, kept):
        context |= {"removed": removed, "removed_is_open": opens_for(request.user, removed)}
    return render(request, "directory/keeping/list.html", context, status=422 if form.errors else 200)


@member_required
@require_POST
def favourite_list_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a list, bring it back, share it or take its link back."""
    kept = get_object_or_404(FavouriteList, pk=pk, owner=person_of(request))
    act = request.POST.get("act")
    try:
        if act == "remove":
            acts.remove_list(kept)
            return redirect("directory:favourites")
        if act == "entry_back":
            _bring_entry_back(request, _own(request, pk))
        elif act == "back":
            acts.bring_list_back(kept)
        elif act in ("share", "unshare"):
            acts.set_shared(_own(request, pk), act == "share")
    except Refused as error:
        messages.error(request, str(error))
        return redirect("directory:favourites")
    return redirect("directory:favourite_list", pk)


@member_required
@require_POST
def favourite_act(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry of a list: a place up or down, its note, or out of the list."""
    one = get_object_or_404(Favourite, pk=pk, inside__in=FavouriteList.objects.of(person_of(request)))
    act = request.POST.get("act")
    if act in ("up", "down"):
        acts.move(one, up=act == "up")
    elif act == "remove":
        note_removal(request, _place(one.inside_id), said_of(one))
        one.delete()
    else:
        form = NoteForm(request.POST, instance=one)
        if form.is_valid():
            form.save()
            messages.success(request, _("Note enregistrée."))
        else:
            messages.error(request, _("Une note tient en 300 caractères."))
    return redirect("directory:favourite_list", one.inside_id)


@member_required
@require_safe
def favourite_export(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The list as a file: the same entries, in the same order."""
    kept = _own(request, pk)
    rows = rows_of(one for one in entries(kept) if opens_for(request.user, one.listing))
    content, kind = (as_csv(rows), "text/csv") if form == "csv" else (as_json(rows), "application/json")
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    name = slugify(kept.name) or "favoris"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_safe
def shared_list(request: HttpRequest, key: str) -> HttpResponse:
    """A list as whoever has its link reads it: what is on line for everybody, without notes and without its owner."""
    kept = FavouriteList.objects.shared(key).first()
    if kept is None:
        raise Http404
    shown = entries(kept).filter(listing__state="published", listing__is_discreet=False)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/keeping/shared.html", {"kept": kept, "page": page})


def said_of(one: Favourite) -> dict[str, Any]:
    """What brings an entry back."""
    at = one.added_at.isoformat()
    return {"listing": one.listing_id, "note": one.note, "position": one.position, "added_at": at}


def _place(pk: int) -> str:
    return f"favourites:{pk}"


def _removed(request: HttpRequest, kept: FavouriteList) -> Listing | None:
    """What was just taken out of the list, as long as it can come back."""
    said = removal_at(request, _place(kept.pk))
    return Listing.objects.filter(pk=said["listing"]).first() if said else None


def _bring_entry_back(request: HttpRequest, kept: FavouriteList) -> None:
    listing, said = _removed(request, kept), take_removal(request, _place(kept.pk))
    if listing is not None and said is not None:
        at = datetime.fromisoformat(said["added_at"])
        acts.bring_back(kept, listing, note=said["note"], position=said["position"], added_at=at)


def _note_form(one: Favourite) -> NoteForm:
    return NoteForm(instance=one, auto_id=f"note-{one.pk}-%s")


def _share_url(kept: FavouriteList) -> str:
    """The address to give; empty for a list that is not shared."""
    return settings.SITE_URL + reverse("directory:shared_list", args=[kept.share_key]) if kept.share_key else ""


def entries(kept: FavouriteList) -> QuerySet[Favourite]:
    """What a list holds, in its order, in a constant number of queries."""
    rows = Favourite.objects.filter(inside=kept).select_related("listing").prefetch_related("listing__sectors")
    return rows.order_by("position", "pk")


def _own(request: HttpRequest, pk: int) -> FavouriteList:
    """A list of this person that she did not remove; somebody else's does not exist."""
    return get_object_or_404(FavouriteList.objects.of(person_of(request)), pk=pk)

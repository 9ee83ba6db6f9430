"""A startup's needs, as its team writes, opens and closes them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.panels import notes_of
from startups.actions import close_need, create_need, open_need, update_need
from startups.forms import CloseNeedForm, NeedForm
from startups.models import Need, Startup
from startups.rules import can_edit_need, can_write_needs

OPENED = "open"
"""The name of the button that saves a need and opens it at once."""


def need_or_404(request: HttpRequest, pk: int) -> Need:
    """The need, if the person may write it; for anybody else it does not exist."""
    need = get_object_or_404(Need.objects.select_related("startup", "topic"), pk=pk)
    if not can_write_needs(person_of(request), need.startup):
        raise Http404
    return need


@member_required
def need_list(request: HttpRequest) -> HttpResponse:
    """Every need of the person's startups."""
    startups = list(Startup.objects.live().of(person_of(request)).order_by("pk"))
    needs = list(Need.objects.filter(startup__in=startups).select_related("startup", "topic"))
    context = {"startups": startups, "needs": needs, "notes": notes_of(needs)}
    return render(request, "startups/space/needs.html", context)


@member_required
def need_create(request: HttpRequest) -> HttpResponse:
    """A new need, saved as a draft or opened at once."""
    person = person_of(request)
    mine = Startup.objects.live().of(person).order_by("pk")
    chosen = whole(request.GET.get("startup", ""))
    startup = mine.first() if chosen is None else mine.filter(pk=chosen).first()
    if startup is None:
        messages.info(request, _("Un besoin est celui d’une startup : commencez par votre fiche."))
        return redirect("startups:create")
    form = NeedForm(request.POST or None, initial={"languages": startup.languages})
    if request.method == "POST" and form.is_valid():
        need = create_need(startup, by=person, **form.cleaned_data)
        return _saved(request, need)
    return render(request, "startups/space/need_form.html", {"form": form, "startup": startup, "need": None})


@member_required
def need_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The life of a need."""
    need = need_or_404(request, pk)
    context = {"need": need, "moves": need.moves.select_related("by"), "can_edit": can_edit_need(need)}
    return render(request, "startups/space/need.html", context)


@member_required
def need_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another wording of a need that lives."""
    need = need_or_404(request, pk)
    if not can_edit_need(need):
        messages.error(request, _("Ce besoin est terminé : il ne se modifie plus. Déclarez-en un nouveau."))
        return redirect("startups:need", pk)
    form = NeedForm(request.POST or None, instance=Need.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, update_need(need, by=person_of(request), **form.cleaned_data))
        except Refused as error:
            form.add_error(None, str(error))
    return render(request, "startups/space/need_form.html", {"form": form, "startup": need.startup, "need": need})


@require_POST
@member_required
def need_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft."""
    return _opened(request, need_or_404(request, pk))


@member_required
def need_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a need, after a question."""
    need = need_or_404(request, pk)
    form = CloseNeedForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "startups/space/need_close.html", {"need": need, "form": form})
    try:
        close_need(need, by=person_of(request), reason=form.cleaned_data["reason"])
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Le besoin est clos : il n’entre plus dans les tournées."))
        enqueue(INDEX_LISTING, need.startup_id)
    return redirect("startups:need", pk)


def _saved(request: HttpRequest, need: Need) -> HttpResponse:
    if OPENED in request.POST and need.state == Need.State.DRAFT:
        return _opened(request, need)
    messages.success(request, _("Votre besoin est enregistré."))
    enqueue(INDEX_LISTING, need.startup_id)
    return redirect("startups:need", need.pk)


def _opened(request: HttpRequest, need: Need) -> HttpResponse:
    try:
        open_need(need, by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre besoin est ouvert. La prochaine tournée cherchera qui peut y répondre."))
        enqueue(INDEX_LISTING, need.startup_id)
    return redirect("startups:need", need.pk)

"""The form of a need: a new one or another wording, kept as a draft while it is typed."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING
from startups.actions import create_need, update_need
from startups.models import Need, Startup
from startups.need_forms import LOOKED, OPENED, NeedForm
from startups.rules import can_edit_need
from startups.views.needs import form_in_hand, need_or_404, opened, startup_in_hand


@member_required
def need_create(request: HttpRequest) -> HttpResponse:
    """A new need, saved as a draft or opened at once."""
    startup = startup_in_hand(request)
    if startup is None:
        messages.info(request, _("Un besoin est celui d’une startup : commencez par votre fiche."))
        return redirect("startups:create")
    if LOOKED in request.POST:
        return _page(request, form_in_hand(request)[0], startup, None)
    initial = {"languages": startup.languages, "draft_key": uuid4(), "family": request.GET.get("family", "")}
    form = NeedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, create_need(startup, by=person_of(request), **form.cleaned_data))
        except Refused as error:
            form.add_error(None, str(error))
    return _page(request, form, startup, None)


@member_required
def need_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another wording of a need that lives."""
    need = need_or_404(request, pk)
    if not can_edit_need(need):
        messages.error(request, _("Ce besoin est terminé : il ne se modifie plus. Déclarez-en un nouveau."))
        return redirect("startups:need", pk)
    if LOOKED in request.POST:
        return _page(request, form_in_hand(request)[0], need.startup, need)
    form = NeedForm(request.POST or None, instance=Need.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "draft_key"}
        try:
            return _saved(request, update_need(need, by=person_of(request), **values))
        except Refused as error:
            form.add_error(None, str(error))
    return _page(request, form, need.startup, need)


@require_POST
@member_required
def need_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is right so far of a draft, and say when; an open need is saved by its button alone."""
    form, startup = form_in_hand(request)
    values = form.written()
    says_something = bool(values.get("draft_key") and (values.get("title") or values.get("topic")))
    is_new = form.instance._state.adding
    if not (says_something if is_new else Need.objects.filter(pk=form.instance.pk, state=Need.State.DRAFT).exists()):
        return HttpResponse(status=204)
    try:
        if is_new:
            create_need(startup, by=person_of(request), **values)
        else:
            update_need(form.instance, by=person_of(request), **{**values, "draft_key": form.instance.draft_key})
    except Refused:
        return HttpResponse(status=204)
    return render(request, "startups/space/need_kept.html", {"at": timezone.now()})


@require_POST
@member_required
def need_questions(request: HttpRequest) -> HttpResponse:
    """The questions of the subject that was just chosen, with what is typed already."""
    form, startup = form_in_hand(request)
    return render(request, "startups/space/need_questions.html", {"form": form, "startup": startup})


def _page(request: HttpRequest, form: NeedForm, startup: Startup, need: Need | None) -> HttpResponse:
    context = {"form": form, "startup": startup, "need": need, "written": form.shown(startup)}
    return render(request, "startups/space/need_form.html", context)


def _saved(request: HttpRequest, need: Need) -> HttpResponse:
    if OPENED in request.POST and need.state == Need.State.DRAFT:
        return opened(request, need)
    messages.success(request, _("Votre besoin est enregistré."))
    enqueue(INDEX_LISTING, need.startup_id)
    return redirect("startups:need", need.pk)

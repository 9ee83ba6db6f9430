"""A startup's needs, as its team reads, opens, closes and opens them again."""

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
from startups.actions import close_need, open_need, reopen_need
from startups.importance import in_words
from startups.life import life_of
from startups.models import Need, Startup
from startups.need_forms import CloseNeedForm, NeedForm, ReopenNeedForm
from startups.questions import answered
from startups.rules import can_edit_need, can_reopen_need, can_write_needs


def need_or_404(request: HttpRequest, pk: int) -> Need:
    """The need, if the person may write it; for anybody else it does not exist."""
    need = get_object_or_404(Need.objects.select_related("startup", "topic"), pk=pk)
    if not can_write_needs(person_of(request), need.startup):
        raise Http404
    return need


def startup_in_hand(request: HttpRequest) -> Startup | None:
    """The startup that a new need is of: the one that is named, else the person's first."""
    mine = Startup.objects.live().of(person_of(request)).order_by("pk")
    chosen = whole(request.POST.get("startup") or request.GET.get("startup", ""))
    return mine.first() if chosen is None else mine.filter(pk=chosen).first()


def form_in_hand(request: HttpRequest) -> tuple[NeedForm, Startup]:
    """The form as it is typed, of a need that is written or not yet; somebody else's does not exist."""
    pk = whole(request.POST.get("need", ""))
    if pk is not None:
        need = need_or_404(request, pk)
        return NeedForm(request.POST, instance=Need.objects.get(pk=pk)).without_complaints(), need.startup
    startup = startup_in_hand(request)
    if startup is None:
        raise Http404
    return NeedForm(request.POST).without_complaints(), startup


@member_required
def need_list(request: HttpRequest) -> HttpResponse:
    """Every need of the person's startups."""
    startups = list(Startup.objects.live().of(person_of(request)).order_by("pk"))
    needs = list(Need.objects.filter(startup__in=startups).select_related("startup", "topic"))
    context = {"startups": startups, "needs": needs, "notes": notes_of(needs)}
    return render(request, "startups/space/needs.html", context)


@member_required
def need_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The life of a need."""
    need = need_or_404(request, pk)
    others = need.startup.needs.exclude(pk=pk).order_by("-created_at")[:5]
    context = {
        "need": need,
        "life": life_of(need, request),
        "answers": answered(need),
        "importance": in_words(need.importance),
        "returned": need.reviews.last() if need.review == Need.Review.RETURNED else None,
        "others": others,
        "can_edit": can_edit_need(need),
        "can_reopen": can_reopen_need(need),
    }
    return render(request, "startups/space/need.html", context)


@require_POST
@member_required
def need_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft."""
    return opened(request, need_or_404(request, pk))


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


@member_required
def need_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again a need that ended, with a date to come or none."""
    need = need_or_404(request, pk)
    form = ReopenNeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_need(need, by=person_of(request), deadline_on=form.cleaned_data["deadline_on"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Votre besoin est ouvert à nouveau : il entre dans la prochaine tournée."))
            enqueue(INDEX_LISTING, need.startup_id)
            return redirect("startups:need", pk)
    elif not can_reopen_need(need):
        return redirect("startups:need", pk)
    return render(request, "startups/space/need_reopen.html", {"need": need, "form": form})


def opened(request: HttpRequest, need: Need) -> HttpResponse:
    """Open a draft, say so, and go to its page; a refusal is said there."""
    try:
        open_need(need, by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre besoin est ouvert. La prochaine tournée cherchera qui peut y répondre."))
        enqueue(INDEX_LISTING, need.startup_id)
    return redirect("startups:need", need.pk)

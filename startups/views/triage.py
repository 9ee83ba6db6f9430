"""The team's desk of needs: read oldest first, kept with one click, or returned with a typed reply."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING
from startups.actions import review_need
from startups.importance import in_words
from startups.models import Need, NeedReview
from startups.questions import answered
from startups.triage_forms import ReplyForm, TriageFilter

PAGE_SIZE = 20


@require_safe
@curator_required
def triage(request: HttpRequest) -> HttpResponse:
    """Open needs, those that nobody has read first."""
    asked = TriageFilter(request.GET)
    page = Paginator(asked.needs(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": asked, "page": page, "total": page.paginator.count, "waiting": Need.objects.to_triage().count()}
    return render(request, "startups/triage/list.html", context)


@curator_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One need in full, its past, and the reply."""
    need = _need_or_404(pk)
    form = ReplyForm(need, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            review_need(need, by=person_of(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            enqueue(INDEX_LISTING, need.startup_id)
            messages.success(request, _("Le besoin est rendu à la startup. Elle le lit par courriel et sur sa page."))
            return redirect("startups:triage")
    past = need.reviews.select_related("by")
    others = need.startup.needs.exclude(pk=pk).select_related("topic").order_by("-created_at")[:5]
    told = {"answers": answered(need), "importance": in_words(need.importance), "past": past, "others": others}
    return render(request, "startups/triage/need.html", {"need": need, "form": form, **told})


@require_POST
@curator_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """The need is clear: it stays in the rounds, and leaves the desk."""
    try:
        review_need(_need_or_404(pk), verdict=NeedReview.Verdict.KEPT, by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Le besoin est gardé."))
    return redirect("startups:triage")


def _need_or_404(pk: int) -> Need:
    return get_object_or_404(Need.objects.exclude(state=Need.State.DRAFT).select_related("startup", "topic"), pk=pk)

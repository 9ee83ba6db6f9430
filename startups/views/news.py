"""What a startup tells as it goes: a raise, a hiring, a customer; the latest first on its page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from startups.forms import NewsForm
from startups.telling import forget_news, tell_news
from startups.views.space import startup_or_404

PER_PAGE = 20


@member_required
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """The feed, and one more fact."""
    startup = startup_or_404(request, pk)
    form = NewsForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        tell_news(startup, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Votre nouvelle est enregistrée."))
        return redirect("startups:news", pk)
    page = Paginator(startup.news.select_related("by"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "startups/space/news.html", {"startup": startup, "form": form, "page": page})


@require_POST
@member_required
def news_remove(request: HttpRequest, pk: int, news: int) -> HttpResponse:
    """Take one fact back; gone already, it stays gone."""
    startup = startup_or_404(request, pk)
    told = get_object_or_404(startup.news, pk=news)
    forget_news(told)
    messages.success(request, _("La nouvelle est retirée."))
    return redirect("startups:news", pk)

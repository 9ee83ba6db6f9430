"""Lists in partners' pages: the frame itself, the page that explains, and the team's desk."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.directory.models import Embed
from ecosystem.home.embed_forms import EmbedForm
from ecosystem.home.embeds import SOURCES, page_of, snippet

PER_PAGE = 20
CACHED = "public, max-age=300"


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, token: str) -> HttpResponse:
    """The list alone: drawn without the request, it reads no cookie; only its partner's sites may frame it."""
    row = get_object_or_404(Embed.objects.on(), token=token)
    context = {"embed": row, "page": page_of(row, request.GET.get("page")), "all_url": all_of(row)}
    content = render_to_string("home/embed/list.html", context)
    response = HttpResponse(content, headers={"Cache-Control": CACHED})
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    known = get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
    setattr(known, "_csp_replace", {"frame-ancestors": row.ancestors})  # noqa: B010  # as its decorator does
    return known


def all_of(row: Embed) -> str:
    """The same list on the site."""
    return reverse(SOURCES[row.kind].list_url) + (f"?{row.query}" if row.query else "")


@require_safe
def embed_help(request: HttpRequest) -> HttpResponse:
    """What a partner can show on its own pages, and how to ask for it."""
    return render(request, "home/embed/help.html", {"contact": settings.ESCALE_CONTACT})


@require_safe
@never_cache
@curator_required
def embeds(request: HttpRequest) -> HttpResponse:
    """Every partner's list, by name."""
    page = Paginator(Embed.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/embed/embeds.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@curator_required
def embed_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new list, or one that exists, with what its partner pastes."""
    row = get_object_or_404(Embed, pk=pk) if pk else Embed(created_by=person_of(request))
    form = EmbedForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("La liste de ce partenaire est enregistrée."))
        return redirect("home:embed_edit", saved.pk)
    context = {"form": form, "embed": row, "snippet": snippet(row) if row.pk else ""}
    return render(request, "home/embed/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@curator_required
def embed_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """In service or not; pressed twice by the same button, it stays where the first press put it."""
    row = get_object_or_404(Embed, pk=pk)
    Embed.objects.filter(pk=row.pk).update(is_on=request.POST.get("on") == "1")
    return redirect("home:embeds")


@require_POST
@curator_required
def embed_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The list goes; the partner's frame stays empty."""
    get_object_or_404(Embed, pk=pk).delete()
    messages.success(request, _("La liste de ce partenaire est supprimée."))
    return redirect("home:embeds")

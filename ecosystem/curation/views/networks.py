"""Networks: the team keeps them, and their own people read the state of their startups."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required, member_required
from ecosystem.core.errors import Refused
from ecosystem.core.files import csv_file
from ecosystem.curation import networks as rules
from ecosystem.curation.network_forms import NetworkForm, PartnerForm, StartupWordsForm
from ecosystem.directory.models import Network, NetworkMember, NetworkStaff

PER_PAGE = 25
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@curator_required
def networks(request: HttpRequest) -> HttpResponse:
    """All networks, and a form for another."""
    form = NetworkForm(request.POST) if request.method == "POST" else NetworkForm()
    if form.is_valid():
        return redirect("curation:network_edit", form.save().pk)
    counted = Network.objects.annotate(
        startup_count=Count("members", distinct=True), people_count=Count("staff", distinct=True)
    ).order_by("name")
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "curation/networks.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@curator_required
def network_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A network's name, its startups and its people."""
    network = get_object_or_404(Network, pk=pk)
    form = NetworkForm(request.POST if request.method == "POST" else None, instance=network)
    if form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré."))
        return redirect("curation:network_edit", pk)
    return _edit_page(request, network, form=form)


def _edit_page(request: HttpRequest, network: Network, **forms: Any) -> HttpResponse:
    known = {"form": NetworkForm(instance=network), "startup_form": StartupWordsForm(), "partner_form": PartnerForm()}
    page = Paginator(network.members.select_related("listing"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"network": network, "page": page, "people": network.staff.select_related("user"), **known, **forms}
    wrong = any(form.errors for form in forms.values())
    return render(request, "curation/network_edit.html", context, status=422 if wrong else 200)


@require_POST
@curator_required
def network_startup_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a startup in the network."""
    network, form = get_object_or_404(Network, pk=pk), StartupWordsForm(request.POST)
    if form.is_valid():
        try:
            added = rules.add_startup(network, form.cleaned_data["startup"], by=person_of(request))
        except Refused as error:
            form.add_error("startup", str(error))
        else:
            messages.success(request, _("%(name)s est dans le réseau.") % {"name": added.name})
            return redirect("curation:network_edit", pk)
    return _edit_page(request, network, startup_form=form)


@require_POST
@curator_required
def network_partner_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person read the network's startups."""
    network, form = get_object_or_404(Network, pk=pk), PartnerForm(request.POST)
    if form.is_valid():
        try:
            added = rules.add_partner(network, form.cleaned_data["email"], by=person_of(request))
        except Refused as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("%(name)s suit maintenant ce réseau.") % {"name": added})
            return redirect("curation:network_edit", pk)
    return _edit_page(request, network, partner_form=form)


@require_POST
@curator_required
def network_startup_remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Take a startup out of the network; its listing stays as it is."""
    get_object_or_404(NetworkMember, pk=member, network=pk).delete()
    messages.success(request, _("La startup n’est plus dans le réseau."))
    return redirect("curation:network_edit", pk)


@require_POST
@curator_required
def network_partner_remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """The person no longer reads the network's startups, from her next page on."""
    get_object_or_404(NetworkStaff, pk=person, network=pk).delete()
    messages.success(request, _("La personne ne suit plus ce réseau."))
    return redirect("curation:network_edit", pk)


@require_http_methods(GET_OR_POST)
@curator_required
def network_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes, then remove the network; the listings stay."""
    network = get_object_or_404(Network, pk=pk)
    if request.method == "POST":
        network.delete()
        messages.success(request, _("Le réseau est supprimé. Les fiches sont restées."))
        return redirect("curation:networks")
    return render(request, "curation/network_delete.html", {"network": network, "startups": network.members.count()})


@require_safe
@never_cache
@member_required
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """A network's own startups, for its people: state, how full, needs; nothing confidential."""
    found = _mine(request, slug)
    page = Paginator(rules.members_of(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {"network": found, "page": page, "rows": rules.followed(page), "figures": rules.figures(found)}
    return render(request, "curation/network.html", context)


@require_safe
@never_cache
@member_required
def network_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same rows as a file."""
    found = _mine(request, slug)
    head = [_("Startup"), _("Commune"), _("État"), _("Complète à, en %"), _("Besoins ouverts"), _("Vérifiée le")]
    rows = (
        [
            row.startup.name,
            row.startup.city,
            row.startup.get_state_display(),
            row.percent,
            row.open_needs,
            timezone.localdate(row.startup.verified_at).isoformat() if row.startup.verified_at else "",
        ]
        for row in rules.followed(rules.members_of(found))
    )
    return csv_file(f"{found.slug}.csv", [head, *rows])


def _mine(request: HttpRequest, slug: str) -> Network:
    """The network, for its own people and for the team; it does not exist for anybody else."""
    person = person_of(request)
    return get_object_or_404(Network.objects.all() if person.is_curator else Network.objects.of(person), slug=slug)

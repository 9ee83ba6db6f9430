"""A startup's own pages: its listing, written by the people who belong to it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING, move_listing, set_logo
from ecosystem.directory.forms import LogoForm
from ecosystem.directory.ties import ties_page
from startups.actions import create_startup, submit_startup, update_startup
from startups.errors import SirenTaken
from startups.forms import StartupForm
from startups.models import Startup
from startups.rules import can_edit_startup, can_submit, missing_fields


def startup_or_404(request: HttpRequest, pk: int) -> Startup:
    """The startup, if the person may write its listing; for anybody else it does not exist."""
    startup = get_object_or_404(Startup.objects.live(), pk=pk)
    if not can_edit_startup(person_of(request), startup):
        raise Http404
    return startup


@member_required
def own(request: HttpRequest) -> HttpResponse:
    """Where « Ma fiche » leads: the listing that the person writes, or a new one."""
    mine = Startup.objects.live().administered_by(person_of(request)).order_by("pk").first()
    return redirect("startups:edit", mine.pk) if mine else redirect("startups:create")


@member_required
def create(request: HttpRequest) -> HttpResponse:
    """A new listing, kept as a draft."""
    person = person_of(request)
    form = StartupForm(request.POST or None, initial={"country": "FR", "language": person.language})
    if request.method == "POST" and form.is_valid():
        try:
            startup = create_startup(by=person, **form.cleaned_data)
        except SirenTaken as error:
            form.add_error("siren", str(error))
        else:
            messages.success(
                request, _("Votre fiche est enregistrée en brouillon. Ajoutez votre logo, puis envoyez-la.")
            )
            return redirect("startups:edit", startup.pk)
    return render(request, "startups/space/create.html", {"form": form})


@member_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The listing, its logo, and its next step."""
    startup = startup_or_404(request, pk)
    form = StartupForm(request.POST or None, instance=Startup.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            update_startup(startup, by=person_of(request), **form.cleaned_data)
        except SirenTaken as error:
            form.add_error("siren", str(error))
        else:
            messages.success(request, _("Votre fiche est enregistrée."))
            if startup.is_public:
                enqueue(INDEX_LISTING, pk)
            return redirect("startups:edit", pk)
    return _edit_page(request, startup, form, LogoForm())


@member_required
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Another logo, or none; whatever is wrong with the file, the former one stays."""
    startup = startup_or_404(request, pk)
    if request.method != "POST":
        return redirect("startups:edit", pk)
    if "remove" in request.POST:
        set_logo(startup, None, by=person_of(request))
        messages.success(request, _("Le logo est retiré."))
        return redirect("startups:edit", pk)
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edit_page(request, startup, StartupForm(instance=startup), form)
    set_logo(startup, form.cleaned_data["logo"], by=person_of(request))
    messages.success(request, _("Votre logo est enregistré."))
    return redirect("startups:edit", pk)


@require_POST
@member_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the listing to the curators."""
    try:
        submit_startup(startup_or_404(request, pk), by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre fiche est envoyée. L’équipe la relit sous deux jours ouvrés."))
    return redirect("startups:edit", pk)


@require_POST
@member_required
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published listing off line."""
    try:
        move_listing(startup_or_404(request, pk), "hide", by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        enqueue(INDEX_LISTING, pk)
        messages.success(request, _("Votre fiche est masquée : elle n’apparaît plus dans l’annuaire."))
    return redirect("startups:edit", pk)


@member_required
def ties(request: HttpRequest, pk: int) -> HttpResponse:
    """Competitors, and people not to be proposed again."""
    return ties_page(request, startup_or_404(request, pk), space="founder")


def _edit_page(request: HttpRequest, startup: Startup, form: StartupForm, logo_form: LogoForm) -> HttpResponse:
    context = {
        "startup": startup,
        "form": form,
        "logo_form": logo_form,
        "missing": missing_fields(startup),
        "can_submit": can_submit(startup),
        "last_move": startup.moves.last(),
        "contact": settings.ESCALE_CONTACT,
    }
    return render(request, "startups/space/edit.html", context)

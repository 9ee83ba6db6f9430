"""A funder's own pages: its thesis, its files of the month and its pause."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.accounts.consents import Purpose, agree
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING, move_listing, set_logo
from ecosystem.directory.conflicts import conflict_page, version_of, write_choices
from ecosystem.directory.errors import StaleEdit
from ecosystem.directory.forms import LogoForm
from ecosystem.directory.taken import SirenTaken
from ecosystem.directory.ties import ties_page
from ecosystem.directory.writing import with_pending, withdraw_pending
from funders.actions import (
    create_funder,
    pause_funder,
    resume_funder,
    set_files_per_month,
    submit_funder,
    update_funder,
    write_funder,
)
from funders.errors import AlreadyFunder
from funders.forms import AvailabilityForm, ThesisForm
from funders.models import Funder
from funders.rules import can_submit, missing_fields


def own_funder(request: HttpRequest) -> Funder:
    """The person's funder listing; without one, these pages do not exist for her."""
    funder = Funder.objects.live().filter(user=person_of(request)).first()
    if funder is None:
        raise Http404
    return funder


@member_required
def thesis(request: HttpRequest) -> HttpResponse:
    """The thesis on one page, as a draft at first."""
    person = person_of(request)
    funder = Funder.objects.live().filter(user=person).first()
    editing = with_pending(Funder.objects.get(pk=funder.pk)) if funder else Funder()
    initial = {} if funder else {"name": person.full_name, "country": "FR", "countries": ["FR"], "languages": ["fr"]}
    form = ThesisForm(request.POST or None, instance=editing, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, funder)
        except StaleEdit as error:
            return _conflict(request, own_funder(request), form, error)
        except SirenTaken as error:
            form.refuse_taken(error)
        except AlreadyFunder as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Votre thèse est enregistrée."))
            if funder is not None and funder.is_public:
                enqueue(INDEX_LISTING, funder.pk)
            return redirect("funders:thesis")
    return _thesis_page(request, funder, form, LogoForm())


@member_required
def availability(request: HttpRequest) -> HttpResponse:
    """Files of the month and pause."""
    funder = own_funder(request)
    resting = funder.paused_until is not None and funder.paused_until >= timezone.localdate()
    start = {"files_per_month": funder.files_per_month, "paused_until": funder.paused_until if resting else None}
    form = AvailabilityForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            set_files_per_month(funder, form.cleaned_data["files_per_month"])
        except Refused as error:
            form.add_error("files_per_month", str(error))
        else:
            until = form.cleaned_data["paused_until"]
            pause_funder(funder, until=until) if until else resume_funder(funder)
            messages.success(request, _("Vos dossiers et votre pause sont enregistrés."))
            return redirect("funders:availability")
    context = {"funder": funder, "form": form, "taken": funder.files_per_month - funder.places_left}
    return render(request, "funders/space/availability.html", context)


@member_required
def ties(request: HttpRequest) -> HttpResponse:
    """Shares, and startups not to be proposed again."""
    return ties_page(request, own_funder(request), space="funder")


@member_required
def logo(request: HttpRequest) -> HttpResponse:
    """Another logo, or none; whatever is wrong with the file, the former one stays."""
    funder = own_funder(request)
    if request.method != "POST":
        return redirect("funders:thesis")
    form = LogoForm(request.POST, request.FILES)
    if "remove" in request.POST:
        set_logo(funder, None, by=person_of(request))
        messages.success(request, _("Le logo est retiré."))
    elif form.is_valid():
        set_logo(funder, form.cleaned_data["logo"], by=person_of(request))
        messages.success(request, _("Votre logo est enregistré."))
    else:
        return _thesis_page(request, funder, ThesisForm(instance=funder), form)
    return redirect("funders:thesis")


@require_POST
@member_required
def submit(request: HttpRequest) -> HttpResponse:
    """Hand the thesis to the curators."""
    try:
        submit_funder(own_funder(request), by=person_of(request))
        agree(person_of(request), Purpose.PUBLISH, Purpose.MATCHING, where="envoi", space="funder")
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre fiche est envoyée. L’équipe la relit sous deux jours ouvrés."))
    return redirect("funders:thesis")


@require_POST
@member_required
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back what waits for a curator; done already, it stays done."""
    withdraw_pending(own_funder(request), by=person_of(request))
    messages.success(request, _("Vos changements en attente sont retirés : la fiche en ligne ne bouge pas."))
    return redirect("funders:thesis")


@require_POST
@member_required
def hide(request: HttpRequest) -> HttpResponse:
    """Take a published listing off line."""
    funder = own_funder(request)
    try:
        move_listing(funder, "hide", by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        enqueue(INDEX_LISTING, funder.pk)
        messages.success(request, _("Votre fiche est masquée : elle n’apparaît plus dans l’annuaire."))
    return redirect("funders:thesis")


@require_POST
@member_required
def conflict(request: HttpRequest) -> HttpResponse:
    """Write what was chosen of the fields that somebody else changed meanwhile."""
    funder, person = own_funder(request), person_of(request)
    form = ThesisForm(request.POST, instance=with_pending(Funder.objects.get(pk=funder.pk)))
    if not form.is_valid():
        return _thesis_page(request, funder, form, LogoForm())
    try:
        write_choices(
            request,
            form.cleaned_data,
            lambda values, base: write_funder(funder, values, by=person, base_version=base),
        )
    except SirenTaken as error:
        form.refuse_taken(error)
        return _thesis_page(request, funder, form, LogoForm())
    except StaleEdit as error:
        return _conflict(request, funder, form, error)
    messages.success(request, _("Vos choix sont enregistrés."))
    if funder.is_public:
        enqueue(INDEX_LISTING, funder.pk)
    return redirect("funders:thesis")


def _conflict(request: HttpRequest, funder: Funder, form: ThesisForm, error: StaleEdit) -> HttpResponse:
    back, action = reverse("funders:thesis"), reverse("funders:conflict")
    return conflict_page(request, funder, form, error, action=action, space="funder", back=back)


def _save(request: HttpRequest, form: ThesisForm, funder: Funder | None) -> Funder:
    person = person_of(request)
    if funder:
        return update_funder(funder, by=person, base_version=version_of(request), **form.cleaned_data)
    return create_funder(by=person, **form.cleaned_data)


def _thesis_page(request: HttpRequest, funder: Funder | None, form: ThesisForm, logo_form: LogoForm) -> HttpResponse:
    context = {
        "funder": funder,
        "form": form,
        "logo_form": logo_form,
        "missing": missing_fields(funder) if funder else [],
        "can_submit": funder is not None and can_submit(funder),
        "version": request.POST.get("version") or (funder.version if funder else ""),
        "contact": settings.ESCALE_CONTACT,
    }
    return render(request, "funders/space/thesis.html", context)

"""A startup's listing in six steps: each saved by its button, a draft also while it is typed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.conflicts import conflict_page, version_of, write_choices
from ecosystem.directory.errors import StaleEdit
from ecosystem.directory.taken import SirenTaken
from ecosystem.directory.writing import Written, with_pending
from startups.actions import create_startup, write_startup
from startups.filling import fill_from_register
from startups.forms import StartForm, StepForm
from startups.models import Startup
from startups.registry import is_on, look_up
from startups.rules import is_before_review
from startups.steps import BY_SLUG, STEPS, Step, next_of, progress_of, url_of
from startups.views.space import startup_or_404
from startups.views.wizard_steps import add_typed_member, faulty_fields, needs_step, review_step, step_page


@member_required
def create(request: HttpRequest) -> HttpResponse:
    """A new listing begins with its number, which the register completes, or with its name."""
    person = person_of(request)
    form = StartForm(request.POST or None, initial={"language": person.language})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        company = look_up(values["siren"])
        values["name"] = values["name"] or (company.name if company else "")
        if not values["name"]:
            form.ask_for_a_name()
        else:
            try:
                startup = create_startup(by=person, language=person.language, country="FR", **values)
            except SirenTaken as error:
                form.refuse_taken(error)
            else:
                return _begun(request, startup, company)
    return render(request, "startups/space/create.html", {"form": form, "steps": STEPS, "lookup": is_on()})


@member_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Where « Modifier » leads: the first step that lacks something, or the last one."""
    startup = startup_or_404(request, pk)
    return redirect("startups:step", pk, progress_of(startup, None, faulty_fields(startup)).first_open)


@member_required
def step(request: HttpRequest, pk: int, etape: str) -> HttpResponse:
    """One step of the listing."""
    startup = startup_or_404(request, pk)
    found = step_or_404(etape)
    if found.slug in ASIDE:
        return ASIDE[found.slug](request, startup, found)
    form = step_form(request, startup, found)
    if request.method != "POST":
        return step_page(request, startup, found, form)
    if "autosave" in request.POST:
        return _kept(request, startup, found, form)
    if not (form.is_valid() and add_typed_member(request, startup, found)):
        return step_page(request, startup, found, form)
    try:
        written = _write(request, startup, form.cleaned_data, version_of(request))
    except SirenTaken as error:
        form.refuse_taken(error)
        return step_page(request, startup, found, form)
    except StaleEdit as error:
        return _conflict(request, startup, found, form, error)
    return _saved(request, startup, found, written)


@require_POST
@member_required
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """What was chosen between two texts is written; somebody may have written again meanwhile."""
    startup = startup_or_404(request, pk)
    found = step_or_404(request.POST.get("etape", ""))
    form = step_form(request, startup, found)
    if not form.is_valid():
        return step_page(request, startup, found, form)
    try:
        write_choices(request, form.cleaned_data, lambda values, base: _write(request, startup, values, base))
    except SirenTaken as error:
        form.refuse_taken(error)
        return step_page(request, startup, found, form)
    except StaleEdit as error:
        return _conflict(request, startup, found, form, error)
    messages.success(request, _("Vos choix sont enregistrés."))
    return redirect("startups:step", pk, found.slug)


ASIDE = {"besoins": needs_step, "relire": review_step}
"""The steps that are not only fields of the listing."""


def step_or_404(slug: str) -> Step:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def step_form(request: HttpRequest, startup: Startup, found: Step) -> StepForm:
    """The form of one step, on the listing as its author left it."""
    editing = with_pending(Startup.objects.get(pk=startup.pk))
    return StepForm(request.POST if request.method == "POST" else None, instance=editing, only=found.fields)


def _write(request: HttpRequest, startup: Startup, values: Any, base: int | None) -> Written[Startup]:
    written = write_startup(startup, values, by=person_of(request), base_version=base)
    if startup.is_public and written.changed:
        enqueue(INDEX_LISTING, startup.pk)
    return written


def _kept(request: HttpRequest, startup: Startup, found: Step, form: StepForm) -> HttpResponse:
    """Keep what is right so far of a draft, and say when; what is on line is saved by its button alone."""
    if not is_before_review(startup):
        return HttpResponse(status=204)
    form.is_valid()
    values = form.right_so_far()
    wrong = [form[name].label for name in form.errors if name in form.fields]
    context: dict[str, Any] = {"at": timezone.now(), "wrong": wrong, "startup": startup}
    try:
        startup = _write(request, startup, values, version_of(request)).listing
    except Refused as error:
        return render(request, "startups/space/kept.html", {"refused": str(error)})
    context |= {"startup": startup, "step": found, "progress": progress_of(startup, found, faulty_fields(startup))}
    return render(request, "startups/space/kept.html", context)


def _saved(request: HttpRequest, startup: Startup, found: Step, written: Written[Startup]) -> HttpResponse:
    """On to the next step, or where the person asked; the register is asked when she asked for it."""
    if "lookup" in request.POST:
        return _looked_up(request, written.listing, found)
    if written.held:
        messages.success(request, _("Vos changements attendent l’équipe : la page garde ses mots d’ici là."))
    elif written.changed:
        messages.success(request, _("Votre fiche est enregistrée."))
    if "later" in request.POST:
        return redirect("home:space")
    if "stay" in request.POST:
        return redirect(url_of(startup, found.slug))
    following = next_of(found)
    return redirect(url_of(startup, following.slug if following else found.slug))


def _looked_up(request: HttpRequest, startup: Startup, found: Step) -> HttpResponse:
    company = look_up(startup.siren)
    if company is None:
        messages.info(request, _("Le registre ne répond pas, ou ne connaît pas ce numéro : continuez à la main."))
    else:
        filled = fill_from_register(startup, company, by=person_of(request)).changed
        _tell_filled(request, len(filled))
    return redirect(url_of(startup, found.slug))


def _begun(request: HttpRequest, startup: Startup, company: Any) -> HttpResponse:
    if company is not None:
        _tell_filled(request, len(fill_from_register(startup, company, by=person_of(request)).changed))
    else:
        messages.success(request, _("Votre fiche est enregistrée en brouillon. Rien n’est public."))
    return redirect(url_of(startup, STEPS[0].slug))


def _tell_filled(request: HttpRequest, count: int) -> None:
    if count:
        messages.success(request, _("Le registre a rempli des champs vides. Relisez-les, corrigez ce qui a changé."))
    else:
        messages.info(request, _("Le registre n’apporte rien de plus que ce que vous avez écrit."))


def _conflict(request: HttpRequest, startup: Startup, found: Step, form: StepForm, error: StaleEdit) -> HttpResponse:
    action, back = reverse("startups:conflict", args=[startup.pk]), url_of(startup, found.slug)
    return conflict_page(request, startup, form, error, action=action, space="founder", back=back, step=found.slug)

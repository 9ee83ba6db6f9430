"""The files of a listing: its logo, which everybody sees, and its deck, which opens after two yeses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.directory.actions import set_logo
from ecosystem.directory.forms import LogoForm
from startups.filling import set_deck
from startups.forms import DeckForm, StepForm
from startups.models import Startup
from startups.steps import BY_SLUG, Step
from startups.views.space import startup_or_404
from startups.views.wizard_steps import step_page

IDENTITY, TRACTION = BY_SLUG["identite"], BY_SLUG["traction"]


@member_required
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Another logo, or none; whatever is wrong with the file, the former one stays."""
    startup = startup_or_404(request, pk)
    if request.method != "POST":
        return redirect("startups:step", pk, IDENTITY.slug)
    if "remove" in request.POST:
        set_logo(startup, None, by=person_of(request))
        messages.success(request, _("Le logo est retiré."))
        return redirect("startups:step", pk, IDENTITY.slug)
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return step_page(request, startup, IDENTITY, _form(startup, IDENTITY), logo_form=form)
    set_logo(startup, form.cleaned_data["logo"], by=person_of(request))
    messages.success(request, _("Votre logo est enregistré."))
    return redirect("startups:step", pk, IDENTITY.slug)


@member_required
def deck(request: HttpRequest, pk: int) -> HttpResponse:
    """Another deck, or none; a file that is no PDF is refused beside its field, and the former one stays."""
    startup = startup_or_404(request, pk)
    if request.method != "POST":
        return redirect("startups:step", pk, TRACTION.slug)
    if "remove" in request.POST:
        set_deck(startup, None, by=person_of(request))
        messages.success(request, _("La présentation est retirée."))
        return redirect("startups:step", pk, TRACTION.slug)
    form = DeckForm(request.POST, request.FILES)
    if not form.is_valid():
        return step_page(request, startup, TRACTION, _form(startup, TRACTION), deck_form=form)
    set_deck(startup, form.cleaned_data["deck"], by=person_of(request))
    messages.success(request, _("Votre présentation est enregistrée. Personne ne l’ouvre avant deux oui."))
    return redirect("startups:step", pk, TRACTION.slug)


def _form(startup: Startup, step: Step) -> StepForm:
    return StepForm(instance=Startup.objects.get(pk=startup.pk), only=step.fields)

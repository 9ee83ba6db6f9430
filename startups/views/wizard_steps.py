"""What each step of the listing shows beside its fields, and the steps that are more than fields."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ecosystem.accounts.access import person_of
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.asked import asked_of
from ecosystem.directory.fields import fields_of, label_of, shown, values_of
from ecosystem.directory.forms import LogoForm
from ecosystem.directory.writing import with_pending
from startups.actions import add_member, create_need, open_need
from startups.first_need_form import FirstNeedForm
from startups.forms import DeckForm, MemberForm, StepForm
from startups.models import Need, Startup
from startups.need_forms import LOOKED
from startups.registry import is_on
from startups.rules import can_submit, missing_fields
from startups.steps import STEPS, Step, before, next_of, progress_of, url_of

SHOWN_NEEDS = 6


def faulty_fields(startup: Startup) -> list[str]:
    """The fields that a curator asks to correct, before the listing is on line or of what was changed since."""
    asked = asked_of(startup)
    return list(asked.fields) if asked else []


def step_page(
    request: HttpRequest, startup: Startup, found: Step, form: StepForm | FirstNeedForm, **more: Any
) -> HttpResponse:
    """One step, with the margin that says where the whole listing stands."""
    faulty = faulty_fields(startup)
    context: dict[str, Any] = {
        "startup": startup,
        "step": found,
        "form": form,
        "progress": progress_of(startup, found, faulty),
        "previous": before(found),
        "following": next_of(found),
        "version": request.POST.get("version") or startup.version,
        "lookup": is_on(),
        **_beside(request, startup, found),
        **more,
    }
    return render(request, "startups/space/wizard.html", context)


def _beside(request: HttpRequest, startup: Startup, found: Step) -> dict[str, Any]:
    """What a step shows besides its own fields."""
    if found.slug == "identite":
        return {"logo_form": LogoForm()}
    if found.slug == "traction":
        return {"deck_form": DeckForm()}
    if found.slug == "equipe":
        typed = request.POST if request.method == "POST" and request.POST.get("person-name") else None
        return {"members": startup.members.all(), "member_form": MemberForm(typed, prefix="person")}
    return {}


def add_typed_member(request: HttpRequest, startup: Startup, found: Step) -> bool:
    """Whoever was typed in the step of the team is shown on the listing; False when the name is wrong."""
    if found.slug != "equipe" or not request.POST.get("person-name", "").strip():
        return True
    form = MemberForm(request.POST, prefix="person")
    if not form.is_valid():
        return False
    add_member(startup, **form.cleaned_data)
    messages.success(request, _("%(name)s apparaît maintenant sur la fiche.") % {"name": form.cleaned_data["name"]})
    return True


def needs_step(request: HttpRequest, startup: Startup, found: Step) -> HttpResponse:
    """The first needs, in short; each has its own page for the rest."""
    needs = list(startup.needs.select_related("topic").order_by("-created_at", "-pk")[:SHOWN_NEEDS])
    typed = any(request.POST.get(name) for name in ("title", "topic", "family"))
    if request.method == "POST" and not typed:
        return _after_needs(request, startup, found)
    form = FirstNeedForm(request.POST if typed else None, initial=FirstNeedForm.begin(startup))
    if LOOKED in request.POST:
        form.without_complaints()
    elif typed and form.is_valid() and _need_is_kept(request, startup, form):
        return _after_needs(request, startup, found)
    asked = typed or not needs or "autre" in request.GET
    return step_page(request, startup, found, form, needs=needs, asked=asked, written=form.shown(startup))


def _need_is_kept(request: HttpRequest, startup: Startup, form: FirstNeedForm) -> bool:
    """The need is opened at once: rounds read it from the day when the listing is published."""
    try:
        need = create_need(startup, by=person_of(request), **form.cleaned_data)
        if need.state == Need.State.DRAFT:
            open_need(need, by=person_of(request))
    except Refused as error:
        form.add_error(None, str(error))
        return False
    enqueue(INDEX_LISTING, startup.pk)
    messages.success(request, _("Votre besoin est enregistré."))
    return True


def _after_needs(request: HttpRequest, startup: Startup, found: Step) -> HttpResponse:
    if "later" in request.POST:
        return redirect("home:space")
    following = next_of(found)
    return redirect(url_of(startup, following.slug if following else found.slug))


def review_step(request: HttpRequest, startup: Startup, found: Step) -> HttpResponse:
    """Everything that the curators will read, step by step, and the button that sends it."""
    reading = with_pending(Startup.objects.get(pk=startup.pk))
    values = values_of(reading)
    fields = fields_of(reading)
    parts = [
        (
            step,
            url_of(startup, step.slug),
            [_row(reading, name, values[name]) for name in fields if name in step.fields],
        )
        for step in STEPS
        if step.fields
    ]
    more = {
        "parts": [(step, url, [row for row in rows if row[1]]) for step, url, rows in parts],
        "needs": startup.needs.select_related("topic")[:SHOWN_NEEDS],
        "members": startup.members.all(),
        "missing": missing_fields(startup),
        "can_submit": can_submit(startup),
        "contact": settings.ESCALE_CONTACT,
    }
    return step_page(request, startup, found, StepForm(only=()), **more)


def _row(startup: Startup, name: str, value: Any) -> tuple[str, str]:
    return label_of(startup, name), shown(startup, name, value)

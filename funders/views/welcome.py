"""A funder's arrival: four short screens, saved one by one; each is a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from ecosystem.accounts.access import person_of
from ecosystem.accounts.consents import Purpose, agree
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.directory.arrival import WRITABLE, Arrival
from ecosystem.directory.models import Listing
from funders.actions import create_funder, set_files_per_month, submit_funder, update_funder
from funders.models import Funder
from funders.rules import missing_fields
from funders.welcome_forms import FORMS, TERMS

ARRIVAL = Arrival(
    app="funders",
    screens={
        "qui": "funders/welcome/qui.html",
        "quoi": "funders/welcome/quoi.html",
        "ou": "funders/welcome/ou.html",
        "rythme": "funders/welcome/rythme.html",
    },
    title=gettext_lazy("Déclarer votre thèse, cinq minutes"),
    lead=gettext_lazy("Quatre écrans, sur téléphone. Chaque réponse est enregistrée, vous pouvez fermer et reprendre."),
    whole="funders:thesis",
)


def arriving(request: HttpRequest) -> Funder | None:
    """The person's listing, if she has one."""
    mine: Funder | None = Funder.objects.live().filter(user=person_of(request)).first()
    return mine


def first_step_to_do(funder: Funder | None) -> str:
    """Where somebody who comes back goes on."""
    if funder is None or not funder.tagline:
        return "qui"
    return "rythme" if funder.stages and funder.thesis else "quoi"


@never_cache
@member_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Wherever she stopped, there she goes on; a listing that was sent has its own page."""
    funder = arriving(request)
    if funder is not None and funder.state not in WRITABLE:
        return redirect("funders:thesis")
    return redirect("funders:welcome_step", first_step_to_do(funder))


@never_cache
@member_required
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One screen: what is wrong stays on it, what is right is saved and leads to the next."""
    funder = arriving(request)
    if step not in ARRIVAL.steps:
        raise Http404
    if (funder is None and step != "qui") or (funder is not None and funder.state not in WRITABLE):
        return redirect("funders:welcome")
    form = FORMS[step](request.POST if request.method == "POST" else None, initial=_start(funder, FORMS[step], request))
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(funder, person_of(request), form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _after(request, saved, step)
    missing = missing_fields(funder) if funder is not None and step == "rythme" else ()
    return render(request, "directory/arrival.html", {**ARRIVAL.context(step, form), "missing": missing})


@never_cache
@member_required
def done(request: HttpRequest) -> HttpResponse:
    """The listing is with the team: what comes next."""
    funder = arriving(request)
    if funder is None or funder.state != Listing.State.SUBMITTED:
        return redirect("funders:welcome")
    context = {"listing": funder, "name": person_of(request).get_short_name(), "others": "funders:list"}
    return render(request, "directory/arrived.html", {**context, "others_label": _("Voir les autres financeurs")})


def _start(funder: Funder | None, form: Any, request: HttpRequest) -> dict[str, Any]:
    """What the listing already says of the fields of a screen."""
    if funder is None:
        return {"name": person_of(request).full_name}
    shown = {name: getattr(funder, name) for name in form.base_fields if name not in TERMS}
    shown |= {n: list(getattr(funder, n).values_list("pk", flat=True)) for n in TERMS if n in form.base_fields}
    if "countries" in shown:
        shown["countries"] = [country.code for country in funder.countries]
    return shown | ({"is_discreet": "1" if funder.is_discreet else ""} if "is_discreet" in shown else {})


def _save(funder: Funder | None, person: User, cleaned: dict[str, Any]) -> Funder:
    fields = dict(cleaned)
    files = fields.pop("files_per_month", None)
    if funder is None:
        return create_funder(by=person, country="FR", countries=["FR"], languages=["fr"], **fields)
    if files is not None:
        set_files_per_month(funder, files)
    return update_funder(funder, by=person, **fields)


def _after(request: HttpRequest, funder: Funder, step: str) -> HttpResponse:
    """The next screen; after the last, the listing is sent, and the yes that this needs is written with it."""
    if following := ARRIVAL.after(step):
        return redirect("funders:welcome_step", following)
    person = person_of(request)
    try:
        submit_funder(funder, by=person)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("funders:welcome_step", first_step_to_do(funder))
    agree(person, Purpose.PUBLISH, Purpose.MATCHING, where="accueil", space="funder")
    return redirect("funders:welcome_done")

"""A mentor's arrival: five short screens, saved one by one; each is a page of its own, so scripts are not needed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from ecosystem.accounts.access import person_of
from ecosystem.accounts.consents import Purpose, agree
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.text import whole
from ecosystem.directory.arrival import WRITABLE, Arrival
from ecosystem.directory.models import Listing
from mentors.actions import submit_mentor
from mentors.models import Mentor
from mentors.rules import missing_fields
from mentors.understanding import subjects_in
from mentors.views.public import slot_rows
from mentors.welcome import SAVES, first_step_to_do
from mentors.welcome_forms import ForWhomForm, KnowHowForm, PlacesForm, RefusalsForm, ShownForm

ARRIVAL = Arrival(
    app="mentors",
    screens={
        "savoir-faire": "mentors/welcome/savoir-faire.html",
        "pour-qui": "mentors/welcome/pour-qui.html",
        "places": "mentors/welcome/places.html",
        "refus": "mentors/welcome/refus.html",
        "visibilite": "mentors/welcome/visibilite.html",
    },
    title=gettext_lazy("Devenir mentor, cinq minutes"),
    lead=gettext_lazy("Cinq écrans, sur téléphone. Chaque réponse est enregistrée, vous pouvez fermer et reprendre."),
    whole="mentors:profile",
)


def arriving(request: HttpRequest) -> Mentor | None:
    """The person's listing as long as it is hers to finish; None before the first screen."""
    mine: Mentor | None = Mentor.objects.live().filter(user=person_of(request)).first()
    return mine


@never_cache
@member_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Wherever she stopped, there she goes on; a listing that was sent has its own page."""
    mentor = arriving(request)
    if mentor is not None and mentor.state not in WRITABLE:
        return redirect("mentors:profile")
    return redirect("mentors:welcome_step", first_step_to_do(mentor))


@never_cache
@member_required
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One screen: what is wrong stays on it, what is right is saved and leads to the next."""
    mentor = arriving(request)
    if step not in ARRIVAL.steps:
        raise Http404
    if (mentor is None and step != ARRIVAL.steps[0]) or (mentor is not None and mentor.state not in WRITABLE):
        return redirect("mentors:welcome")
    form = form_of(step, mentor, request.POST if request.method == "POST" else None)
    asks = request.method == "POST" and "understand" in request.POST
    if request.method == "POST" and not asks and form.is_valid():
        try:
            saved = SAVES[step](mentor, by=person_of(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _after(request, saved, step)
    return render(request, "directory/arrival.html", _context(step, mentor, form, asks))


@never_cache
@member_required
def done(request: HttpRequest) -> HttpResponse:
    """The listing is with the team: what comes next."""
    mentor = arriving(request)
    if mentor is None or mentor.state != Listing.State.SUBMITTED:
        return redirect("mentors:welcome")
    context = {"listing": mentor, "name": person_of(request).get_short_name(), "others": "mentors:list"}
    return render(request, "directory/arrived.html", {**context, "others_label": _("Voir les autres mentors")})


def _after(request: HttpRequest, mentor: Mentor, step: str) -> HttpResponse:
    """The next screen; after the last, the listing is sent, and the yes that this needs is written with it."""
    if following := ARRIVAL.after(step):
        return redirect("mentors:welcome_step", following)
    person = person_of(request)
    try:
        submit_mentor(mentor, by=person)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("mentors:welcome_step", first_step_to_do(mentor))
    agree(person, Purpose.PUBLISH, Purpose.MATCHING, where="accueil", space="mentor")
    return redirect("mentors:welcome_done")


def form_of(step: str, mentor: Mentor | None, posted: Any) -> Any:
    """The form of a screen, with what the listing already says."""
    if step == "savoir-faire":
        known = list(mentor.skills.values_list("skill", flat=True)) if mentor else []
        start = {"tagline": mentor.tagline if mentor else "", "subjects": known}
        return KnowHowForm(posted, initial=start, known=len(known))
    if mentor is None:
        raise Http404
    if step == "pour-qui":
        return ForWhomForm(posted, initial={"sectors": list(mentor.sectors.values_list("pk", flat=True)),
                                            "stages": mentor.stages, "languages": mentor.languages})  # fmt: skip
    if step == "places":
        return PlacesForm(posted, initial={"capacity": mentor.capacity, "slots": mentor.slots})
    if step == "refus":
        return RefusalsForm(posted, initial={"company": mentor.company, "employer_siren": mentor.employer_siren,
                            "refused_sectors": list(mentor.refused_sectors.values_list("pk", flat=True))})  # fmt: skip
    return ShownForm(posted, instance=Mentor.objects.get(pk=mentor.pk))


def _context(step: str, mentor: Mentor | None, form: Any, asks: bool) -> dict[str, Any]:
    context = {**ARRIVAL.context(step, form), "mentor": mentor}
    if step == "savoir-faire":
        context["understood"] = _understood(form, asks)
    if step == "places":
        context["slots"] = slot_rows(form["slots"].value() or ())
    if step == "visibilite" and mentor is not None:
        context |= {"missing": missing_fields(mentor), "first_skill": mentor.skills.select_related("skill").first()}
    return context


def _understood(form: Any, asks: bool) -> list[tuple[Any, bool]]:
    """The chips: what was ticked, and what the sentence says when she asks us to read it."""
    fields = form.fields["subjects"]
    ticked = {str(one) for one in form["subjects"].value() or ()}
    shown = list(fields.queryset.filter(pk__in=[pk for one in ticked if (pk := whole(one)) is not None]))
    if asks:
        form.errors.clear()
        if (more := whole(str(form["more"].value() or ""))) is not None:
            shown += list(fields.queryset.filter(pk=more))
        shown += subjects_in(form["tagline"].value() or "")
    return [(one, True) for one in dict.fromkeys(shown)]

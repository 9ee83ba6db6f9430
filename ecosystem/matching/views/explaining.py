"""Why not this pair: the answer for any need and any person of a computed round."""

from importlib import import_module
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.matching import why_words
from ecosystem.matching.models import Round
from ecosystem.matching.review import whole
from ecosystem.matching.views.rounds import PAGES
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need


@require_safe
@never_cache
@curator_required
def why_not(request: HttpRequest, pk: int) -> HttpResponse:
    """The address names the pair: nothing is written, and the answer can be sent to a colleague."""
    round_ = get_object_or_404(Round, pk=pk)
    if round_.state in PAGES:
        return redirect("matching:round", pk)
    needs, people = _choices(round_)
    need, person = whole(request.GET.get("besoin")), whole(request.GET.get("personne"))
    context: dict[str, Any] = {"round": round_, "needs": needs, "people": people, "need": need, "person": person}
    if need is not None and person is not None:
        context |= _answer(round_, need, person)
    elif need is not None:
        context["asks_person"] = True
    return render(request, "matching/why_not.html", context)


def _answer(round_: Round, need: int, person: int) -> dict[str, Any]:
    """The case in words, or the sentence that says why there is none; the engine is loaded only here."""
    explaining: Any = import_module("ecosystem.matching.actions.explaining")
    try:
        return {"case": why_words.case(round_, explaining.explain_pair(round_, need, person))}
    except Refused as error:
        return {"refusal": error}


def _choices(round_: Round) -> tuple[list[Need], list[Mentor] | list[Funder]]:
    """The needs of the round by startup, and everybody who is or was public, by name: two queries."""
    inside = Q(pk__in=round_.proposals.values("need")) | Q(pk__in=round_.unserved.values("need"))
    needs = list(Need.objects.filter(inside).select_related("startup").order_by("startup__sort_name", "pk"))
    if round_.kind == Round.Kind.MENTORS:
        return needs, list(Mentor.objects.proposable().only("pk", "name").order_by("sort_name", "pk"))
    return needs, list(Funder.objects.proposable().only("pk", "name").order_by("sort_name", "pk"))

"""Scenarios side by side, and the one that is kept."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Self

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from ecosystem.core.access import curator_required
from ecosystem.core.queue import enqueue
from ecosystem.matching import comparison, frontier
from ecosystem.matching.actions.scenarios import adopt_scenario
from ecosystem.matching.floors import Frontier
from ecosystem.matching.forms import CloneForm
from ecosystem.matching.models import Round
from ecosystem.matching.review import whole
from ecosystem.matching.side_by_side import cards, table
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.matching.views.rounds import first
from ecosystem.ui.typography import number

NEEDS_PER_PAGE = 50
PARTS = {"scenarios": "#columns", "frontiere": "#frontier"}
"""What is asked again while it is computed, by the part of the page that it takes the place of."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the rounds beside the base, and every need or those that change."""

    base: int
    beside: tuple[int, ...] = ()
    everyone: bool = False

    @classmethod
    def of(cls, base: int, query: QueryDict) -> Self:
        found = dict.fromkeys(whole(text) for text in query.getlist("avec"))
        beside = tuple(pk for pk in found if pk is not None and pk != base)
        return cls(base, beside, query.get("qui") == "tous")

    def query(self, **changes: Any) -> str:
        fields = {"avec": self.beside, "qui": "tous" if self.everyone else "", **changes}
        return urlencode({name: value for name, value in fields.items() if value}, doseq=True)

    @property
    def address(self) -> str:
        query = self.query()
        return reverse("matching:compare", args=[self.base]) + (f"?{query}" if query else "")


@require_safe
@never_cache
@curator_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What each scenario comes to, who gains and who loses; columns that compute are asked again."""
    base = get_object_or_404(Round, pk=pk)
    asked, beside, left_out = _beside(base, Asked.of(pk, request.GET))
    found = comparison.compare([base, *beside])
    part = PARTS.get(request.headers.get("HX-Target", ""), "")
    if part == PARTS["scenarios"] and not found.computing:
        return HttpResponseClientRefresh()
    listed = found.needs if asked.everyone else found.changed
    page = Paginator(listed, NEEDS_PER_PAGE).get_page(request.GET.get("page"))
    told = _names(found, page.object_list)
    context = {
        "round": base,
        "found": found,
        "here": asked.address,
        "query": f"base={pk}&{asked.query()}",
        "cards": cards(found, told),
        "rows": table(found, told, page.object_list) if found.can_be_read else [],
        "page": page,
        **left_out,
        **_around(base, asked, found),
    }
    return render(request, f"matching/compare.html{part}", context)


@require_POST
@curator_required
@refusal_goes_back
def ask_for_frontier(request: HttpRequest, pk: int) -> HttpResponse:
    """What floors would cost: computed by a worker, floor by floor."""
    round_ = get_object_or_404(Round, pk=pk)
    if import_module("ecosystem.matching.actions.floors").ask_frontier(round_):
        enqueue("ecosystem.matching.tasks.compute_frontier", pk)
    return redirect(Asked.of(pk, request.GET).address + "#frontiere")


@require_POST
@curator_required
@refusal_goes_back
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep this scenario: it is the one that will be sent."""
    kept = adopt_scenario(get_object_or_404(Round, pk=pk), by=request.user)  # type: ignore[arg-type]
    said = {"title": kept.title}
    messages.success(request, _("« %(title)s » est retenu : c’est ce scénario qui pourra être envoyé.") % said)
    base = whole(request.GET.get("base")) or pk
    return redirect(Asked.of(base, request.GET).address)


def _beside(base: Round, asked: Asked) -> tuple[Asked, list[Round], dict[str, object]]:
    """The rounds to put beside the base, in the order asked, and what cannot be: for other people, or one too many."""
    room = comparison.MOST - 1
    found = Round.objects.in_bulk(asked.beside)
    if len(found) < len(asked.beside):
        raise Http404
    chosen = [found[pk] for pk in asked.beside]
    alike = [one for one in chosen if one.kind == base.kind] if chosen else comparison.usual(base)
    kept = alike[:room]
    left_out: dict[str, object] = {
        "strangers": [one for one in chosen if one.kind != base.kind],
        "too_many": len(alike) > room,
    }
    return Asked(base.pk, tuple(one.pk for one in kept), asked.everyone), kept, left_out


def _names(found: comparison.Comparison, listed: Any) -> comparison.Names:
    """Everybody that the page names."""
    told = [change for column in found.others for change in column.told]
    worst = [column.answer.worst for column in found.computed if column.answer.worst is not None]
    needs = {*listed, *worst, *(change.need for change in told)}
    people = {person for change in told for person in change.left | change.joined}
    return comparison.names(found.columns[0].round.kind, needs, people)


def _drawn(base: Round, found: comparison.Comparison) -> dict[str, Any]:
    """The compared rounds and the floors of the base as points of one drawing."""
    floors = Frontier.of(base)
    points = [_point(column) for column in found.computed if column.served]
    taken = {(point.total, point.worst) for point in points}
    others = [point for point in floors.points if (point.total, point.worst) not in taken and point.served]
    drawing = frontier.draw(points + others) if len(points + others) > 1 else None
    return {"floors": floors, "floors_say_nothing": floors.is_whole and not others, "drawing": drawing}


def _point(column: comparison.Column) -> frontier.Point:
    round_ = column.round
    return frontier.Point(
        round_.title, column.answer.total, column.worst, column.served, round_.adopted, column.dominated
    )


def _alike(found: comparison.Comparison) -> QuerySet[Round]:
    return Round.objects.filter(pk__in=[column.round.pk for column in found.columns]).order_by("pk")


def _around(base: Round, asked: Asked, found: comparison.Comparison) -> dict[str, Any]:
    """What else can be compared, how the list is seen, and the drawing."""
    changed, everyone = number(len(found.changed)), number(len(found.needs))
    segments: list[dict[str, Any]] = [
        {"label": _("Qui change %(total)s") % {"total": changed}, "url": f"?{asked.query(qui='')}"},
        {"label": _("Les %(total)s") % {"total": everyone}, "url": f"?{asked.query(qui='tous')}"},
    ]
    segments[asked.everyone]["current"] = True
    chosen = {base.pk, *asked.beside}
    offered = [(other, other.pk in chosen) for other in comparison.offered(base)]
    return {
        "offered": offered,
        "segments": segments,
        **_drawn(base, found),
        "clone_form": CloneForm(_alike(found), initial=first(base)),
    }

"""Pages of text: how matching decides, what the law asks, who made the typeface."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ecosystem.home.example import example, weights_in_force
from ecosystem.matching.forms import RULES
from ecosystem.matching.models import Round
from ecosystem.ui import fonts


def facts() -> dict[str, Any]:
    """Who publishes the site and how to reach them."""
    return {"contact": settings.ESCALE_CONTACT, "address": settings.SITE_URL}


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How matching decides: the weights and rules in force, and what is never counted."""
    kinds = []
    for kind in Round.Kind:
        latest, parts = weights_in_force(kind)
        kinds.append(
            {"kind": kind, "label": kind.label, "round": latest, "parts": parts, "rules": rules_of(kind, latest)}
        )
    return render(request, "home/method.html", {"kinds": kinds, "example": example(), **facts()})


def rules_of(kind: Round.Kind, latest: Round | None) -> list[dict[str, Any]]:
    """The hard rules of a kind, and whether the latest round applied each; without a round, as a new one starts."""
    started = latest or Round()
    labels = {name: Round._meta.get_field(name).verbose_name for name in RULES[kind]}  # type: ignore[union-attr]
    return [{"label": label, "on": getattr(started, name)} for name, label in labels.items()]


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html", facts())


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html", facts())


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "home/legal.html", facts())


@require_safe
def credits_page(request: HttpRequest) -> HttpResponse:
    """What the site stands on, with the licence text of its typeface as its package carries it."""
    licence = (fonts.directory() / "OFL.txt").read_text(encoding="utf-8")
    return render(request, "home/credits.html", {**facts(), "licence": licence})

"""The startups that a mentor's public page names: those that agreed to it, and only as long as they do."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.http import HttpRequest

from ecosystem.directory.panels import register_panel
from ecosystem.engagements.models import Engagement
from startups.models import Startup

MOST = 12


def cited(mentor: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The latest first, each once, and how many others are not named; None where nobody may be."""
    helped = Engagement.objects.filter(mentor=mentor.pk).order_by("-started_at", "-pk")
    total = helped.order_by().values("need__startup").distinct().count()
    citable = Startup.objects.citable().values("pk")
    found: dict[int, Engagement] = {}
    for row in helped.filter(need__startup__in=citable).select_related("need__startup"):
        found.setdefault(row.need.startup_id, row)
    if not found:
        return None
    return {"cited": list(found.values())[:MOST], "others": total - len(found)}


def register() -> None:
    """Called once, when the apps are ready."""
    register_panel(apps.get_model("mentors", "Mentor"), "engagements/cited.html", cited, slot="outcomes")

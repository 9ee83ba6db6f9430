"""What a mentor's public page tells of her mentoring: figures, and the startups that agree to be named."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest

from ecosystem.directory.panels import register_panel
from ecosystem.directory.shared_panels import shared
from ecosystem.engagements.models import Engagement
from startups.models import Startup

MOST, MOST_READ = 12, 100
ENOUGH = 5
"""Below, no figure: a handful of engagements says nothing, or says who."""


@shared
def outcomes(mentor: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """What came of her mentoring: in figures from five on, and the startups that agreed; None where nothing is told."""
    helped = Engagement.objects.filter(mentor=mentor.pk)
    told = helped.aggregate(
        total=Count("pk"),
        startups=Count("need__startup", distinct=True),
        ended=Count("pk", filter=Q(state=Engagement.State.CLOSED)),
        since=Min("started_at__year"),
    )
    named = cited(helped) if told["total"] else []
    if not named and told["total"] < ENOUGH:
        return None
    return {"told": told if told["total"] >= ENOUGH else None, "cited": named, "others": told["startups"] - len(named)}


def cited(helped: QuerySet[Engagement]) -> list[Engagement]:
    """The startups that may be named, each once, the latest first."""
    citable = Startup.objects.citable().values("pk")
    found: dict[int, Engagement] = {}
    rows = helped.filter(need__startup__in=citable).select_related("need__startup").order_by("-started_at", "-pk")
    for row in rows[:MOST_READ]:
        found.setdefault(row.need.startup_id, row)
    return list(found.values())[:MOST]


def register() -> None:
    """Called once, when the apps are ready."""
    register_panel(apps.get_model("mentors", "Mentor"), "engagements/cited.html", outcomes, slot="outcomes")

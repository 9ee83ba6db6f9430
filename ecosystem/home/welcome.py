"""What somebody who has just arrived is told of what waits for her: real counts of today."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from ecosystem.directory.panels import register_panel
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

TEMPLATE = "home/welcome.html"


def register() -> None:
    """Called once, when the site starts."""
    register_panel(Mentor, TEMPLATE, for_mentor, slot="welcome")
    register_panel(Funder, TEMPLATE, for_funder, slot="welcome")


def for_mentor(mentor: Mentor, request: HttpRequest) -> Mapping[str, Any]:
    """The open needs that name one of her subjects."""
    needs = Need.objects.matchable(timezone.localdate()).for_mentors()
    return {"count": needs.filter(topic__in=mentor.skills.values("skill")).count()}


def for_funder(funder: Funder, request: HttpRequest) -> Mapping[str, Any]:
    """The open needs of money, of startups at a stage that it finances."""
    needs = Need.objects.matchable(timezone.localdate()).for_funders()
    return {"count": needs.filter(startup__stage__in=list(funder.stages or ())).count()}

"""What matching adds to the pages of the apps below."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.http import HttpRequest

from ecosystem.directory.panels import register_panel


def asked_for(need: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """Who was asked for a need, told to its startup: names only once they said yes; None before anybody was."""
    asked = list(need.proposals.seen().with_parties().order_by("sent_at", "pk"))
    if not asked:
        return None
    said_yes = [one for one in asked if one.person_answer == one.Answer.YES]
    waiting = [one for one in asked if one.state == one.State.SENT and not one.person_answer]
    return {"asked": asked, "said_yes": said_yes, "waiting": waiting}


def register() -> None:
    """Called once, when the apps are ready."""
    register_panel(apps.get_model("startups", "Need"), "matching/need_panel.html", asked_for)

"""« You may need »: for what a startup asks for in public, the mentors who master exactly that and have room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from ecosystem.directory.panels import register_panel
from ecosystem.directory.shared_panels import shared
from mentors.models import Mentor, MentorSkill
from startups.alike import topics_of
from startups.models import Startup

SHOWN = 3
LOOKED_AT = 200


@dataclass(frozen=True)
class Answer:
    """A mentor, and the subjects that the startup seeks and she brings, her strongest first."""

    mentor: Mentor
    subjects: tuple[str, ...]


def mentors_for(startup: Startup, limit: int = SHOWN) -> list[Answer]:
    """Listed mentors with a free place, by how many of the sought subjects they bring and how well.

    The strongest are looked at, a bounded number of them, before it is asked who has room.
    """
    sought = topics_of(startup)
    if not sought:
        return []
    brought: dict[int, list[MentorSkill]] = {}
    for row in MentorSkill.objects.filter(skill__in=list(sought)).order_by("-level", "-pk")[:LOOKED_AT]:
        brought.setdefault(row.mentor_id, []).append(row)
    free = Mentor.objects.listed().available(timezone.localdate()).in_bulk(list(brought))
    best = sorted(free, key=lambda pk: (-len(brought[pk]), -brought[pk][0].level, -pk))[:limit]
    return [Answer(free[pk], tuple(sought[one.skill_id] for one in brought[pk])) for pk in best]


@shared
def needed_panel(startup: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The block of the page of a startup that is on line; nothing is shown when nobody answers."""
    found = mentors_for(startup) if startup.is_public else []
    return {"found": found} if found else None


def register() -> None:
    """Called once, when the apps are ready."""
    register_panel(Startup, "home/needed.html", needed_panel, slot="similar", order=50)

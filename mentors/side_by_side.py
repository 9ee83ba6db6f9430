"""What is compared of two mentors; what one keeps back stays unsaid."""

from typing import Any

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.directory.keeping.compared import PLACE, SECTORS, Line, Said, field_line, register_lines
from mentors.models import MentorSkill


def skills_said(mentor: Any) -> Said:
    return [f"{one.skill} ({one.get_level_display()})" for one in mentor.skills.all()]


def room(mentor: Any) -> str:
    if not mentor.shows(mentor.Part.PLACES):
        return _("à demander")
    return render_to_string("mentors/places.html", {"mentor": mentor}).strip()


LINES = (
    Line(gettext_lazy("Savoir-faire"), skills_said),
    SECTORS,
    field_line("mentor", "stages", gettext_lazy("Stade accepté")),
    Line(gettext_lazy("Places"), room),
    field_line("mentor", "formats", gettext_lazy("Format")),
    field_line("mentor", "languages", gettext_lazy("Langues")),
    field_line("mentor", "company", gettext_lazy("Organisation")),
    PLACE,
)


def register() -> None:
    """Called once, when the apps are ready."""
    skills = MentorSkill.objects.select_related("skill").order_by("-level", "skill__position", "pk")
    register_lines("mentor", LINES, lambda: [Prefetch("skills", skills)])

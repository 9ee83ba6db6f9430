"""What is compared of two startups."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.keeping.compared import PLACE, SECTORS, Line, Said, field_line, register_lines
from ecosystem.ui.typography import euros, month
from startups.models import Need


def needs_said(startup: Any) -> Said:
    return [need.title for need in startup.public_needs]


LINES = (
    SECTORS,
    field_line("startup", "stage", _("Stade")),
    PLACE,
    Line(_("Cherche en ce moment"), needs_said),
    field_line("startup", "headcount", _("Effectif")),
    Line(_("Création"), lambda startup: month(startup.founded_on)),
    Line(_("Levé à ce jour"), lambda startup: euros(startup.raised_eur) if startup.raised_eur else ""),
    field_line("startup", "countries", _("Marchés")),
    field_line("startup", "languages", _("Langues")),
)


def register() -> None:
    """Called once, when the apps are ready."""
    needs = Need.objects.public().order_by("-opened_at", "-pk")
    register_lines("startup", LINES, lambda: [Prefetch("needs", needs, to_attr="public_needs")])

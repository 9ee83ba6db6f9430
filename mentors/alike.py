"""What two mentors may share beside their sectors and their commune."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from ecosystem.directory.similar import Ties, Trait, Values, register_traits
from mentors.models import MentorSkill


def known() -> QuerySet[MentorSkill]:
    return MentorSkill.objects.select_related("skill").order_by("-level", "skill__position", "pk")


def skills_of(mentor: Any) -> Values:
    return {one.skill_id: str(one.skill) for one in mentor.skills.all()}


def register() -> None:
    """Called once, when the apps are ready."""
    register_traits(
        "mentor",
        Trait(
            7,
            skills_of,
            lambda names: _("Aide aussi sur : %(names)s") % {"names": ", ".join(names)},
            Ties(MentorSkill.objects.all, "skill", "mentor"),
            lambda: [Prefetch("skills", known())],
        ),
    )

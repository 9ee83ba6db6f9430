"""What search engines read of a mentor's page: nothing of what she keeps back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ecosystem.directory.linked_data import Facts, breadcrumbs, facts_of
from ecosystem.ui.navigation import address
from mentors.models import Mentor, MentorSkill


def facts(mentor: Mentor, skills: Iterable[MentorSkill]) -> Facts:
    """A person, by what she brings."""
    company = {"@type": "Organization", "name": mentor.shown_company} if mentor.shown_company else None
    return facts_of(
        mentor,
        "Person",
        jobTitle=mentor.job_title,
        worksFor=company,
        knowsLanguage=list(mentor.languages or ()),
        knowsAbout=[str(one.skill.name) for one in skills],
        sameAs=mentor.website if mentor.shows(Mentor.Part.LINK) else "",
    )


def way(mentor: Mentor) -> Facts:
    return breadcrumbs((_("Mentors"), address("mentors:list")), (mentor.name, mentor.get_absolute_url()))

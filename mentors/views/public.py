"""The public pages of mentors: never their conflicts, nor the date on which a pause ends."""

from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from ecosystem.accounts.models import User
from ecosystem.directory.addresses import leads_on
from ecosystem.directory.audiences import has_met
from ecosystem.directory.map_views import MapOf, map_page, wants_map
from ecosystem.directory.templatetags.directory import choice_names, country_names, listed
from ecosystem.directory.views import list_page, shown_or_404
from ecosystem.ui.typography import number
from mentors import linked
from mentors.filters import MentorFilterSet
from mentors.models import Mentor, MentorQuerySet, MentorSkill, Slot

PER_PAGE = 18
ON_MAP = MapOf(
    title=gettext_lazy("Mentors"),
    search=gettext_lazy("Rechercher un mentor, un savoir-faire, un pays"),
    row="mentors/map_row.html",
    facets=("sujet", "secteur", "langue", "territoire"),
    said=lambda n: ngettext("%(shown)s mentor", "%(shown)s mentors", n) % {"shown": number(n)},
)


def with_skills(mentors: MentorQuerySet) -> MentorQuerySet:
    """Each mentor with what they bring, their best subjects first."""
    skills = MentorSkill.objects.select_related("skill").order_by("-level", "skill__position", "pk")
    return mentors.prefetch_related(Prefetch("skills", skills))


@require_safe
def mentor_list(request: HttpRequest) -> HttpResponse:
    """The directory of mentors, filtered by its address."""
    filters = MentorFilterSet(request.GET, with_skills(Mentor.objects.listed()), request=request)
    if wants_map(request):
        return map_page(request, filters, ON_MAP)
    return list_page(request, filters, "mentors/list.html", per_page=PER_PAGE)


@require_safe
@leads_on("mentor")
def mentor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a mentor."""
    mentors = with_skills(Mentor.objects.prefetch_related("sectors", "refused_sectors"))
    mentor = shown_or_404(mentors, slug, request.user, owner="user")
    meets = bool(mentor.hidden_parts) and is_met_by(request, mentor)
    skills = list(mentor.skills.all())
    context = {
        "mentor": mentor,
        "is_own": mentor.user_id is not None and mentor.user_id == request.user.pk,
        "skills": skills,
        "facts": linked.facts(mentor, skills),
        "way": linked.way(mentor),
        "accepted": accepted_by(mentor),
        "slots": slot_rows(mentor.slots or ()),
        "shown_slots": bool(mentor.slots) and (mentor.shows(Mentor.Part.HOURS) or meets),
        **{f"shown_{part}": mentor.shows(part) or meets for part in Mentor.Part.values},
        "refused": [sector.name for sector in mentor.refused_sectors.all()],
    }
    return render(request, "mentors/detail.html", context)


def is_met_by(request: HttpRequest, mentor: Mentor) -> bool:
    """Whoever was put in touch with the mentor, and the team, read what she keeps back from everybody else."""
    user = request.user
    return isinstance(user, User) and (user.is_curator or has_met(user, mentor))


def slot_rows(chosen: Iterable[str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The week as a table: each part of the day with its five slots, their names, and whether they are chosen."""
    kept = set(chosen)
    return [
        (name, [(slot.value, str(slot.label), slot.value in kept) for slot in Slot if slot.value.endswith(part)])
        for part, name in (("1", _("Matin")), ("2", _("Midi")), ("3", _("Soir")))
    ]


def accepted_by(mentor: Mentor) -> list[str]:
    """What a mentor takes on: a line a sector (their names hold commas), stages, markets; nothing is guessed."""
    found = [*(sector.name for sector in mentor.sectors.all()), listed(choice_names(mentor, "stages"))]
    if markets := listed(country_names(mentor.countries)):
        found.append(_("Marchés : %(markets)s") % {"markets": markets})
    return [line for line in found if line]

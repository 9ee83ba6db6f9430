"""The first page of each space; a newcomer chooses her door."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ecosystem.accounts.access import person_of
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.directory.models import Network
from ecosystem.home.spaces import founder_space, funder_space, mentor_space
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Startup
from startups.rules import can_edit_startup

DOORS = {
    User.Door.FOUNDER: "startups:create",
    User.Door.MENTOR: "mentors:welcome",
    User.Door.FUNDER: "funders:welcome",
}
"""Where somebody who has no listing yet starts, by what she chose when she signed up."""


@require_safe
@never_cache
@member_required
def space(request: HttpRequest) -> HttpResponse:
    """Each person lands where something may wait for her."""
    person = person_of(request)
    if person.is_curator:
        return redirect("matching:rounds")
    mine = list(Startup.objects.live().of(person).order_by("pk"))
    if mine:
        return _founder(request, person, mine)
    if Mentor.objects.live().filter(user=person).exists():
        return redirect("home:mentor")
    if Funder.objects.live().filter(user=person).exists():
        return redirect("home:funder")
    if followed := Network.objects.of(person).first():
        return redirect(followed)
    if door := DOORS.get(person.door):
        return redirect(door)
    return render(request, "home/spaces/newcomer.html", {"contact": settings.ESCALE_CONTACT})


@require_safe
@never_cache
@member_required
def mentor(request: HttpRequest) -> HttpResponse:
    """A mentor's dashboard; without her listing there is none."""
    person = person_of(request)
    mine = Mentor.objects.live().filter(user=person).first()
    if mine is None:
        raise Http404
    return render(request, "home/spaces/mentor.html", mentor_space(mine, person, timezone.localdate()))


@require_safe
@never_cache
@member_required
def funder(request: HttpRequest) -> HttpResponse:
    """A funder's dashboard; without its listing there is none."""
    person = person_of(request)
    mine = Funder.objects.live().filter(user=person).first()
    if mine is None:
        raise Http404
    return render(request, "home/spaces/funder.html", funder_space(mine, person, timezone.localdate()))


def _founder(request: HttpRequest, person: User, mine: list[Startup]) -> HttpResponse:
    """Somebody of several startups chooses one by `?startup=`."""
    wanted = request.GET.get("startup", "")
    startup = next((one for one in mine if str(one.pk) == wanted), mine[0])
    others = [one for one in mine if one.pk != startup.pk]
    context = founder_space(startup, timezone.localdate())
    can_edit = can_edit_startup(person, startup)
    return render(request, "home/spaces/founder.html", {**context, "others": others, "can_edit": can_edit})

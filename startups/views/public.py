"""The public pages of startups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ecosystem.accounts.models import User
from ecosystem.directory.addresses import leads_on
from ecosystem.directory.map_views import MapOf, map_page, wants_map
from ecosystem.directory.models import Sector
from ecosystem.directory.panels import Event, drawn, events_of, panels_of
from ecosystem.directory.views import list_page, shown_or_404
from ecosystem.ui.typography import number
from startups import linked
from startups.confidential import access_of
from startups.filters import StartupFilterSet
from startups.models import Member, Need, News, Startup, StartupQuerySet
from startups.rules import can_edit_startup


@dataclass(frozen=True)
class Milestone:
    """A dated fact of a startup's life, from its own data."""

    on: date
    title: str | Promise
    icon: str
    detail: str = ""
    state: str = "done"
    signed: str = ""
    url: str = ""
    when: str = ""
    """In the place of a date of which no more is known."""
    is_told: bool = False
    """In the author's words, and so in her language."""


SHOWN_NEWS = 12
NEWS_ICONS = {
    News.Kind.CUSTOMER: "handshake",
    News.Kind.PRODUCT: "package",
    News.Kind.RAISE: "coins",
    News.Kind.HIRE: "user-plus",
    News.Kind.AWARD: "award",
    News.Kind.OTHER: "megaphone",
    News.Kind.CLOSED: "flag",
}


ON_MAP = MapOf(
    title=_("Startups"),
    search=_("Rechercher une startup, un besoin, un mot"),
    row="startups/map_row.html",
    facets=("secteur", "stade", "cherche", "territoire"),
    said=lambda n: ngettext("%(shown)s startup", "%(shown)s startups", n) % {"shown": number(n)},
)


def with_public_needs(startups: StartupQuerySet) -> StartupQuerySet:
    """Each startup with its sectors and, in `public_needs`, the needs that visitors may read."""
    needs = Need.objects.public().select_related("topic").order_by("-opened_at", "-pk")
    return startups.prefetch_related("sectors", Prefetch("needs", needs, to_attr="public_needs"))


@require_safe
def startup_list(request: HttpRequest) -> HttpResponse:
    """The directory of startups, filtered by its address; as a list, or on the map."""
    startups = with_public_needs(Startup.objects.listed())
    if wants_map(request):
        return map_page(request, StartupFilterSet(request.GET, startups, request=request), ON_MAP)
    return list_page(request, StartupFilterSet(request.GET, startups, request=request), "startups/list.html")


@require_safe
@leads_on("startup")
def startup_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a startup."""
    sectors = Prefetch("sectors", Sector.objects.select_related("parent"))
    startup = shown_or_404(Startup.objects.prefetch_related(sectors), slug, request.user, owner="members__user")
    needs = list(Need.objects.public().filter(startup=startup).select_related("topic").order_by("-opened_at", "-pk"))
    startup.topics_sought = [need for need in needs if need.topic]  # what is near is looked for by these too
    team = list(startup.members.all())
    news = list(startup.news.select_related("by")[:SHOWN_NEWS])
    stones = milestones_of(startup, needs, news, events_of(startup, request))
    shows = panels_of(startup, request, "shows")
    access = access_of(startup, request.user)
    context = {
        "startup": startup,
        "needs": needs,
        "team": team,
        "milestones": stones,
        "shows": drawn(shows, request),
        "sections": sections(needs, team, stones, sum(more.get("count", 0) for _template, more in shows)),
        "facts": linked.facts(startup),
        "way": linked.way(startup),
        "between": linked.between(startup),
        "access": access,
        "edits": access.is_owner and isinstance(request.user, User) and can_edit_startup(request.user, startup),
    }
    return render(request, "startups/detail.html", context)


def sections(
    needs: Sequence[Need], team: Sequence[Member], stones: Sequence[Milestone], shows: int
) -> list[dict[str, Any]]:
    """The parts of the page that have something to show, the first of them where it opens."""
    parts = [
        (_("Présentation"), "#presentation", None, True),
        (_("Besoins"), "#besoins", len(needs), bool(needs)),
        (_("Équipe"), "#equipe", len(team), bool(team)),
        (_("Parcours"), "#parcours", None, bool(stones)),
        (_("Salons"), "#salons", shows, bool(shows)),
    ]
    return [
        {"label": label, "url": url, "count": count, "current": url == "#presentation"}
        for label, url, count, is_there in parts
        if is_there
    ]


def milestones_of(
    startup: Startup, needs: list[Need], news: Sequence[News] = (), events: Sequence[Event] = ()
) -> list[Milestone]:
    """What is dated: creation, publication, needs, news, and what other apps know, the latest first."""
    found = [Milestone(startup.founded_on, _("Création"), "flag", startup.city)] if startup.founded_on else []
    if startup.published_at:
        found.append(Milestone(timezone.localdate(startup.published_at), _("Fiche publiée sur le site"), "anchor"))
    found += declared(needs)
    found += [
        Milestone(one.on, one.title, NEWS_ICONS[News.Kind(one.kind)], one.body, signed=_signed(one), is_told=True)
        for one in news
    ]
    found += [
        Milestone(timezone.localdate(one.at), one.title, one.icon, one.detail, url=one.url, when=one.when)
        for one in events
    ]
    return sorted(found, key=lambda stone: stone.on, reverse=True)


def declared(needs: Sequence[Need]) -> list[Milestone]:
    """The needs by the month in which they were opened, whole above: only the one that is alone is named again."""
    months: dict[date, list[Need]] = {}
    for need in needs:
        if need.opened_at:
            months.setdefault(timezone.localdate(need.opened_at).replace(day=1), []).append(need)
    return [
        Milestone(
            max(timezone.localdate(one.opened_at) for one in opened if one.opened_at),
            ngettext("Besoin déclaré", "%(count)s besoins déclarés", len(opened)) % {"count": number(len(opened))},
            "search",
            opened[0].title if len(opened) == 1 else "",
            state="now",
        )
        for opened in months.values()
    ]


def _signed(news: News) -> str:
    """What kind of news, and by whom; an erased account signs no more."""
    name = news.by.full_name if news.by else ""
    return f"{news.get_kind_display()}, {name}" if name else str(news.get_kind_display())

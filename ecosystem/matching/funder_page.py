"""What a funder's public page tells above its thesis: twelve months of files, and how it fits the reader's startup."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.directory.panels import register_panel
from ecosystem.directory.shared_panels import shared
from ecosystem.directory.templatetags.directory import listed
from ecosystem.engagements.models import Introduction, IntroductionMove
from ecosystem.matching.models import Proposal
from ecosystem.ui.typography import euros
from funders.models import Funder
from startups.models import Startup

OVER = timedelta(days=365)
ENOUGH = 5
"""Files below which nothing is told."""


@dataclass(frozen=True, slots=True)
class Line:
    """One point of the comparison: it fits, it does so by exception, it does not, or it is not known."""

    state: str
    words: str
    missing: bool = False

    @property
    def icon(self) -> str:
        return {"ok": "check", "mid": "triangle-alert", "bad": "x"}.get(self.state, "info")


@shared
def year(funder: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The files of twelve months: read, met, studied, financed; None where fewer than five were read."""
    since = timezone.now() - OVER
    answered = Proposal.objects.seen().filter(funder=funder.pk, sent_at__gte=since).exclude(person_answer="")
    read = answered.count()
    if read < ENOUGH:
        return None
    moves = IntroductionMove.objects.filter(introduction__funder=funder.pk, at__gte=since)
    reached = set(moves.values_list("introduction_id", "to_state"))
    steps = [(_("dossiers lus"), read)]
    for state, label in (
        (Introduction.State.MET, _("rencontres")),
        (Introduction.State.DUE_DILIGENCE, _("études approfondies")),
        (Introduction.State.COMMITTED, _("financements")),
    ):
        steps.append((label, sum(to_state == state for _introduction, to_state in reached)))
    return {"steps": [{"label": label, "value": count} for label, count in steps], "total": read}


def fit(funder: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The thesis beside the reader's own startup, point by point; None for whoever writes none."""
    if not isinstance(request.user, User):
        return None
    startup = Startup.objects.administered_by(request.user).live().prefetch_related("sectors").order_by("pk").first()
    if startup is None:
        return None
    lines = list(lines_of(funder, startup))
    good = sum(line.state in {"ok", "mid"} for line in lines)
    edit = reverse("startups:edit", args=[startup.pk])
    return {"startup": startup, "lines": lines, "good": good, "total": len(lines), "edit_url": edit} if lines else None


def lines_of(funder: Funder, startup: Startup) -> Iterator[Line]:
    """Only the points that the thesis speaks of: what it leaves open bars nobody."""
    if funder.stages:
        yield stage_line(funder, startup)
    wanted = {sector.pk: sector.name for sector in funder.sectors.all()}
    if wanted:
        shared = [str(sector.name) for sector in startup.sectors.all() if sector.pk in wanted]
        yield Line("ok", listed(shared)) if shared else Line("bad", _("Aucun secteur en commun"))
    if funder.ticket_min_eur or funder.ticket_max_eur:
        yield amount_line(funder, startup)
    if funder.countries and startup.country:
        is_there = startup.country.code in {country.code for country in funder.countries}
        yield Line("ok" if is_there else "bad", str(startup.country.name))


def stage_line(funder: Funder, startup: Startup) -> Line:
    if not startup.stage:
        return Line("no", _("Stade non renseigné."), missing=True)
    name = startup.get_stage_display()
    if startup.stage in (funder.stages or ()):
        return Line("ok", name)
    by_exception = startup.stage in (funder.exception_stages or ())
    return Line("mid", _("%(stage)s, par exception") % {"stage": name}) if by_exception else Line("bad", name)


def amount_line(funder: Funder, startup: Startup) -> Line:
    """What she seeks against the ticket; her amount is read by her alone."""
    amount = startup.raise_eur
    if not amount:
        return Line("no", _("Montant recherché non renseigné."), missing=True)
    inside = (funder.ticket_min_eur or 0) <= amount <= (funder.ticket_max_eur or amount)
    words = _("%(amount)s cherchés, dans le ticket") if inside else _("%(amount)s cherchés, hors du ticket")
    return Line("ok" if inside else "bad", words % {"amount": euros(amount)})


def register() -> None:
    """Called once, when the apps are ready."""
    register_panel(Funder, "matching/funder_fit.html", fit, slot="fit")
    register_panel(Funder, "matching/funder_year.html", year, slot="pace")

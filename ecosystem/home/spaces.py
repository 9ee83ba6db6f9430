"""What each signed-in person finds on opening her space: what waits for her first, then what is under way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from ecosystem.accounts.models import User
from ecosystem.directory.completeness import completeness_of
from ecosystem.directory.freshness_card import freshness_of
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.home.checklists import funder_steps, mentor_steps
from ecosystem.home.shows import coming_shows
from ecosystem.matching.actions.mails import person_contact
from ecosystem.matching.models import Proposal, ProposalQuerySet
from ecosystem.matching.words import Names, Reason, reasons
from funders.models import Funder
from mentors.models import Mentor
from startups.first_run import first_run
from startups.models import Startup

SHOWS = 2


@dataclass(frozen=True)
class Contact:
    """Somebody to write to: shown only after two yeses."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class UnderWay:
    """An engagement or an introduction, with the people of the other side."""

    title: str
    other: str
    url: str
    since: Any
    state: str
    contacts: list[Contact]


def waiting_for_person(user: User, on: date) -> ProposalQuerySet:
    """Proposals that the person has not answered, the closest deadline first."""
    mine = Proposal.objects.of_person(user).awaited().filter(person_answer="")
    return _in_time(mine, on)


def waiting_for_startup(startup: Startup, on: date) -> ProposalQuerySet:
    """Proposals to which the person said yes and the startup has not answered yet."""
    theirs = Proposal.objects.awaited().filter(need__startup=startup, person_answer="yes", startup_answer="")
    return _in_time(theirs, on)


def with_reasons(proposals: Iterable[Proposal], side: str) -> list[dict[str, Any]]:
    """Each proposal with its score explained for one side, and the sentence that earned the most."""
    listed = list(proposals)
    names = Names.of(listed)
    explained = [(one, reasons(one, side, names)) for one in listed]
    return [{"proposal": one, "reasons": why, "quote": best_quote(why)} for one, why in explained]


def best_quote(why: Iterable[Reason]) -> str:
    """What the profile says about the part with the most points, among those that quote it."""
    quoted = [reason for reason in why if reason.quote]
    return max(quoted, key=lambda reason: reason.points).quote if quoted else ""


def founder_space(startup: Startup, on: date) -> dict[str, Any]:
    """A startup's dashboard."""
    needs = list(startup.needs.select_related("topic"))
    asked = Proposal.objects.sent().filter(need__startup=startup, person_answer="", expires_on__gte=on)
    completeness = completeness_of(startup)
    return {
        "startup": startup,
        "completeness": completeness,
        "freshness": freshness_of(startup),
        "first_run": first_run(startup, completeness),
        "members": startup.members.all(),
        "waiting": with_reasons(waiting_for_startup(startup, on), Proposal.Side.STARTUP),
        "asked_count": asked.count(),
        "open_needs": [need for need in needs if need.state == "open"],
        "draft_needs": [need for need in needs if need.state == "draft"],
        "under_way": [*_mentors_at_work(startup), *_funders_met(startup)],
        "shows": coming_shows(on, SHOWS),
    }


def mentor_space(mentor: Mentor, user: User, on: date) -> dict[str, Any]:
    """A mentor's dashboard."""
    engagements = Engagement.objects.active().filter(mentor=mentor)
    return {
        "mentor": mentor,
        "first_steps": mentor_steps(mentor),
        "freshness": freshness_of(mentor),
        "paused": mentor.is_paused(on),
        "waiting": with_reasons(waiting_for_person(user, on).filter(mentor=mentor), Proposal.Side.PERSON),
        "said_yes": _said_yes(user, on).filter(mentor=mentor),
        "under_way": [_of_startup(one, one.started_at, one.get_state_display()) for one in _with_team(engagements)],
    }


def funder_space(funder: Funder, user: User, on: date) -> dict[str, Any]:
    """A funder's dashboard."""
    introductions = Introduction.objects.filter(funder=funder)
    return {
        "funder": funder,
        "first_steps": funder_steps(funder),
        "freshness": freshness_of(funder),
        "paused": funder.paused_until is not None and funder.paused_until >= on,
        "taken": funder.files_per_month - funder.places_left,
        "waiting": with_reasons(waiting_for_person(user, on).filter(funder=funder), Proposal.Side.PERSON),
        "said_yes": _said_yes(user, on).filter(funder=funder),
        "under_way": [_of_startup(one, one.opened_at, one.get_state_display()) for one in _with_team(introductions)],
    }


def _in_time(proposals: ProposalQuerySet, on: date) -> ProposalQuerySet:
    still = proposals.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on))
    return still.with_parties().order_by("expires_on", "-score", "pk")


def _said_yes(user: User, on: date) -> ProposalQuerySet:
    mine = Proposal.objects.of_person(user).sent().filter(person_answer="yes", startup_answer="")
    return _in_time(mine, on)


def _with_team(rows: Any) -> Any:
    return rows.select_related("need__startup").prefetch_related("need__startup__members__user")


def _mentors_at_work(startup: Startup) -> Iterable[UnderWay]:
    rows = Engagement.objects.active().filter(need__startup=startup).select_related("need", "mentor__user")
    return [_of_person(row.need.title, row.mentor, row.started_at, row.get_state_display()) for row in rows]


def _funders_met(startup: Startup) -> Iterable[UnderWay]:
    rows = Introduction.objects.filter(need__startup=startup).select_related("need", "funder__user")
    return [_of_person(row.need.title, row.funder, row.opened_at, row.get_state_display()) for row in rows]


def _of_person(title: str, person: Mentor | Funder, since: Any, state: str) -> UnderWay:
    url = person.get_absolute_url() if person.is_public else ""
    return UnderWay(title, person.name, url, since, state, [Contact(**person_contact(person))])


def _of_startup(row: Engagement | Introduction, since: Any, state: str) -> UnderWay:
    startup = row.need.startup
    team = [member for member in startup.members.all() if member.user is not None and member.user.is_active]
    contacts = [Contact(member.name, member.user.email) for member in team if member.user is not None]
    if startup.contact_email or startup.contact_phone:
        contacts.append(Contact(startup.name, startup.contact_email, startup.contact_phone))
    url = startup.get_absolute_url() if startup.is_public else ""
    return UnderWay(row.need.title, startup.name, url, since, state, contacts)

"""Everything that the site holds about a person, for herself: never what the other side said of her."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q
from django.forms.models import model_to_dict

from ecosystem.accounts.models import CalendarKey, Consent, User
from ecosystem.core.models import MailChoice, MailText
from ecosystem.directory.models import (
    Assignment,
    CapacityChange,
    Claim,
    Favourite,
    FavouriteList,
    FreshnessAsk,
    Invitation,
    NeverAgain,
    Note,
    Opening,
    Report,
    Revision,
    Rival,
    Stake,
    Suggestion,
    Version,
)
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.models import CallNote, Proposal, RoundPair
from ecosystem.search.models import Alert
from ecosystem.tradeshows.models import Attendance
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need, NeedReview, News, Startup

SECRET = frozenset(
    {
        "password",
        "groups",
        "user_permissions",
        "conflicts",
        "listing",
        "listing_ptr",
        "session_key",
        "digest",
        "data",
        "source_ref",
        "html",
        "decided_by",
    }
)


def personal_data(user: User) -> dict[str, Any]:
    """Sections of plain values, ready for JSON."""
    startups = list(Startup.objects.of(user))
    mentors = list(Mentor.objects.filter(user=user))
    funders = list(Funder.objects.filter(user=user))
    people = [one.pk for one in [*mentors, *funders]]
    both = Q(need__startup__in=startups)
    hers = [*people, *(one.pk for one in startups)]
    return {
        "account": row(user),
        "addresses": [row(one) for one in EmailAddress.objects.filter(user=user)],
        "devices": [row(one) for one in UserSession.objects.filter(user=user)],
        "suggestions": [row(one) for one in Suggestion.objects.filter(Q(by=user) | Q(email__iexact=user.email))],
        "reports": [row(one) for one in Report.objects.filter(Q(by=user) | Q(email__iexact=user.email))],
        "notes": [row(one) for one in Note.objects.filter(by=user)],
        "followed": [row(one) for one in Assignment.objects.filter(person=user)],
        "consents": [row(one) for one in Consent.objects.filter(user=user)],
        "memberships": [row(one) for one in user.memberships.all()],
        "startups": [row(one) for one in startups],
        "needs": [row(one) for one in Need.objects.filter(startup__in=startups)],
        "news": [row(one) for one in News.objects.filter(Q(startup__in=startups) | Q(by=user))],
        "shows": [row(one) for one in Attendance.objects.filter(Q(listing__in=hers) | Q(said_by=user))],
        "replies": [row(one) for one in NeedReview.objects.filter(Q(need__startup__in=startups) | Q(by=user))],
        "versions": [row(one) for one in Version.objects.filter(Q(by=user) | Q(listing__in=people), listing__in=hers)],
        "revisions": [row(one) for one in Revision.objects.filter(Q(by=user) | Q(listing__in=people))],
        "freshness": [row(one) for one in FreshnessAsk.objects.filter(Q(by=user) | Q(listing__in=people))],
        "openings": [row(one) for one in Opening.objects.filter(by=user)],
        "claims": [row(one) for one in Claim.objects.filter(by=user)],
        "invitations": [
            row(one)
            for one in Invitation.objects.filter(Q(by=user) | Q(accepted_by=user) | Q(email__iexact=user.email))
        ],
        "mentor": [{**row(one), "skills": [row(skill) for skill in one.skills.all()]} for one in mentors],
        "stakes": [row(one) for one in Stake.objects.filter(listing__in=people)],
        "capacity": [row(one) for one in CapacityChange.objects.filter(listing__in=people)],
        "rivals": [row(one) for one in Rival.objects.filter(listing__in=[one.pk for one in startups])],
        "never_again": [row(one) for one in NeverAgain.objects.filter(declared_by=user).select_related("other")],
        "calls": [row(one) for one in CallNote.objects.filter(by=user)],
        "choices": [row(one) for one in RoundPair.objects.filter(by=user)],
        "funder": [{**row(one), "deals": [row(deal) for deal in one.deals.all()]} for one in funders],
        "visits": [row(one) for one in user.visits.select_related("by")],
        "mails": [row(one) for one in user.mails.defer("html")],
        "mail_texts": [row(one) for one in MailText.objects.filter(by=user)],
        **kept_for_oneself(user),
        "mail_choices": [row(one) for one in MailChoice.objects.filter(address__iexact=user.email)],
        "answers": [answer(one) for one in Proposal.objects.of_person(user).seen().with_parties()],
        "engagements": [row(one) for one in Engagement.objects.filter(both | Q(mentor__in=mentors))],
        "networks": [row(one) for one in user.followed_networks.all()],
        "introductions": [row(one) for one in Introduction.objects.filter(both | Q(funder__in=funders))],
    }


def kept_for_oneself(user: User) -> dict[str, Any]:
    """What people keep, follow and hold keys of, which nobody else reads."""
    return {
        "favourite_lists": [row(one) for one in FavouriteList.objects.filter(owner=user)],
        "favourites": [row(one) for one in Favourite.objects.filter(inside__owner=user)],
        "alerts": [row(one) for one in Alert.objects.of(user.email)],
        "keys": [row(one) for one in user.api_keys.all()],
        "agenda": [row(one) for one in CalendarKey.objects.filter(user=user)],
        "followed_shows": [row(one) for one in user.followed_shows.all()],
    }


def row(instance: Model) -> dict[str, Any]:
    """The fields of one record, as text where JSON has no word for them."""
    names = [field.name for field in instance._meta.concrete_fields if field.name not in SECRET]
    values: dict[str, Any] = {name: plain(getattr(instance, name)) for name in names}
    chosen = model_to_dict(instance, [field.name for field in instance._meta.many_to_many if field.name not in SECRET])
    return {**values, **{name: [str(one) for one in related] for name, related in chosen.items()}}


def answer(proposal: Proposal) -> dict[str, Any]:
    """What the person was asked and what she said; her reason only where she gave it."""
    mine = proposal.declined_by_side == Proposal.Side.PERSON
    return {
        "need": proposal.need.title,
        "startup": proposal.need.startup.name,
        "score": proposal.score_points,
        "sent_at": plain(proposal.sent_at),
        "answer": proposal.person_answer,
        "answered_at": plain(proposal.person_answered_at),
        "decline_reason": proposal.decline_reason if mine else "",
        "decline_note": proposal.decline_note if mine else "",
    }


def plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return str(value)

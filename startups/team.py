"""Who is in a team and who writes its listing: always somebody whose account is open, under the lock of its rows."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from ecosystem.accounts.models import User
from ecosystem.directory.owning import Owning, register_owning
from startups.actions import public_name
from startups.errors import LastAdmin, NotInTheTeam
from startups.models import Member

Role = Member.Role


@transaction.atomic
def admit(pk: int, user: User, role: str) -> None:
    """Take an account into the team in a role; who is in already keeps her place, and never falls to a lesser role.

    An admin whose account is closed becomes a member once somebody else writes the listing.
    """
    team = _locked(pk)
    mine = next((one for one in team if one.user_id == user.pk), None)
    if mine is None:
        Member.objects.create(startup_id=pk, user=user, name=public_name(user), role=role)
    elif role == Role.ADMIN and mine.role != Role.ADMIN:
        mine.role = role
        mine.save(update_fields=["role"])
    if role == Role.ADMIN:
        closed = [one.pk for one in team if one.role == Role.ADMIN and one.user_id and not _is_open(one)]
        Member.objects.filter(pk__in=closed).update(role=Role.MEMBER)


@transaction.atomic
def change_role(member: Member, role: str) -> Member:
    """Let a member write the listing, or no longer; the last admin stays one."""
    team = _locked(member.startup_id)
    fresh = next((one for one in team if one.pk == member.pk), None)
    if fresh is None or fresh.user_id is None:
        raise NotInTheTeam
    if role != Role.ADMIN:
        _refuse_if_last(fresh, team)
    fresh.role = role
    fresh.save(update_fields=["role"])
    return fresh


@transaction.atomic
def remove_member(member: Member) -> None:
    """Take a person out of the team, herself included; the last admin stays."""
    team = _locked(member.startup_id)
    fresh = next((one for one in team if one.pk == member.pk), None)
    if fresh is None:
        return
    _refuse_if_last(fresh, team)
    fresh.delete()


def may_join(pk: int, user: User) -> None:
    """Everybody may join a team."""


def register() -> None:
    """Called once, when the site starts."""
    register_owning(
        "startup",
        Owning(
            has_owner=Q(startup__members__role=Role.ADMIN, startup__members__user__is_active=True),
            give=admit,
            may_take=may_join,
            space=lambda pk: reverse("startups:edit", args=[pk]),
            team=lambda pk: reverse("startups:team", args=[pk]),
        ),
    )


def _locked(pk: int) -> list[Member]:
    """The rows of the team, held until the end of the transaction, in one order for everybody."""
    rows = Member.objects.select_for_update(of=("self",)).filter(startup=pk).select_related("user").order_by("pk")
    return list(rows)


def _is_open(member: Member) -> bool:
    return member.user is not None and member.user.is_active


def _refuse_if_last(member: Member, team: list[Member]) -> None:
    """A listing that somebody writes is never left without one; the closed accounts do not count."""
    if member.role != Role.ADMIN or not _is_open(member):
        return
    if not any(one.role == Role.ADMIN and _is_open(one) for one in team if one.pk != member.pk):
        raise LastAdmin

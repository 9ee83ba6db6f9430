"""Claims, invitations and teams when several people act at the same moment, on a real PostgreSQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosystem.directory.claiming import chasing, claims, invitations
from ecosystem.directory.models import Claim, Invitation, OrphanChase
from startups.models import Member
from startups.team import change_role, remove_member
from tests.concurrency import at_once
from tests.factories import (
    ClaimFactory,
    InvitationFactory,
    MemberFactory,
    MentorFactory,
    OrphanChaseFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 6


def test_an_invitation_is_accepted_once() -> None:
    invitation, people = InvitationFactory(team=True), UserFactory.create_batch(PEOPLE)
    ends = at_once(PEOPLE, lambda number: invitations.accept(invitation, by=people[number]))
    assert ends == {"done": 1, "LinkSpent": PEOPLE - 1}
    assert Member.objects.filter(startup=invitation.listing_id).count() == 1


def test_the_same_person_is_invited_once() -> None:
    startup, admin = StartupFactory(), UserFactory()
    how = {"target": "member", "email": "samia@exemple.test", "by": admin, "listing": startup}
    assert at_once(PEOPLE, lambda number: invitations.invite(**how)) == {"done": PEOPLE}
    assert Invitation.objects.count() == 1


def test_a_link_serves_one_of_those_who_hold_it() -> None:
    link = ClaimFactory(link=True)
    people = UserFactory.create_batch(PEOPLE)
    ends = at_once(PEOPLE, lambda number: claims.use_link(link, by=people[number]))
    assert ends == {"done": 1, "LinkSpent": PEOPLE - 1}
    assert Member.objects.filter(startup=link.listing_id).count() == 1


def test_a_mentors_listing_is_given_to_one_of_two() -> None:
    mentor, curator = MentorFactory(published=True, user=None), UserFactory(curator=True)
    asked = ClaimFactory.create_batch(2, listing=mentor)
    ends = at_once(2, lambda number: claims.decide(asked[number], by=curator, accept=True))
    assert ends["done"] == 1
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["approved", "refused"]


def test_a_claim_is_asked_once_by_a_person_who_clicks_twice() -> None:
    startup, theo = StartupFactory(published=True), UserFactory()
    assert at_once(PEOPLE, lambda number: claims.ask(startup, by=theo)) == {"done": PEOPLE}
    assert Claim.objects.count() == 1


def test_two_last_admins_who_leave_together_leave_one() -> None:
    startup = StartupFactory()
    admins = MemberFactory.create_batch(2, startup=startup)
    assert at_once(2, lambda number: remove_member(admins[number])) == {"done": 1, "LastAdmin": 1}
    other = MemberFactory(startup=startup)
    kept = [*startup.members.exclude(pk=other.pk), other]
    acts = [lambda: change_role(kept[0], "member"), lambda: remove_member(kept[1])]
    assert at_once(2, lambda number: acts[number]()) == {"done": 1, "LastAdmin": 1}
    assert startup.members.filter(role="admin").count() == 1


def test_two_beats_write_one_letter() -> None:
    chase, invitation = OrphanChaseFactory(), InvitationFactory(next_at=timezone.now())
    Invitation.objects.update(at=timezone.now() - timedelta(days=21))
    now = timezone.now() + timedelta(minutes=1)
    assert sum(at_once(4, lambda number: chasing.follow_chases(now)).values()) == 4
    at_once(4, lambda number: invitations.follow_invitations(now))
    assert OrphanChase.objects.get(pk=chase.pk).sent_count == 1
    assert Invitation.objects.get(pk=invitation.pk).chased_count == 1

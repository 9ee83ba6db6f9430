"""What follows two yeses."""

import pytest
from django.urls import reverse

from ecosystem.core.errors import IllegalMove
from ecosystem.engagements import actions
from ecosystem.engagements.errors import AlreadyEngaged, AlreadyIntroduced
from ecosystem.engagements.models import EngagementMove, IntroductionMove
from mentors.actions import take_place
from tests.factories import FunderFactory, MentorFactory, NeedFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_engagement_is_opened_once_and_signed() -> None:
    need, mentor, person = NeedFactory(opened=True), MentorFactory(), UserFactory()
    engagement = actions.open_engagement(need, mentor, by=person)
    move = EngagementMove.objects.get(engagement=engagement)
    assert (move.from_state, move.to_state, move.by) == ("", "active", person)
    with pytest.raises(AlreadyEngaged):
        actions.open_engagement(need, mentor, by=person)


def test_an_engagement_that_ends_gives_the_place_back_once() -> None:
    mentor, person = MentorFactory(capacity=3), UserFactory()
    take_place(mentor)
    take_place(mentor)
    engagement = actions.open_engagement(NeedFactory(opened=True), mentor, by=person)
    actions.close_engagement(engagement, by=person, reason="Objectif atteint")
    with pytest.raises(IllegalMove):
        actions.close_engagement(engagement, by=person)
    mentor.refresh_from_db()
    assert mentor.taken_count == 1
    assert engagement.ended_at is not None
    assert [move.to_state for move in engagement.moves.all()] == ["active", "closed"]


def test_the_same_pair_may_meet_again_later() -> None:
    need, mentor = NeedFactory(opened=True), MentorFactory()
    actions.close_engagement(actions.open_engagement(need, mentor, by=None), by=None)
    assert actions.open_engagement(need, mentor, by=None).state == "active"


def test_an_introduction_is_opened_once_and_walks_along_its_funnel() -> None:
    need, funder = NeedFactory(opened=True, funding=True), FunderFactory()
    introduction = actions.open_introduction(need, funder, by=None)
    with pytest.raises(AlreadyIntroduced):
        actions.open_introduction(need, funder, by=None)
    for verb in ("show_interest", "meet", "study", "commit"):
        actions.move_introduction(introduction, verb, by=funder.user)  # type: ignore[arg-type]
    states = IntroductionMove.objects.filter(introduction=introduction).values_list("to_state", flat=True)
    assert list(states) == ["new", "interested", "met", "due_diligence", "committed"]


@pytest.mark.parametrize("verb", ["meet", "study", "commit"])
def test_an_introduction_skips_no_step(verb: actions.IntroductionVerb) -> None:
    introduction = actions.open_introduction(NeedFactory(opened=True), FunderFactory(), by=None)
    with pytest.raises(IllegalMove):
        actions.move_introduction(introduction, verb, by=None)
    introduction.refresh_from_db()
    assert introduction.state == "new"


def test_the_team_ends_engagements_in_the_back_office(client) -> None:
    admin = UserFactory(admin=True)
    mentor = MentorFactory()
    take_place(mentor)
    engagement = actions.open_engagement(NeedFactory(opened=True), mentor, by=None)
    client.force_login(admin)
    for name in ("engagement", "introduction"):
        assert client.get(reverse(f"admin:engagements_{name}_changelist")).status_code == 200
    assert client.get(reverse("admin:engagements_engagement_change", args=[engagement.pk])).status_code == 200
    data = {"action": "close_chosen", "_selected_action": [engagement.pk]}
    for _ in range(2):
        client.post(reverse("admin:engagements_engagement_changelist"), data)
    engagement.refresh_from_db()
    mentor.refresh_from_db()
    assert (engagement.state, mentor.taken_count) == ("closed", 0)
    assert engagement.moves.last().by == admin

"""What follows two yeses: opened once, moved along its states, dated and signed."""

from typing import Literal

from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.engagements.errors import AlreadyEngaged, AlreadyIntroduced
from ecosystem.engagements.models import Engagement, EngagementMove, Introduction, IntroductionMove
from funders.models import Funder
from mentors.actions import release_place
from mentors.models import Mentor
from startups.models import Need

IntroductionVerb = Literal["show_interest", "meet", "study", "commit", "drop"]


@transaction.atomic
def open_engagement(need: Need, mentor: Mentor, *, by: User | None) -> Engagement:
    """Open the mentoring of a need; the mentor's place was taken by her yes (`mentors.actions.take_place`)."""
    try:
        with transaction.atomic():
            engagement = Engagement.objects.create(need=need, mentor=mentor)
    except IntegrityError as error:
        raise AlreadyEngaged from error
    EngagementMove.objects.create(engagement=engagement, from_state="", to_state=engagement.state, by=by)
    return engagement


@transaction.atomic
def close_engagement(engagement: Engagement, *, by: User | None, reason: str = "") -> Engagement:
    """End the mentoring and give the mentor her place back; ended twice, it raises IllegalMove and frees nothing."""
    locked = Engagement.objects.select_for_update().get(pk=engagement.pk)
    before = str(locked.state)
    try:
        locked.close()
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    locked.save(update_fields=["state", "ended_at"])
    release_place(locked.mentor)
    EngagementMove.objects.create(
        engagement=locked, from_state=before, to_state=locked.state, by=by, reason=reason[:500]
    )
    engagement.state, engagement.ended_at = locked.state, locked.ended_at
    return engagement


@transaction.atomic
def open_introduction(need: Need, funder: Funder, *, by: User | None) -> Introduction:
    """Introduce a startup to a funder; the month's file was taken by its yes (`funders.actions.take_file`)."""
    try:
        with transaction.atomic():
            introduction = Introduction.objects.create(need=need, funder=funder)
    except IntegrityError as error:
        raise AlreadyIntroduced from error
    IntroductionMove.objects.create(introduction=introduction, from_state="", to_state=introduction.state, by=by)
    return introduction


@transaction.atomic
def move_introduction(
    introduction: Introduction, verb: IntroductionVerb, *, by: User | None, reason: str = ""
) -> Introduction:
    """Move an introduction one step along the funder's funnel; a step that does not exist raises IllegalMove."""
    locked = Introduction.objects.select_for_update().get(pk=introduction.pk)
    before = str(locked.state)
    try:
        getattr(locked, verb)()
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    locked.save(update_fields=["state", "moved_at"])
    IntroductionMove.objects.create(
        introduction=locked, from_state=before, to_state=locked.state, by=by, reason=reason[:500]
    )
    introduction.state, introduction.moved_at = locked.state, locked.moved_at
    return introduction

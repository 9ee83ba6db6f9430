"""The ladder of an unanswered proposal: a reminder, a last chance, then its end and the next one; pauses stop it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.core.rows import for_each
from ecosystem.core.workdays import add_working_days
from ecosystem.directory.models import Listing
from ecosystem.matching.actions import telling
from ecosystem.matching.deadlines import elapsed, moved_by_pause
from ecosystem.matching.models import AnswerSchedule, CallNote, Proposal, ProposalQuerySet, Round
from ecosystem.matching.rules import awaits


def climb_ladder(moment: datetime | None = None) -> int:
    """Remind whoever is due, in office hours only; how many were. One that fails holds no other."""
    now, schedule = moment or timezone.now(), AnswerSchedule.current()
    if schedule.leaves_at(now) != now:
        return 0
    today = timezone.localdate(now)
    return for_each(due(today, schedule).order_by("pk"), lambda one: _climb(one, today, schedule))


def due(on: date, schedule: AnswerSchedule) -> ProposalQuerySet:
    """Awaited proposals that have come to a rung which was not told yet; those of people who rest wait with them."""
    sent = Proposal.objects.awaited().filter(expires_on__gte=on)
    rungs = Q(pk__in=[])
    for days in Round.objects.filter(proposals__in=Proposal.objects.sent()).values_list("answer_days").distinct():
        for name, rung in (("reminded_at", schedule.reminder_days), ("last_chance_at", schedule.last_chance_days)):
            if rung < days[0]:
                before = add_working_days(on, days[0] - rung + 1)
                rungs |= Q(round__answer_days=days[0], expires_on__lt=before, **{f"{name}__isnull": True})
    resting = Q(mentor__paused_until__gte=on) | Q(funder__paused_until__gte=on)
    return sent.filter(rungs).exclude(resting, person_answer="")


@transaction.atomic
def _climb(proposal: Proposal, on: date, schedule: AnswerSchedule) -> bool:
    """One rung, the highest that is reached: a worker that was away tells the last chance alone."""
    locked = Proposal.objects.held(proposal.pk)
    side = Proposal.Side.STARTUP if locked.person_answer else Proposal.Side.PERSON
    if not awaits(side, locked, on):
        return False
    days, now = elapsed(locked, on), timezone.now()
    if days >= schedule.last_chance_days and locked.last_chance_at is None:
        locked.reminded_at, locked.last_chance_at = locked.reminded_at or now, now
    elif days >= schedule.reminder_days and locked.reminded_at is None:
        locked.reminded_at = now
    else:
        return False
    locked.save(update_fields=["reminded_at", "last_chance_at"])
    is_last = locked.last_chance_at is not None
    telling.remind(locked, side, last=is_last)
    if is_last and side == Proposal.Side.PERSON:
        telling.tell_nobody_answered_yet(locked)
    return True


@transaction.atomic
def shift_for_pause(person: Listing, *, before: date | None, after: date | None, on: date) -> int:
    """A person begins, moves or ends a pause: the days that she had left to answer wait for her return."""
    side = {Listing.Kind.MENTOR: "mentor", Listing.Kind.FUNDER: "funder"}[Listing.Kind(person.kind)]
    hers = Proposal.objects.sent().filter(person_answer="", expires_on__gte=on, **{f"{side}_id": person.pk})
    count = 0
    for proposal in hers.select_for_update(of=("self",)).order_by("pk"):
        if proposal.expires_on is not None:
            moved = moved_by_pause(proposal.expires_on, before=before, after=after, on=on)
            count += moved != proposal.expires_on
            proposal.expires_on = moved
            proposal.save(update_fields=["expires_on"])
    return count


def change_schedule(
    *, reminder_days: int, last_chance_days: int, opens_at: object, closes_at: object
) -> AnswerSchedule:
    """The team's own ladder, for what waits already as for what will be sent."""
    schedule = AnswerSchedule.current()
    schedule.reminder_days, schedule.last_chance_days = reminder_days, last_chance_days
    schedule.opens_at, schedule.closes_at = opens_at, closes_at  # type: ignore[assignment]
    schedule.full_clean(validate_unique=False)
    schedule.save()
    return schedule


def note_call(proposal: Proposal, *, said: str, by: User) -> CallNote:
    """What was heard by telephone, kept once: the same words of the same person within a minute are a double click."""
    if not Proposal.objects.sent().filter(pk=proposal.pk).exists():
        raise IllegalMove
    with transaction.atomic():
        Proposal.objects.select_for_update().get(pk=proposal.pk)
        lately = timezone.now() - timedelta(minutes=1)
        twin = CallNote.objects.filter(proposal=proposal, by=by, said=said, at__gte=lately).first()
        return twin or CallNote.objects.create(proposal=proposal, by=by, said=said)

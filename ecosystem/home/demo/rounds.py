"""Sample rounds: one closed, two published with answers still awaited, and one to read beside a scenario of it."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.models import Mail
from ecosystem.core.workdays import add_working_days
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.home.demo.content import SOURCE
from ecosystem.home.demo.needs import open_wave
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal, expire_proposal
from ecosystem.matching.actions.computing import compute_round
from ecosystem.matching.actions.rounds import (
    close_round,
    create_round,
    publish_round,
    scenario_with_weights,
    start_round,
)
from ecosystem.matching.actions.sendings import validate_proposal
from ecosystem.matching.models import AnswerSchedule, CallNote, Proposal, Round
from ecosystem.matching.models.parts import DEFAULT_WEIGHTS
from startups.models import Need, NeedMove


@dataclass(frozen=True)
class Story:
    """What happened to one round: how long ago it left, and how likely each answer was."""

    title: str
    kind: str
    days_ago: int
    answered: float
    accepted: float
    closed: bool


STORIES = (
    (0, Story("Mentors, rentrée", "mentors", 70, 1.0, 0.7, closed=True)),
    (1, Story("Financeurs, automne", "funders", 16, 0.75, 0.6, closed=False)),
    (1, Story("Mentors, novembre", "mentors", 4, 0.7, 0.75, closed=False)),
)

ANSWER_DAYS = 7
DAYS_LEFT = (0, 2, 4, 1, 6, 3)
"""Working days that are left to answer, in turn."""
PHONES = "04 65 71 20"
"""The first digits of numbers that are kept for fiction."""
HEARD = ("Pas joint. Message laissé, rappelle ce soir.", "Dit oui de vive voix, n’a pas trouvé le lien. Renvoyé.")
READ_ALREADY = 7
"""Proposals of the next round that the team has validated."""
NEXT, SCENARIO = "Mentors, décembre", "Export d’abord"
EXPORT_FIRST = {str(part): weight for part, weight in DEFAULT_WEIGHTS["mentors"].items()} | {
    "expertise": 20, "sector": 10, "market": 32,
}  # fmt: skip


def create_rounds(users: dict[str, User]) -> int:
    """Each story once; a round of that title that exists is left as people made it."""
    random = Random(26)  # noqa: S311 - the sample answers are the same on every machine
    created = 0
    for wave, story in tqdm(STORIES, desc="rounds", leave=False, disable=None):
        if Round.objects.filter(title=story.title, kind=story.kind).exists():
            continue
        open_wave(wave)
        _play(story, users, random)
        created += 1
    open_wave(2)
    if created:
        _file_mails()
    if not Round.objects.filter(title=NEXT).exists():
        created += _to_choose_from(users["curator"])
    return created


def _to_choose_from(curator: User) -> int:
    """The next round, computed and not sent, and a scenario of it."""
    round_ = create_round(title=NEXT, kind=Round.Kind.MENTORS, by=curator)
    scenario = scenario_with_weights(round_, EXPORT_FIRST, title=SCENARIO, by=curator)
    for one in (round_, scenario):
        start_round(one, by=curator)
        compute_round(one.pk, lease=SOURCE)
    for proposal in round_.proposals.in_review().order_by("need__startup__sort_name", "pk")[:READ_ALREADY]:
        validate_proposal(proposal, by=curator)
    return 2


def _play(story: Story, users: dict[str, User], random: Random) -> None:
    curator = users["curator"]
    sent_on = timezone.localdate() - timedelta(days=story.days_ago)
    days = 14 if story.closed else ANSWER_DAYS
    round_ = create_round(title=story.title, kind=story.kind, by=curator, as_of=sent_on, answer_days=days)
    start_round(round_, by=curator)
    compute_round(round_.pk, lease=SOURCE)
    round_.refresh_from_db()
    with transaction.atomic():
        published = publish_round(round_, by=curator, on=sent_on)
        Round.objects.filter(pk=published.pk).update(announced_at=timezone.now())
        for proposal in published.proposals.chosen().sent().with_parties().order_by("pk"):
            _answer(proposal, story, users, random)
        if story.closed:
            published.refresh_from_db()
            close_round(published, by=curator)
            for proposal in published.proposals.overdue(timezone.localdate()):
                expire_proposal(proposal, on=timezone.localdate())
    _date_back(published, story)
    if not story.closed:
        _wait_since(published, users)


def _wait_since(round_: Round, users: dict[str, User]) -> None:
    """What is still awaited stands at every age of the ladder; the demo accounts keep days to answer."""
    accounts = [users[name] for name in ("mentor", "funder", "founder")]
    schedule, now = AnswerSchedule.current(), timezone.now()
    for number, proposal in enumerate(round_.proposals.sent().with_parties().order_by("pk")):
        members = {member.user for member in proposal.need.startup.members.all()}
        is_theirs = proposal.person.user in accounts or not members.isdisjoint(accounts)
        left = ANSWER_DAYS - 1 if is_theirs else DAYS_LEFT[number % len(DAYS_LEFT)]
        passed, proposal.expires_on = ANSWER_DAYS - left, add_working_days(timezone.localdate(), left)
        proposal.reminded_at = now if passed >= schedule.reminder_days else None
        proposal.last_chance_at = now if passed >= schedule.last_chance_days else None
        proposal.save(update_fields=["expires_on", "reminded_at", "last_chance_at"])
        if left <= 2 and not is_theirs:
            heard = proposal.need.startup if proposal.person_answer else proposal.person
            type(heard).objects.filter(pk=heard.pk, contact_phone="").update(
                contact_phone=f"{PHONES} {number % 100:02}"
            )
        if not left:
            CallNote.objects.create(proposal=proposal, by=users["curator"], said=HEARD[number % len(HEARD)])


def _answer(proposal: Proposal, story: Story, users: dict[str, User], random: Random) -> None:
    """The demo accounts keep something to answer; everybody else answers by chance."""
    chances = random.random(), random.random(), random.random()
    on = timezone.localdate() - timedelta(days=story.days_ago - 1)
    person_account = proposal.person.user in {users["mentor"], users["funder"]}
    founder_account = proposal.need.startup.members.filter(user=users["founder"]).exists()
    if person_account or (chances[0] > story.answered and not founder_account):
        return
    try:
        if chances[1] > story.accepted and not founder_account:
            reason = random.choice(Proposal.DeclineReason.values)
            decline_proposal(proposal, side=Proposal.Side.PERSON, reason=reason, on=on)
            return
        accept_proposal(proposal, side=Proposal.Side.PERSON, on=on)
        if chances[2] < 0.8 and not founder_account:
            accept_proposal(proposal, side=Proposal.Side.STARTUP, on=on)
    except Refused:  # no place left: the sample goes on without this answer
        return


def _date_back(round_: Round, story: Story) -> None:
    """The history stands where the story says: the site reads as if it had been used for a season."""
    sent_at = timezone.now() - timedelta(days=story.days_ago)
    answered_at = sent_at + timedelta(days=2)
    dates = {"created_at": sent_at - timedelta(days=1), "computed_at": sent_at, "published_at": sent_at}
    if story.closed:
        dates["closed_at"] = sent_at + timedelta(days=20)
    Round.objects.filter(pk=round_.pk).update(**dates)
    dates["computing_at"] = dates["ready_at"] = sent_at - timedelta(hours=1)
    for move in round_.moves.all():
        round_.moves.filter(pk=move.pk).update(at=dates[f"{move.to_state}_at"])
    round_.sendings.update(confirmed_at=sent_at, leaves_at=sent_at, left_at=sent_at, announced_at=sent_at)
    told = round_.proposals.seen()
    told.update(sent_at=sent_at)
    told.filter(person_answered_at__isnull=False).update(person_answered_at=answered_at)
    told.filter(startup_answered_at__isnull=False).update(startup_answered_at=answered_at + timedelta(days=1))
    opened_at = answered_at + timedelta(days=1)
    Engagement.objects.filter(proposal__round=round_).update(started_at=opened_at)
    Introduction.objects.filter(proposal__round=round_).update(opened_at=opened_at, moved_at=opened_at)
    served = NeedMove.objects.filter(to_state=Need.State.SERVED, at__gte=timezone.now() - timedelta(hours=1))
    served.filter(need__proposals__round=round_).update(at=opened_at)


def _file_mails() -> None:
    """The sample's own mails are shown as sent: nothing leaves for fictional people."""
    Mail.objects.queued().update(state=Mail.State.SENT, sent_at=timezone.now())

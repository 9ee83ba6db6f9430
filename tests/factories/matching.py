"""Rounds, and proposals in the states that a round brings them to."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from ecosystem.matching.models import (
    AnswerSchedule,
    BalanceRule,
    CallNote,
    Proposal,
    Round,
    RoundChunk,
    RoundInputs,
    RoundPair,
    Sending,
    default_weights,
)
from tests.factories.kinds import FunderFactory, MentorFactory, NeedFactory
from tests.factories.people import UserFactory


class RoundFactory(factory.django.DjangoModelFactory[Round]):
    """A draft round of mentors with the default weights; `funders=True` is one of funders."""

    class Meta:
        model = Round

    title = factory.Sequence(lambda n: f"Tournée {n}")
    kind = Round.Kind.MENTORS

    class Params:
        funders = factory.Trait(kind=Round.Kind.FUNDERS)
        computing = factory.Trait(state=Round.State.COMPUTING, heartbeat_at=factory.LazyFunction(timezone.now))
        ready = factory.Trait(state=Round.State.READY, computed_at=factory.LazyFunction(timezone.now))
        published = factory.Trait(
            state=Round.State.PUBLISHED,
            computed_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
        )

    @classmethod
    def _create(cls, model_class: type[Round], *args: Any, **kwargs: Any) -> Round:
        return Round.objects.create(**{**default_weights(kwargs["kind"]), **kwargs})


def next_week() -> date:
    return timezone.localdate() + timedelta(days=7)


class ProposalFactory(factory.django.DjangoModelFactory[Proposal]):
    """A mentor drafted for an open need, 35 points, in a round that is ready; `to_funder=True` is one to a funder.

    `sent`, `promised` (the person has said yes, and her place is taken) and `declined` belong to a published round.
    `rank=1` is the first alternate.
    """

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    round = None
    need = factory.SubFactory(NeedFactory, opened=True)
    mentor = factory.SubFactory(MentorFactory, published=True)
    funder = None
    score = 3_500
    points_sector = 2_000
    points_stage = 1_500

    class Params:
        to_funder = factory.Trait(
            need=factory.SubFactory(NeedFactory, opened=True, funding=True),
            mentor=None,
            funder=factory.SubFactory(FunderFactory, published=True),
        )
        sent = factory.Trait(
            state=Proposal.State.SENT,
            sent_at=factory.LazyFunction(timezone.now),
            expires_on=factory.LazyFunction(next_week),
        )
        promised = factory.Trait(
            sent=True,
            person_answer=Proposal.Answer.YES,
            person_answered_at=factory.LazyFunction(timezone.now),
        )
        declined = factory.Trait(
            sent=True,
            state=Proposal.State.DECLINED,
            person_answer=Proposal.Answer.NO,
            person_answered_at=factory.LazyFunction(timezone.now),
            declined_by_side=Proposal.Side.PERSON,
            decline_reason=Proposal.DeclineReason.NO_TIME,
        )

    @classmethod
    def _create(cls, model_class: type[Proposal], *args: Any, **kwargs: Any) -> Proposal:
        if kwargs["round"] is None:
            kind = Round.Kind.FUNDERS if kwargs["funder"] else Round.Kind.MENTORS
            stage = {"ready": True} if kwargs.get("state", "drafted") == "drafted" else {"published": True}
            kwargs["round"] = RoundFactory(kind=kind, **stage)
        proposal = Proposal.objects.create(**kwargs)
        if proposal.state == Proposal.State.SENT and proposal.person_answer == Proposal.Answer.YES:
            _count_place(proposal)
        return proposal


def _count_place(proposal: Proposal) -> None:
    """What the person's yes took."""
    person = proposal.person
    person.taken_count += 1
    if proposal.funder is not None:
        proposal.funder.month_on = timezone.localdate().replace(day=1)
    person.save()


class RoundInputsFactory(factory.django.DjangoModelFactory[RoundInputs]):
    """Inputs that nobody can read: only their row matters."""

    class Meta:
        model = RoundInputs

    round = factory.SubFactory(RoundFactory, ready=True)
    data = b"inputs"
    digest = "0" * 64
    engine_version = 1


class RoundChunkFactory(factory.django.DjangoModelFactory[RoundChunk]):
    """The first ten needs of a round that workers share; nobody has taken them."""

    class Meta:
        model = RoundChunk

    round = factory.SubFactory(RoundFactory, computing=True)
    start = 0
    stop = 10


class RoundPairFactory(factory.django.DjangoModelFactory[RoundPair]):
    """A pair that the team imposes on a draft; `aside=True` is one that it sets aside."""

    class Meta:
        model = RoundPair

    round = factory.SubFactory(RoundFactory)
    need = factory.SubFactory(NeedFactory, opened=True)
    mentor = factory.SubFactory(MentorFactory, published=True)
    kind = RoundPair.Kind.IMPOSED
    reason = "Ils se sont parlé au salon."

    class Params:
        aside = factory.Trait(kind=RoundPair.Kind.SET_ASIDE, reason="La dirigeante préfère attendre.")


class AnswerScheduleFactory(factory.django.DjangoModelFactory[AnswerSchedule]):
    """The ladder that the site begins with, stored."""

    class Meta:
        model = AnswerSchedule
        django_get_or_create = ("pk",)

    pk = 1


class CallNoteFactory(factory.django.DjangoModelFactory[CallNote]):
    """A call about a proposal that was sent."""

    class Meta:
        model = CallNote

    proposal = factory.SubFactory(ProposalFactory, sent=True)
    by = factory.SubFactory(UserFactory, curator=True)
    said = "Pas joint. Message laissé."


class BalanceRuleFactory(factory.django.DjangoModelFactory[BalanceRule]):
    """At least one proposal with these mentors, in the whole round."""

    class Meta:
        model = BalanceRule
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory)
    name = factory.Sequence(lambda n: f"Règle {n}")
    least = 1

    @factory.post_generation
    def mentors(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.mentors.set(extracted)  # type: ignore[attr-defined]


class SendingFactory(factory.django.DjangoModelFactory[Sending]):
    """Confirmed a moment ago; `due=True` has waited long enough, `left=True` is gone."""

    class Meta:
        model = Sending

    round = factory.SubFactory(RoundFactory, ready=True)
    confirmed_at = factory.LazyFunction(timezone.now)
    leaves_at = factory.LazyAttribute(lambda one: one.confirmed_at + timedelta(minutes=10))

    class Params:
        due = factory.Trait(confirmed_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=11)))
        left = factory.Trait(due=True, left_at=factory.LazyAttribute(lambda one: one.leaves_at))

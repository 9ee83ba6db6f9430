"""What follows two yeses, what a round left over, the signatures, and the mails."""

import gzip
from typing import Any

import factory
from django.utils import timezone

from ecosystem.core.models import DataVersion, Mail, MailChoice, MailText, TaskRun
from ecosystem.engagements.models import Engagement, EngagementMove, Introduction, IntroductionMove
from ecosystem.matching.engine.certificate_file import FORMAT, VERSION, content_hash, write
from ecosystem.matching.models import (
    Proposal,
    ProposalMove,
    Round,
    RoundCertificate,
    RoundMove,
    ScarcityReport,
    UnservedNeed,
)
from tests.factories.kinds import FunderFactory, MentorFactory, NeedFactory
from tests.factories.matching import ProposalFactory, RoundFactory


class EngagementFactory(factory.django.DjangoModelFactory[Engagement]):
    """A mentor accompanies a need."""

    class Meta:
        model = Engagement

    need = factory.SubFactory(NeedFactory, opened=True)
    mentor = factory.SubFactory(MentorFactory, published=True)


class EngagementMoveFactory(factory.django.DjangoModelFactory[EngagementMove]):
    """An engagement ended."""

    class Meta:
        model = EngagementMove

    engagement = factory.SubFactory(EngagementFactory)
    from_state = Engagement.State.ACTIVE
    to_state = Engagement.State.CLOSED


class IntroductionFactory(factory.django.DjangoModelFactory[Introduction]):
    """A funder has met a startup on paper."""

    class Meta:
        model = Introduction

    need = factory.SubFactory(NeedFactory, opened=True, funding=True)
    funder = factory.SubFactory(FunderFactory, published=True)


class IntroductionMoveFactory(factory.django.DjangoModelFactory[IntroductionMove]):
    """A funder said that the file interests her."""

    class Meta:
        model = IntroductionMove

    introduction = factory.SubFactory(IntroductionFactory)
    from_state = Introduction.State.NEW
    to_state = Introduction.State.INTERESTED


class RoundMoveFactory(factory.django.DjangoModelFactory[RoundMove]):
    """A round was started."""

    class Meta:
        model = RoundMove

    round = factory.SubFactory(RoundFactory, computing=True)
    from_state = Round.State.DRAFT
    to_state = Round.State.COMPUTING


class ProposalMoveFactory(factory.django.DjangoModelFactory[ProposalMove]):
    """A proposal was sent."""

    class Meta:
        model = ProposalMove

    proposal = factory.SubFactory(ProposalFactory, sent=True)
    from_state = Proposal.State.DRAFTED
    to_state = Proposal.State.SENT


class UnservedNeedFactory(factory.django.DjangoModelFactory[UnservedNeed]):
    """A need for which a round found nobody."""

    class Meta:
        model = UnservedNeed

    round = factory.SubFactory(RoundFactory, ready=True)
    need = factory.SubFactory(NeedFactory, opened=True)
    reason = "no_people"


def _empty() -> dict[str, Any]:
    """What a round without needs and people seals."""
    nobody: dict[str, Any] = {"need": [], "person": []}
    made = {
        "format": FORMAT, "version": VERSION, "round": {"seed": 1, "digest": "0" * 64},
        "weights": {"sector": 100}, "goal": {"coverage": True, "floor": False},
        "needs": {"id": [], "demand": [], "floor": []}, "people": {"id": [], "capacity": [], "minimum": []},
        "candidates": {"count": [], "person": [], "score": [], "terms": {}},
        "forbidden": nobody, "locked": nobody, "balance": [],
        "chosen": {**nobody, "score": [], "value": [], "parts": {"sector": []}},
        "result": {"covered": 0, "above_floor": 0, "total": 0, "score": 0},
        "proofs": [{"weights": [1, 0, 1], "bound": 0, "need": [], "person": [], "floor": [], "rule": []}],
    }  # fmt: skip
    return {**made, "content": content_hash(made)}


EMPTY = _empty()


class RoundCertificateFactory(factory.django.DjangoModelFactory[RoundCertificate]):
    """The certificate of a round that served nobody, with nothing found yet."""

    class Meta:
        model = RoundCertificate

    round = factory.SubFactory(RoundFactory, ready=True)
    document = gzip.compress(write(EMPTY), mtime=0)
    content_hash = EMPTY["content"]
    size = len(write(EMPTY))


class ScarcityReportFactory(factory.django.DjangoModelFactory[ScarcityReport]):
    """A recruitment list that was asked for and is not computed yet."""

    class Meta:
        model = ScarcityReport

    round = factory.SubFactory(RoundFactory, ready=True)


class MailFactory(factory.django.DjangoModelFactory[Mail]):
    """A mail that waits to leave."""

    class Meta:
        model = Mail

    key = factory.Sequence(lambda n: f"event:{n}")
    to = "ines@exemple.test"
    template = "matching/mails/proposals"
    subject = "Une proposition vous attend"
    text = "Bonjour"
    message_id = factory.Sequence(lambda n: f"<{n}@exemple.test>")


class MailTextFactory(factory.django.DjangoModelFactory[MailText]):
    """A version of the words of a mail, as the team wrote them."""

    class Meta:
        model = MailText

    template = "matching/mails/ended"
    language = "fr"
    version = factory.Sequence(lambda n: n + 1)
    subject = "{startup}\xa0: la proposition s’arrête là"
    body = "Bonjour {prénom},\n\n{lien}"


class MailChoiceFactory(factory.django.DjangoModelFactory[MailChoice]):
    """An address that wants one mail a day."""

    class Meta:
        model = MailChoice

    address = factory.Sequence(lambda n: f"adresse{n}@exemple.test")
    rhythm = MailChoice.Rhythm.DAILY


class TaskRunFactory(factory.django.DjangoModelFactory[TaskRun]):
    """A run that ended well a moment ago; `failed` and `running` are the other ends."""

    class Meta:
        model = TaskRun

    task = "ecosystem.core.tasks.deliver_queued_mails"
    request_id = factory.Sequence(lambda n: f"run-{n}")
    state = TaskRun.State.DONE
    started_at = factory.LazyFunction(timezone.now)
    ended_at = factory.LazyAttribute(lambda run: run.started_at)
    seconds = 0.4

    class Params:
        failed = factory.Trait(
            state=TaskRun.State.FAILED, failure="OSError: no route to host", trace="Traceback (most recent call last)"
        )
        running = factory.Trait(state=TaskRun.State.RUNNING, ended_at=None, seconds=None)


class DataVersionFactory(factory.django.DjangoModelFactory[DataVersion]):
    """The one row that counts what was written."""

    class Meta:
        model = DataVersion

    number = 1

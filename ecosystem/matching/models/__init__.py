"""Rounds, their proposals, and the needs that a round left without anyone."""

from ecosystem.matching.models.calls import CallNote
from ecosystem.matching.models.certificate import RoundCertificate
from ecosystem.matching.models.inputs import RoundChunk, RoundInputs
from ecosystem.matching.models.parts import FUNDER_PARTS, MENTOR_PARTS, Part, default_weights, parts_of
from ecosystem.matching.models.proposal import Proposal, ProposalMove, ProposalQuerySet
from ecosystem.matching.models.round import Round, RoundMove, RoundQuerySet, UnservedNeed
from ecosystem.matching.models.scarcity import ScarcityReport
from ecosystem.matching.models.schedule import AnswerSchedule
from ecosystem.matching.models.sending import Sending, SendingQuerySet
from ecosystem.matching.models.wishes import BalanceRule, RoundPair, RoundPairQuerySet

__all__ = [
    "FUNDER_PARTS",
    "MENTOR_PARTS",
    "AnswerSchedule",
    "BalanceRule",
    "CallNote",
    "Part",
    "Proposal",
    "ProposalMove",
    "ProposalQuerySet",
    "Round",
    "RoundCertificate",
    "RoundChunk",
    "RoundInputs",
    "RoundMove",
    "RoundPair",
    "RoundPairQuerySet",
    "RoundQuerySet",
    "ScarcityReport",
    "Sending",
    "SendingQuerySet",
    "UnservedNeed",
    "default_weights",
    "parts_of",
]

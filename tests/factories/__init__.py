"""What tests are made of: one factory a model, with traits for the states that matter."""

from tests.factories.kinds import (
    DealFactory,
    EditionFactory,
    FunderFactory,
    MemberFactory,
    MentorFactory,
    MentorSkillFactory,
    NeedFactory,
    NeedMoveFactory,
    StartupFactory,
    TradeShowFactory,
)
from tests.factories.listings import PUBLISHED_AT, ListingMoveFactory, SectorFactory, SkillFactory
from tests.factories.matching import ProposalFactory, RoundChunkFactory, RoundFactory, RoundInputsFactory
from tests.factories.outcomes import (
    EngagementFactory,
    EngagementMoveFactory,
    IntroductionFactory,
    IntroductionMoveFactory,
    MailFactory,
    ProposalMoveFactory,
    RoundMoveFactory,
    ScarcityReportFactory,
    UnservedNeedFactory,
)
from tests.factories.people import PASSWORD, UserFactory

__all__ = [
    "PASSWORD",
    "PUBLISHED_AT",
    "DealFactory",
    "EditionFactory",
    "EngagementFactory",
    "EngagementMoveFactory",
    "FunderFactory",
    "IntroductionFactory",
    "IntroductionMoveFactory",
    "ListingMoveFactory",
    "MailFactory",
    "MemberFactory",
    "MentorFactory",
    "MentorSkillFactory",
    "NeedFactory",
    "NeedMoveFactory",
    "ProposalFactory",
    "ProposalMoveFactory",
    "RoundChunkFactory",
    "RoundFactory",
    "RoundInputsFactory",
    "RoundMoveFactory",
    "ScarcityReportFactory",
    "SectorFactory",
    "SkillFactory",
    "StartupFactory",
    "TradeShowFactory",
    "UnservedNeedFactory",
    "UserFactory",
]

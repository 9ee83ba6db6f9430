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
from tests.factories.listings import (
    PUBLISHED_AT,
    CapacityChangeFactory,
    ListingMoveFactory,
    NeverAgainFactory,
    RivalFactory,
    SectorFactory,
    SkillFactory,
    StakeFactory,
)
from tests.factories.matching import ProposalFactory, RoundFactory
from tests.factories.outcomes import (
    EngagementFactory,
    EngagementMoveFactory,
    IntroductionFactory,
    IntroductionMoveFactory,
    MailFactory,
    ProposalMoveFactory,
    RoundMoveFactory,
    UnservedNeedFactory,
)
from tests.factories.people import PASSWORD, UserFactory

__all__ = [
    "PASSWORD",
    "PUBLISHED_AT",
    "CapacityChangeFactory",
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
    "NeverAgainFactory",
    "ProposalFactory",
    "ProposalMoveFactory",
    "RivalFactory",
    "RoundFactory",
    "RoundMoveFactory",
    "SectorFactory",
    "SkillFactory",
    "StakeFactory",
    "StartupFactory",
    "TradeShowFactory",
    "UnservedNeedFactory",
    "UserFactory",
]

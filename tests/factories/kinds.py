"""Startups with their teams and needs, mentors, funders and trade shows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import factory
from django.utils import timezone

from ecosystem.directory.models import FinancingInstrument, MeetingFormat, Sector, SpokenLanguage, Stage
from ecosystem.tradeshows.models import Announcement, Attendance, Edition, Follow, TradeShow
from funders.models import Deal, Funder
from mentors.models import Mentor, MentorSkill
from startups.models import Member, Need, NeedMove, Startup
from tests.factories.listings import PUBLISHED_AT, ListingFactory, SkillFactory
from tests.factories.people import UserFactory


class StartupFactory(ListingFactory):
    """A startup; `admin=user` gives it a team of one person with an account."""

    class Meta:
        model = Startup
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Startup {n}")
    stage = Stage.SEED
    headcount = 7
    languages = [SpokenLanguage.FR]

    @factory.post_generation
    def admin(self: Any, create: bool, user: Any, **kwargs: Any) -> None:
        if create and user:
            MemberFactory(startup=self, user=user, name=user.full_name, role=Member.Role.ADMIN)


class MemberFactory(factory.django.DjangoModelFactory[Member]):
    """A person of a startup's team, with an account."""

    class Meta:
        model = Member

    startup = factory.SubFactory(StartupFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Membre {n}")
    title = "Cofondatrice"
    role = Member.Role.ADMIN


class NeedFactory(factory.django.DjangoModelFactory[Need]):
    """A need in draft; `opened=True` opens it, `funding=True` asks for a funder."""

    class Meta:
        model = Need
        skip_postgeneration_save = True

    startup = factory.SubFactory(StartupFactory, published=True)
    title = factory.Sequence(lambda n: f"Trouver un premier client, essai {n}")
    topic = factory.SubFactory(SkillFactory)
    languages = [SpokenLanguage.FR]
    formats = [MeetingFormat.REMOTE]

    class Params:
        opened = factory.Trait(state=Need.State.OPEN, opened_at=PUBLISHED_AT)
        funding = factory.Trait(
            topic=factory.SubFactory(SkillFactory, funding=True), mentors_wanted=0, funders_wanted=1, amount=200_000
        )

    @factory.post_generation
    def sectors(self: Any, create: bool, given: Iterable[Sector] | None, **kwargs: Any) -> None:
        if create and given:
            self.sectors.set(given)


class NeedMoveFactory(factory.django.DjangoModelFactory[NeedMove]):
    """A need was opened."""

    class Meta:
        model = NeedMove

    need = factory.SubFactory(NeedFactory, opened=True)
    from_state = Need.State.DRAFT
    to_state = Need.State.OPEN


class MentorFactory(ListingFactory):
    """A mentor with an account and two free places."""

    class Meta:
        model = Mentor
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Mentor {n}")
    user = factory.SubFactory(UserFactory)
    job_title = "Directrice commerciale"
    company = "Entreprise fictive"
    languages = [SpokenLanguage.FR]
    stages = [Stage.PROTOTYPE, Stage.SEED]
    formats = [MeetingFormat.REMOTE]
    capacity = 2
    hours_per_month = 3


class MentorSkillFactory(factory.django.DjangoModelFactory[MentorSkill]):
    """A subject that a mentor practises, with its proof."""

    class Meta:
        model = MentorSkill

    mentor = factory.SubFactory(MentorFactory, published=True)
    skill = factory.SubFactory(SkillFactory)
    level = MentorSkill.Level.EXPERT
    proof = "J’ai ouvert trois pays en deux ans."


class FunderFactory(ListingFactory):
    """A fund with an account, that brings 50 to 300 k€ of equity."""

    class Meta:
        model = Funder
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Financeur {n}")
    user = factory.SubFactory(UserFactory)
    funder_type = Funder.Type.FUND
    thesis = "Premiers tours de la région."
    ticket_min_eur = 50_000
    ticket_max_eur = 300_000
    stages = [Stage.SEED]
    countries = ["FR"]
    languages = [SpokenLanguage.FR]
    instruments = [FinancingInstrument.EQUITY]


class DealFactory(factory.django.DjangoModelFactory[Deal]):
    """A past financing."""

    class Meta:
        model = Deal

    funder = factory.SubFactory(FunderFactory, published=True)
    company = factory.Sequence(lambda n: f"Entreprise financée {n}")
    country = "FR"
    stage = Stage.SEED
    amount = 400_000
    announced_on = date(2026, 3, 12)


class TradeShowFactory(ListingFactory):
    """A trade show, without any edition yet."""

    class Meta:
        model = TradeShow
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Salon {n}")
    organiser = "Organisateur fictif"


class EditionFactory(factory.django.DjangoModelFactory[Edition]):
    """Next year's edition of a show, its month known; `dated=True` has confirmed dates."""

    class Meta:
        model = Edition

    tradeshow = factory.SubFactory(TradeShowFactory, published=True)
    year = factory.LazyFunction(lambda: timezone.localdate().year + 1)
    month = 6
    city = "Paris"
    country = "FR"

    class Params:
        dated = factory.Trait(
            starts_on=factory.LazyAttribute(lambda o: date(o.year, 6, 16)),
            ends_on=factory.LazyAttribute(lambda o: date(o.year, 6, 19)),
            dates_confirmed=True,
        )


class AnnouncementFactory(factory.django.DjangoModelFactory[Announcement]):
    """The dates of an edition, as its followers were told them."""

    class Meta:
        model = Announcement

    edition = factory.SubFactory(EditionFactory, dated=True)
    news = Announcement.News.CONFIRMED
    starts_on = factory.SelfAttribute("edition.starts_on")
    ends_on = factory.SelfAttribute("edition.ends_on")


class AttendanceFactory(factory.django.DjangoModelFactory[Attendance]):
    """A startup that says that it goes to next year's edition."""

    class Meta:
        model = Attendance

    edition = factory.SubFactory(EditionFactory)
    listing = factory.SubFactory(StartupFactory, published=True)


class FollowFactory(factory.django.DjangoModelFactory[Follow]):
    """A person who wants a show in her own calendar."""

    class Meta:
        model = Follow

    user = factory.SubFactory(UserFactory)
    tradeshow = factory.SubFactory(TradeShowFactory, published=True)

"""The vocabulary, and what the listings of the four kinds have in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import factory
from django.utils.text import slugify
from django.utils.timezone import get_current_timezone

from ecosystem.core.text import fold
from ecosystem.directory.models import (
    CapacityChange,
    Embed,
    FieldOrigin,
    Listing,
    ListingMove,
    Network,
    NetworkMember,
    NetworkStaff,
    NeverAgain,
    Opening,
    Origin,
    Revision,
    Rival,
    Sector,
    Skill,
    Stake,
    Version,
)

PUBLISHED_AT = datetime(2026, 11, 2, 9, 0, tzinfo=get_current_timezone())


class SectorFactory(factory.django.DjangoModelFactory[Sector]):
    """A sector that a listing may carry; `SectorFactory(root=True)` is one of the first level."""

    class Meta:
        model = Sector

    slug = factory.Sequence(lambda n: f"secteur-{n}")
    name_fr = factory.Sequence(lambda n: f"Secteur {n}")
    name_en = factory.Sequence(lambda n: f"Sector {n}")
    position = factory.Sequence(lambda n: n % 1000)
    parent = factory.SubFactory("tests.factories.SectorFactory", root=True)

    class Params:
        root = factory.Trait(parent=None)


class SkillFactory(factory.django.DjangoModelFactory[Skill]):
    """A go-to-market subject; `SkillFactory(root=True)` is a family."""

    class Meta:
        model = Skill

    slug = factory.Sequence(lambda n: f"sujet-{n}")
    name_fr = factory.Sequence(lambda n: f"Sujet {n}")
    name_en = factory.Sequence(lambda n: f"Subject {n}")
    position = factory.Sequence(lambda n: n % 1000)
    parent = factory.SubFactory("tests.factories.SkillFactory", root=True)

    class Params:
        root = factory.Trait(parent=None)
        funding = factory.Trait(is_funding=True)


class ListingFactory(factory.django.DjangoModelFactory[Listing]):
    """What every kind of listing has; `published=True` puts it on line."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    slug = factory.LazyAttribute(lambda o: slugify(fold(o.name)))
    tagline = "Une phrase qui dit l’essentiel."
    description = "Une présentation de quelques lignes, écrite pour être lue."
    city = "Marseille"
    region = "Bouches-du-Rhône"
    country = "FR"
    contact_email = factory.LazyAttribute(lambda o: f"secret-{o.slug}@exemple.test")
    contact_phone = "+33 4 91 00 00 00"

    class Params:
        submitted = factory.Trait(state=Listing.State.SUBMITTED, submitted_at=PUBLISHED_AT)
        published = factory.Trait(
            state=Listing.State.PUBLISHED,
            submitted_at=PUBLISHED_AT,
            published_at=PUBLISHED_AT,
            verified_at=PUBLISHED_AT,
        )
        hidden = factory.Trait(
            state=Listing.State.HIDDEN, submitted_at=PUBLISHED_AT, published_at=PUBLISHED_AT, verified_at=PUBLISHED_AT
        )

    @factory.post_generation
    def sectors(self: Any, create: bool, given: Iterable[Sector] | None, **kwargs: Any) -> None:
        if create and given:
            self.sectors.set(given)


class ListingMoveFactory(factory.django.DjangoModelFactory[ListingMove]):
    """A listing was submitted."""

    class Meta:
        model = ListingMove

    listing = factory.SubFactory("tests.factories.StartupFactory", submitted=True)
    from_state = Listing.State.DRAFT
    to_state = Listing.State.SUBMITTED


class StakeFactory(factory.django.DjangoModelFactory[Stake]):
    """A mentor holds shares in a company that has no listing."""

    class Meta:
        model = Stake

    listing = factory.SubFactory("tests.factories.MentorFactory", published=True)
    company_name = factory.Sequence(lambda n: f"Entreprise détenue {n}")


class RivalFactory(factory.django.DjangoModelFactory[Rival]):
    """A startup names a competitor that has no listing."""

    class Meta:
        model = Rival

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    company_name = factory.Sequence(lambda n: f"Entreprise concurrente {n}")


class NeverAgainFactory(factory.django.DjangoModelFactory[NeverAgain]):
    """A startup does not want to be proposed a mentor again."""

    class Meta:
        model = NeverAgain

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    other = factory.SubFactory("tests.factories.MentorFactory", published=True)


class CapacityChangeFactory(factory.django.DjangoModelFactory[CapacityChange]):
    """A mentor took one more place."""

    class Meta:
        model = CapacityChange

    listing = factory.SubFactory("tests.factories.MentorFactory", published=True)
    before = 1
    after = 2


class VersionFactory(factory.django.DjangoModelFactory[Version]):
    """The city of a startup was corrected."""

    class Meta:
        model = Version

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    number = 2
    origin = Origin.OWNER
    changes = factory.LazyFunction(lambda: {"city": ["Aubagne", "Marseille"]})


class FieldOriginFactory(factory.django.DjangoModelFactory[FieldOrigin]):
    """The city is the owner's word."""

    class Meta:
        model = FieldOrigin

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    field = "city"
    origin = Origin.OWNER


class RevisionFactory(factory.django.DjangoModelFactory[Revision]):
    """The owner of a published startup wants another sentence."""

    class Meta:
        model = Revision

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    values = factory.LazyFunction(lambda: {"tagline": "Une phrase meilleure."})
    base = factory.LazyFunction(lambda: {"tagline": "Une phrase qui dit l’essentiel."})


class OpeningFactory(factory.django.DjangoModelFactory[Opening]):
    """Somebody read the contact details."""

    class Meta:
        model = Opening

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    what = Opening.What.CONTACT


class NetworkFactory(factory.django.DjangoModelFactory[Network]):
    """An incubator."""

    class Meta:
        model = Network

    kind = "incubator"
    name = factory.Sequence(lambda n: f"Incubateur {n}")
    slug = factory.Sequence(lambda n: f"incubateur-{n}")


class NetworkMemberFactory(factory.django.DjangoModelFactory[NetworkMember]):
    """A startup of the incubator."""

    class Meta:
        model = NetworkMember

    network = factory.SubFactory(NetworkFactory)
    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)


class NetworkStaffFactory(factory.django.DjangoModelFactory[NetworkStaff]):
    """Somebody who follows its startups."""

    class Meta:
        model = NetworkStaff

    network = factory.SubFactory(NetworkFactory)
    user = factory.SubFactory("tests.factories.UserFactory")


class EmbedFactory(factory.django.DjangoModelFactory[Embed]):
    """A partner's list of startups, in service."""

    class Meta:
        model = Embed

    partner = factory.Sequence("Partenaire {}".format)
    kind = "startup"
    ancestors = factory.LazyFunction(lambda: ["https://www.partenaire.example"])

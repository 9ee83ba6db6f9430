"""Listings that look alike, that were merged, or that had another address."""

import factory

from ecosystem.directory.models import Likeness, Listing, Merge, Redirect
from tests.factories.kinds import StartupFactory


class LikenessFactory(factory.django.DjangoModelFactory[Likeness]):
    """Two startups of the same name."""

    class Meta:
        model = Likeness

    first = factory.SubFactory(StartupFactory)
    second = factory.SubFactory(StartupFactory)
    strength = 60
    reasons = factory.LazyFunction(lambda: [["name", 100]])


class MergeFactory(factory.django.DjangoModelFactory[Merge]):
    """The record of a merge, alone: the listings are not moved by it."""

    class Meta:
        model = Merge

    kept = factory.SubFactory(StartupFactory, published=True)
    gone = factory.SubFactory(StartupFactory)
    former_state = Listing.State.DRAFT
    reason = "Même entreprise"


class RedirectFactory(factory.django.DjangoModelFactory[Redirect]):
    """A former address of a startup."""

    class Meta:
        model = Redirect

    kind = Listing.Kind.STARTUP
    slug = factory.Sequence(lambda n: f"ancien-nom-{n}")
    listing = factory.SubFactory(StartupFactory, published=True)

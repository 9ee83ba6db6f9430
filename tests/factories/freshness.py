"""What keeps listings true: the questions to their owners, and the check of their links."""

from datetime import timedelta

import factory
from django.utils import timezone

from ecosystem.directory.models import FreshnessAsk, LinkCheck
from tests.factories.listings import PUBLISHED_AT


class FreshnessAskFactory(factory.django.DjangoModelFactory[FreshnessAsk]):
    """An owner was asked once; `FreshnessAskFactory(spent=True)` four times, long ago."""

    class Meta:
        model = FreshnessAsk

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    since = PUBLISHED_AT
    count = 1
    first_at = factory.LazyFunction(timezone.now)
    last_at = factory.LazyFunction(timezone.now)

    class Params:
        spent = factory.Trait(
            count=4,
            since=factory.LazyFunction(lambda: timezone.now() - timedelta(days=400)),
            first_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=100)),
            last_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=20)),
        )


class LinkCheckFactory(factory.django.DjangoModelFactory[LinkCheck]):
    """A link that was never tried; `LinkCheckFactory(dead=True)` stays silent."""

    class Meta:
        model = LinkCheck

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    url = factory.Sequence(lambda n: f"https://lien-{n}.exemple.test/presse")

    class Params:
        dead = factory.Trait(
            fail_count=3,
            why="http",
            status=404,
            failing_since=factory.LazyFunction(lambda: timezone.now() - timedelta(days=3)),
        )

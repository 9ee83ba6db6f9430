"""What startups tell of themselves."""

from datetime import date

import factory

from startups.models import News
from tests.factories.kinds import StartupFactory


class NewsFactory(factory.django.DjangoModelFactory[News]):
    """A customer that a startup won."""

    class Meta:
        model = News

    startup = factory.SubFactory(StartupFactory, published=True)
    kind = News.Kind.CUSTOMER
    title = factory.Sequence(lambda n: f"Client gagné {n}")
    on = date(2026, 11, 10)

"""What people keep of the directory."""

import factory

from ecosystem.directory.models import Favourite, FavouriteList


class FavouriteListFactory(factory.django.DjangoModelFactory[FavouriteList]):
    """A list that its owner alone reads; `FavouriteListFactory(shared=True)` has a link."""

    class Meta:
        model = FavouriteList

    owner = factory.SubFactory("tests.factories.UserFactory")
    name = factory.Sequence(lambda n: f"Liste {n}")

    class Params:
        shared = factory.Trait(share_key=factory.Sequence(lambda n: f"{n:043d}"))


class FavouriteFactory(factory.django.DjangoModelFactory[Favourite]):
    """A startup on line, in a list."""

    class Meta:
        model = Favourite

    inside = factory.SubFactory(FavouriteListFactory)
    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    position = factory.Sequence(lambda n: n)

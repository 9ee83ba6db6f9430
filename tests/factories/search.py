"""Words of the search: synonyms, and what was sought."""

import factory
from django.utils import timezone

from ecosystem.search.models import SearchCount, Synonym


class SynonymFactory(factory.django.DjangoModelFactory[Synonym]):
    """Two expressions that mean the same."""

    class Meta:
        model = Synonym

    terms = factory.Sequence(lambda n: f"sigle{n}\nexpression entière {n}")


class SearchCountFactory(factory.django.DjangoModelFactory[SearchCount]):
    """Words sought once today, and found."""

    class Meta:
        model = SearchCount

    day = factory.LazyFunction(timezone.localdate)
    words = factory.Sequence(lambda n: f"mots {n}")
    asked_count = 1
    empty_count = 0

    class Params:
        in_vain = factory.Trait(empty_count=1)

"""What the team does to listings: imports, and their lines."""

import factory
from django.core.files.base import ContentFile

from ecosystem.directory.models import ImportLine, ImportRun


class ImportRunFactory(factory.django.DjangoModelFactory[ImportRun]):
    """A file of startups whose columns wait for a person."""

    class Meta:
        model = ImportRun

    kind = "startup"
    name = factory.Sequence(lambda n: f"startups-{n}.csv")
    source = factory.Sequence(lambda n: f"startups-{n}")
    file = factory.LazyFunction(lambda: ContentFile(b"nom,ville\nVigie,Cassis\n", name="startups.csv"))
    columns = factory.LazyFunction(
        lambda: [
            {"title": "nom", "example": "Vigie", "doubt": False},
            {"title": "ville", "example": "Cassis", "doubt": False},
        ]
    )
    mapping = factory.LazyFunction(lambda: {"0": "name", "1": "city"})

    class Params:
        tried = factory.Trait(state="tried", counts={"created": 1}, total_count=1)


class ImportLineFactory(factory.django.DjangoModelFactory[ImportLine]):
    """A line whose SIREN is not one."""

    class Meta:
        model = ImportLine

    run = factory.SubFactory(ImportRunFactory, tried=True)
    line = factory.Sequence(lambda n: n + 2)
    state = "refused"
    name = "Vigie"
    said = "123"
    reasons = factory.LazyFunction(lambda: ["SIREN incorrect."])
    has_reasons = True

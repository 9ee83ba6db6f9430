"""What the team writes about listings, and what anybody tells it of them."""

import factory

from ecosystem.directory.models import Assignment, Note, Report, Suggestion, Tag


class NoteFactory(factory.django.DjangoModelFactory[Note]):
    """The team noted a call."""

    class Meta:
        model = Note

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    text = "Rappeler en janvier."


class TagFactory(factory.django.DjangoModelFactory[Tag]):
    """A word of the team."""

    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"étiquette {n}")


class AssignmentFactory(factory.django.DjangoModelFactory[Assignment]):
    """Somebody of the team follows a startup."""

    class Meta:
        model = Assignment

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    person = factory.SubFactory("tests.factories.UserFactory", curator=True)


class SuggestionFactory(factory.django.DjangoModelFactory[Suggestion]):
    """A visitor suggests another city."""

    class Meta:
        model = Suggestion

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    values = factory.LazyFunction(lambda: {"city": "Toulon"})
    base = factory.LazyFunction(lambda: {"city": "Marseille"})
    email = "visiteuse@exemple.test"


class ReportFactory(factory.django.DjangoModelFactory[Report]):
    """A visitor says that a startup has closed."""

    class Meta:
        model = Report

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    reason = Report.Reason.CLOSED
    text = "Le site ne répond plus depuis mars."
    email = "visiteuse@exemple.test"

"""What a need is asked, and what the team answers to it."""

import factory

from startups.models import Choice, NeedReview, Question
from tests.factories.kinds import NeedFactory
from tests.factories.listings import SkillFactory


class QuestionFactory(factory.django.DjangoModelFactory[Question]):
    """A question of a family of subjects, with several answers possible."""

    class Meta:
        model = Question

    family = factory.SubFactory(SkillFactory, root=True)
    slug = factory.Sequence(lambda n: f"question-{n}")
    label = factory.Sequence(lambda n: f"Question {n}")


class ChoiceFactory(factory.django.DjangoModelFactory[Choice]):
    """One of its answers."""

    class Meta:
        model = Choice

    question = factory.SubFactory(QuestionFactory)
    slug = factory.Sequence(lambda n: f"reponse-{n}")
    label = factory.Sequence(lambda n: f"Réponse {n}")


class NeedReviewFactory(factory.django.DjangoModelFactory[NeedReview]):
    """A need that the team returned."""

    class Meta:
        model = NeedReview

    need = factory.SubFactory(NeedFactory, opened=True)
    verdict = NeedReview.Verdict.TOO_VAGUE

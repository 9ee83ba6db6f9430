"""The questions of the subjects are asked in French and in English (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from startups.models import Choice, Question


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("label", "unit")


@register(Choice)
class ChoiceTranslation(TranslationOptions):
    fields = ("label",)

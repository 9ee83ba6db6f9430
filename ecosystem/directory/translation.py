"""The vocabulary is named in French and in English (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from ecosystem.directory.models import Sector, Skill


@register(Sector)
class SectorTranslation(TranslationOptions):
    fields = ("name",)


@register(Skill)
class SkillTranslation(TranslationOptions):
    fields = ("name",)

"""What a mentor writes: who she is, what she knows, whom she takes, and when she rests."""

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.forms import CountriesField, PauseForm, SectorsField, SirenField, TopicField, parent_siren
from ecosystem.ui.forms import capital_choices
from mentors.models import Mentor, MentorSkill

MAX_SKILLS = 10
MAX_PLACES = 20


class MentorForm(forms.ModelForm[Mentor]):
    """The listing as its mentor writes it; places and pause have their own form once it exists."""

    sectors = SectorsField(label=_("Secteurs que vous connaissez"))
    refused_sectors = SectorsField(label=_("Secteurs que vous refusez"))
    countries = CountriesField(label=_("Marchés que vous connaissez"))
    employer_siren = SirenField(
        label=_("SIREN de l’organisation"), help_text=_("Neuf chiffres. Évite de vous proposer à votre propre maison.")
    )
    parent_siren = parent_siren()
    website = forms.URLField(label=_("Site ou profil public"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Mentor
        fields = (
            "name",
            "job_title",
            "company",
            "employer_siren",
            "parent_siren",
            "tagline",
            "description",
            "city",
            "region",
            "country",
            "sectors",
            "sector_note",
            "countries",
            "languages",
            "stages",
            "stage_note",
            "formats",
            "hours_per_month",
            "availability_note",
            "capacity",
            "refused_sectors",
            "website",
            "contact_email",
            "contact_phone",
        )
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Votre nom"),
            "tagline": _("Votre expérience en une phrase"),
            "description": _("Votre parcours"),
            "capacity": _("Combien de startups à la fois"),
            "contact_email": _("Adresse e-mail de contact"),
        }
        error_messages: ClassVar[dict[str, Any]] = {"name": {"required": _("Indiquez votre nom.")}}
        help_texts: ClassVar[dict[str, Any]] = {
            "tagline": _("Comme vous le diriez au café. Exemple : j’ai ouvert l’Italie pour deux marques."),
            "contact_email": _("Montrée seulement aux startups à qui vous avez dit oui, après leur propre oui."),
            "capacity": _("Une place, une startup. Vous changerez ce nombre quand vous voudrez."),
            "sector_note": _("Citée pour expliquer une proposition."),
            "stage_note": _("Citée pour expliquer une proposition."),
            "availability_note": _("Exemple : le jeudi matin, à Marseille ou en visio."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "description": forms.Textarea(attrs={"rows": 6}),
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["capacity"]


class SkillForm(forms.Form):
    """One subject, how well it is known, and the sentence that proves it."""

    skill = TopicField(label=_("Sujet"))
    level = forms.TypedChoiceField(
        label=_("Niveau"), choices=MentorSkill.Level.choices, coerce=int, initial=MentorSkill.Level.PRACTICE
    )
    proof = forms.CharField(
        label=_("Ce que vous avez fait, en une phrase"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Trois distributeurs signés en Allemagne en deux ans")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capital_choices(self.fields["level"])

    def has_changed(self) -> bool:
        """A row where nobody chose a subject nor wrote a sentence is an empty row, whatever its level."""
        return bool({"skill", "proof"} & set(self.changed_data))


class SkillFormSet(BaseFormSet[SkillForm]):
    """The subjects of a mentor, each once."""

    form = SkillForm
    renderer = get_default_renderer()
    extra = min_num = 0
    max_num = MAX_SKILLS
    absolute_max = MAX_SKILLS + 10
    can_order = edit_only = validate_min = False
    can_delete = can_delete_extra = validate_max = True

    @cached_property
    def topics(self) -> list[Any]:
        """The vocabulary as choices, read once for all rows."""
        return list(SkillForm().fields["skill"].choices)  # type: ignore[attr-defined]

    def add_fields(self, form: SkillForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["skill"].choices = self.topics  # type: ignore[attr-defined]

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", {})
            skill = None if cleaned.get("DELETE") else cleaned.get("skill")
            if skill is not None and skill in seen:
                form.add_error("skill", ValidationError(_("Ce sujet est déjà dans votre liste."), code="twice"))
            seen.add(skill)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was written, without the empty rows and those taken out."""
        written = [form.cleaned_data for form in self.forms]
        return [row for row in written if row.get("skill") and not row.get("DELETE")]


class AvailabilityForm(PauseForm):
    """Places, and a pause whose last day is given."""

    field_order = ("capacity", "load_min", "paused_until")

    capacity = forms.IntegerField(
        label=_("Combien de startups à la fois"),
        min_value=0,
        max_value=MAX_PLACES,
        help_text=_("Une place, une startup."),
    )
    load_min = forms.IntegerField(
        label=_("Startups au moins"),
        required=False,
        min_value=0,
        max_value=MAX_PLACES,
        help_text=_("Si vous tenez à en suivre un minimum. 0 : aucun. L’équipe le voit, les startups non."),
    )

    def clean_load_min(self) -> int:
        least: int = self.cleaned_data["load_min"] or 0
        if least > self.cleaned_data.get("capacity", MAX_PLACES):
            raise ValidationError(_("Ce minimum dépasse vos places : baissez-le, ou ouvrez des places."))
        return least

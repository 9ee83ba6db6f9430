"""A need as its startup writes it: its subject, the questions of that subject, and what counts for her."""

from copy import copy
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import whole
from ecosystem.directory.forms import CountriesField, SectorsField, TopicField
from ecosystem.directory.models import Skill
from startups.importance import CRITERIA, NEUTRAL, STEPS
from startups.models import Choice, Need, Question, Startup
from startups.panels import NeedOnForm
from startups.questions import family_of

OPENED = "open"
"""The name of the button that saves a need and opens it at once."""
LOOKED = "look"
"""The name of the buttons that draw the form again, with what is typed, and save nothing."""
MOST_NUMBER = 1_000_000_000


class VisibleField(forms.TypedChoiceField):
    """Two audiences; the boxes of the API and of older pages said `on`."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("on", _("Tout le monde, sur ma fiche")), ("", _("L’équipe et les personnes proposées"))]
        super().__init__(choices=choices, coerce=lambda value: value == "on", empty_value="", **kwargs)

    def clean(self, value: Any) -> bool:
        return bool(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: "on", False: ""}.get(value, value)


class NeedForm(forms.ModelForm[Need]):
    """One subject and one sentence; then the questions of the subject, and what helps to find the right person."""

    topic = TopicField(label=_("Plus précisément"))
    sectors = SectorsField(label=_("Secteurs visés"))
    countries = CountriesField(label=_("Pays visés"))
    is_public = VisibleField(label=_("Visible par"), required=False, initial=True)
    draft_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Need
        fields = (
            "title",
            "topic",
            "details",
            "countries",
            "sectors",
            "languages",
            "formats",
            "mentors_wanted",
            "funders_wanted",
            "amount",
            "deadline_on",
            "is_public",
        )
        labels: ClassVar[dict[str, Any]] = {
            "title": _("Votre besoin en une phrase"),
            "details": _("Ce que vous avez déjà"),
            "amount": _("Montant recherché, en euros"),
            "mentors_wanted": _("Mentors"),
            "funders_wanted": _("Financeurs"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("Comme vous le diriez à quelqu’un que vous croisez au café."),
            "details": _("Références, accords de principe, matériel prêt : ce qui aide un mentor à dire oui."),
            "deadline_on": _("Passé ce jour, le besoin se ferme de lui-même."),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "title": {"required": _("Dites votre besoin en une phrase.")},
            "mentors_wanted": {"required": _("Indiquez combien de mentors vous cherchez, ou 0.")},
            "funders_wanted": {"required": _("Indiquez combien de financeurs vous cherchez, ou 0.")},
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "details": forms.Textarea(attrs={"rows": 4}),
            "deadline_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "mentors_wanted": forms.NumberInput(attrs={"min": "0", "max": "5"}),
            "funders_wanted": forms.NumberInput(attrs={"min": "0", "max": "20"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.given: dict[str, Any] = dict(kwargs.get("initial") or {})
        self.wrong: set[str] = set()
        super().__init__(*args, **kwargs)
        self.families = _families()
        self.family = self._chosen_family()
        family = self.family.pk if self.family is not None else None
        choices = Prefetch("choices", Choice.objects.order_by("position", "pk"))
        self.questions = list(Question.objects.of_family(family).prefetch_related(choices)) if family else []
        for question in self.questions:
            self.fields[f"q_{question.slug}"] = _asked(question, self.instance.answers.get(question.slug))
        for part, criterion in CRITERIA.items():
            self.fields[f"w_{part}"] = forms.IntegerField(
                label=criterion.label,
                required=False,
                min_value=1,
                max_value=len(STEPS),
                initial=self.instance.importance.get(part, NEUTRAL),
            )

    def _chosen_family(self) -> Skill | None:
        """The family that was chosen on its card; else that of the subject."""
        chosen = whole(self.data.get("family", "")) if self.is_bound else None
        if chosen is None and self.is_bound:
            topic = whole(self.data.get("topic", "") or "")
            chosen = Skill.objects.filter(pk=topic).values_list("parent", flat=True).first() if topic else None
        if chosen is None and not self.is_bound:
            chosen = family_of(self.instance) or whole(str(self.initial.get("family", "")))
        return next((family for family in self.families if family.pk == chosen), None)

    def without_complaints(self) -> "NeedForm":
        """The same form with everything that is typed, before anybody asked to save it: nothing is wrong yet."""
        self.written()
        self._errors = ErrorDict()
        return self

    def clean_topic(self) -> Skill | None:
        topic: Skill | None = self.cleaned_data["topic"]
        if topic is not None and self.family is not None and topic.parent_id != self.family.pk:
            raise ValidationError(_("Choisissez un sujet de « %(family)s ».") % {"family": self.family})
        return topic

    def clean_deadline_on(self) -> date | None:
        deadline: date | None = self.cleaned_data["deadline_on"]
        if deadline is not None and deadline < timezone.localdate():
            raise ValidationError(_("Cette date est passée. Choisissez un jour à venir, ou laissez vide."))
        return deadline

    def clean(self) -> dict[str, Any]:
        """Somebody is wanted; an amount is in euros, as its label says, whatever an import had written."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["currency"] = "EUR"
        nobody = cleaned.get("mentors_wanted") == 0 and cleaned.get("funders_wanted") == 0
        if nobody:
            self.add_error("mentors_wanted", _("Demandez au moins un mentor ou un financeur."))
        cleaned["answers"] = self._answers(cleaned)
        cleaned["importance"] = {
            part: step for part in CRITERIA if (step := cleaned.pop(f"w_{part}", None)) not in (None, NEUTRAL)
        }
        cleaned["draft_key"] = str(cleaned.get("draft_key") or "")
        return cleaned

    def _answers(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Only the questions of the chosen subject are kept, and only those that were answered."""
        said = {question.slug: cleaned.pop(f"q_{question.slug}", None) for question in self.questions}
        return {slug: value for slug, value in said.items() if value not in (None, "", [])}

    def written(self) -> dict[str, Any]:
        """What may be kept of a draft that is still being written: everything that is right so far."""
        if not self.is_bound:
            return {name: value for name, value in self.given.items() if name == "languages"}
        self.wrong |= set(self.errors)
        either = {"mentors_wanted", "funders_wanted"}
        left_out = self.wrong | (either if either & self.wrong else set())
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    def shown(self, startup: Startup) -> NeedOnForm:
        """The need as it stands on the form, for whoever counts who would be found; never saved."""
        values = self.written()
        sectors = values.pop("sectors", None)
        if sectors is None:
            sectors = self.instance.sectors.all() if self.instance.pk else ()
        need = copy(self.instance)
        need.startup = startup
        for name, value in values.items():
            setattr(need, name, value)
        return NeedOnForm(need, [sector.pk for sector in sectors])


class CloseNeedForm(forms.Form):
    """Why a need is closed; nobody has to say."""

    reason = forms.CharField(
        label=_("Pourquoi le clore ?"),
        required=False,
        max_length=500,
        help_text=_("Lu par l’équipe seulement. Cela nous aide à mieux proposer."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenNeedForm(forms.Form):
    """Until when a need is open again."""

    deadline_on = forms.DateField(
        label=_("Échéance"),
        required=False,
        help_text=_("Passé ce jour, le besoin se ferme de lui-même. Laissez vide s’il n’y en a pas."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TypedNumberField(forms.IntegerField):
    """A whole number as people type it: 18 000, with or without spaces; `unit` stands beside it."""

    unit = ""

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


def _asked(question: Question, initial: Any) -> forms.Field:
    """The field of one question; no question has to be answered."""
    usual: dict[str, Any] = {"label": question.label, "required": False, "initial": initial}
    choices = [(choice.slug, choice.label) for choice in question.choices.all()]
    match question.kind:
        case Question.Kind.ONE:
            return forms.ChoiceField(choices=[*choices, ("", _("Sans réponse"))], widget=forms.RadioSelect, **usual)
        case Question.Kind.MANY:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **usual)
        case Question.Kind.NUMBER:
            digits = forms.TextInput(attrs={"inputmode": "numeric"})
            field = TypedNumberField(min_value=0, max_value=MOST_NUMBER, widget=digits, **usual)
            field.unit = question.unit
            return field
    return forms.CharField(max_length=200, **usual)


def _families() -> list[Skill]:
    """The cards: each family of subjects with how many questions it asks, the choice of the subject included."""
    asked = Count("questions", filter=Q(questions__is_asked=True), distinct=True)
    families = Skill.objects.roots().annotate(question_count=asked + 1).order_by("position", "pk")
    return list(families.prefetch_related("children"))

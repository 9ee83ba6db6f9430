"""What the team chooses by hand for one round: a pair to impose or to set aside, and a rule of balance."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models import Round, RoundPair
from ecosystem.matching.models.wishes import MOST_OF_A_RULE
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need


class NeedField(forms.ModelChoiceField[Need]):
    """A need under the name of its startup."""

    def label_from_instance(self, obj: Need) -> str:
        return f"{obj.startup.name}, {obj.title[:60]}"


class PairForm(forms.Form):
    """A need, a person, what the team wants of them, and why."""

    kind = forms.ChoiceField(
        label=_("Choix"),
        choices=[(RoundPair.Kind.IMPOSED, _("Imposer la paire")), (RoundPair.Kind.SET_ASIDE, _("Écarter la paire"))],
        initial=RoundPair.Kind.IMPOSED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez d’imposer ou d’écarter.")},
    )
    need = NeedField(
        queryset=Need.objects.none(),
        label=_("Besoin"),
        empty_label=_("Choisir un besoin"),
        error_messages={
            "required": _("Choisissez un besoin."),
            "invalid_choice": _("Ce besoin n’est plus ouvert. Choisissez-en un autre."),
        },
    )
    person: Any = forms.ModelChoiceField(
        queryset=Mentor.objects.none(),
        empty_label=_("Choisir une personne"),
        error_messages={
            "required": _("Choisissez une personne."),
            "invalid_choice": _("Cette personne n’est plus publiée. Choisissez-en une autre."),
        },
    )
    reason = forms.CharField(
        label=_("Motif"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Gardé avec la tournée, lu par l’équipe seule."),
        error_messages={"required": _("Dites pourquoi : ce choix passe avant le score.")},
    )

    def __init__(self, round_: Round, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="paire_%s", **kwargs)
        needs = round_.open_needs().select_related("startup").order_by("startup__sort_name", "pk")
        self.fields["need"].queryset = needs  # type: ignore[attr-defined]
        self.fields["person"].queryset = people_of_kind(round_.kind)  # type: ignore[attr-defined]
        self.fields["person"].label = _("Mentor") if round_.kind == Round.Kind.MENTORS else _("Financeur")


class BalanceForm(forms.Form):
    """At least so many pairs with these people, in the whole round or for each need."""

    name = forms.CharField(
        label=_("Nom de la règle"),
        max_length=120,
        help_text=_("Il est cité si la règle ne peut pas être tenue."),
        error_messages={"required": _("Donnez un nom à la règle.")},
    )
    least = forms.IntegerField(
        label=_("Au moins"),
        min_value=1,
        max_value=MOST_OF_A_RULE,
        initial=1,
        help_text=_("Propositions avec ces personnes."),
    )
    scope = forms.ChoiceField(
        label=_("Où"),
        choices=[("round", _("Dans toute la tournée")), ("need", _("Pour chaque besoin"))],
        initial="round",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez où la règle s’applique.")},
    )
    people: Any = forms.ModelMultipleChoiceField(
        queryset=Mentor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choisissez au moins une personne."),
            "invalid_choice": _("Une personne choisie n’est plus publiée. Vérifiez la liste."),
        },
    )

    def __init__(self, round_: Round, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="equilibre_%s")
        self.fields["people"].queryset = people_of_kind(round_.kind)  # type: ignore[attr-defined]
        mentors = round_.kind == Round.Kind.MENTORS
        self.fields["people"].label = _("Parmi ces mentors") if mentors else _("Parmi ces financeurs")

    @property
    def rule(self) -> dict[str, Any]:
        """What the action takes."""
        found = self.cleaned_data
        return {
            "name": found["name"],
            "least": found["least"],
            "of_each_need": found["scope"] == "need",
            "people": found["people"],
        }


def people_of_kind(kind: str) -> QuerySet[Mentor] | QuerySet[Funder]:
    """The published people of a round, by name."""
    if kind == Round.Kind.MENTORS:
        return Mentor.objects.public().only("pk", "name").order_by("sort_name", "pk")
    return Funder.objects.public().only("pk", "name").order_by("sort_name", "pk")

"""What is tried on a computed round: the address of the page holds it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.forms import off_by
from ecosystem.matching.models import Round, parts_of
from ecosystem.matching.trials import Trial
from funders.models import Funder
from mentors.models import Mentor

MORE = 20
"""Places that a trial may add to one person."""

UNKNOWN = {"invalid_choice": _("Cette personne n’est plus publiée. Choisissez-en une autre.")}


class TrialForm(forms.Form):
    """Weights that make 100, a person who takes nobody, places for another, and how many present pairs may go."""

    ferme = forms.ModelChoiceField(
        queryset=Mentor.objects.none(), required=False, empty_label=_("Aucune personne"), error_messages=UNKNOWN
    )
    place = forms.ModelChoiceField(
        queryset=Mentor.objects.none(), required=False, empty_label=_("Aucune personne"), error_messages=UNKNOWN
    )
    nombre = forms.IntegerField(label=_("Places en plus"), min_value=1, max_value=MORE, required=False)
    changements = forms.IntegerField(
        label=_("Paires actuelles changées, au plus"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Vide : autant qu’il en faut. 0 : tout ce qui est proposé reste."),
    )

    def __init__(self, round_: Round, data: Mapping[str, Any] | None = None) -> None:
        self.round, self.parts = round_, parts_of(round_.kind)
        initial = {f"weight_{part}": getattr(round_, f"weight_{part}") for part in self.parts}
        super().__init__(data, initial={**initial, "nombre": 1})
        for part in self.parts:
            self.fields[f"weight_{part}"] = forms.IntegerField(label=part.label, min_value=0, max_value=100)
        mentors = round_.kind == Round.Kind.MENTORS
        people: QuerySet[Mentor] | QuerySet[Funder] = (
            Mentor.objects.proposable() if mentors else Funder.objects.proposable()
        )
        labels = (
            (_("Fermer un mentor"), _("Ajouter des places à un mentor"))
            if mentors
            else (_("Fermer un financeur"), _("Ajouter des dossiers à un financeur"))
        )
        for name, label in zip(("ferme", "place"), labels, strict=True):
            self.fields[name].queryset = people.order_by("sort_name", "pk")  # type: ignore[attr-defined]
            self.fields[name].label = label
        if not mentors:
            self.fields["nombre"].label = _("Dossiers en plus")

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight_{part}"] for part in self.parts]

    @property
    def total(self) -> int:
        """The sum of what is typed, whole numbers only."""
        values = [str(bound.value() or "0").strip() for bound in self.weight_fields]
        return sum(int(value) for value in values if value.isdecimal() and len(value) < 6)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        weights = [cleaned.get(f"weight_{part}") for part in self.parts]
        total = sum(weight for weight in weights if weight is not None)
        if None not in weights and total != 100:
            self.add_error(None, off_by(total))
        if cleaned.get("ferme") and cleaned.get("ferme") == cleaned.get("place"):
            self.add_error("place", _("Cette personne est fermée dans le même essai. Choisissez-en une autre."))
        return cleaned

    @property
    def weights(self) -> dict[str, int]:
        """The tried weights, by part."""
        return {part.value: self.cleaned_data[f"weight_{part}"] for part in self.parts}

    @property
    def moves_weights(self) -> bool:
        return self.weights != self.round.weights

    @property
    def trial(self) -> Trial:
        closed, opened = self.cleaned_data["ferme"], self.cleaned_data["place"]
        return Trial(
            weights=self.weights,
            closed=(closed.pk,) if closed else (),
            places={opened.pk: self.cleaned_data["nombre"] or 1} if opened else {},
            most_changes=self.cleaned_data["changements"],
        )

    @property
    def tries_nothing(self) -> bool:
        """Whether the trial is the round as it is."""
        return not (self.moves_weights or self.trial.closed or self.trial.places)

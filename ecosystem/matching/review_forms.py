"""Forms of the review: who takes a place, and a pair chosen by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.candidates import Candidate
from ecosystem.matching.models import Proposal, Round
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

GONE = _("Cette paire n’est plus possible : la page a changé entre-temps.")


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Motif, pour l’équipe"),
        required=False,
        max_length=500,
        help_text=_("Il reste avec la paire, et sert au prochain calcul."),
    )


class ReplaceForm(forms.Form):
    """One of the people offered, unless something stands against her."""

    person = forms.ChoiceField(
        label=_("Qui prend la place"),
        error_messages={"required": _("Choisissez une personne."), "invalid_choice": GONE},
    )
    reason = _reason()

    def __init__(self, offered: Sequence[Candidate], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.offered = list(offered)
        self.possible = {str(one.person.pk): one for one in offered if not one.against}
        self.fields["person"].choices = [(pk, one.person.name) for pk, one in self.possible.items()]  # type: ignore[attr-defined]

    @property
    def picked(self) -> str:
        return str(self["person"].value() or "")

    @property
    def chosen(self) -> Any:
        return self.possible[self.cleaned_data["person"]].person


class ChooseForm(forms.Form):
    """A need and a person of the round, and the draft that makes room."""

    need = forms.ModelChoiceField(Need.objects.all(), error_messages={"invalid_choice": GONE, "required": GONE})
    person = forms.ModelChoiceField(Mentor.objects.none(), error_messages={"invalid_choice": GONE, "required": GONE})
    instead = forms.ModelChoiceField(Proposal.objects.none(), required=False, error_messages={"invalid_choice": GONE})
    reason = _reason()

    def __init__(self, round_: Round, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.round = round_
        people: Any = Mentor.objects if round_.kind == Round.Kind.MENTORS else Funder.objects
        self.fields["person"].queryset = people.proposable()  # type: ignore[attr-defined]
        self.fields["instead"].queryset = round_.proposals.in_review().with_parties()  # type: ignore[attr-defined]

    @property
    def side(self) -> dict[str, Any]:
        """The person on the side that the round is of."""
        name = "mentor" if self.round.kind == Round.Kind.MENTORS else "funder"
        return {name: self.cleaned_data["person"]}

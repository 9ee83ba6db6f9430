"""The four short screens by which a funder arrives: the fields of the thesis, a few at a time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.forms import CountriesField, SectorsField
from ecosystem.directory.models import FinancingInstrument, SpokenLanguage, Stage
from funders.forms import MAX_FILES
from funders.models import Funder

MOST_EUR = 10**12
"""More than any fund holds."""


class WhoForm(forms.Form):
    """Who finances, in a name, a nature and a sentence."""

    name = forms.CharField(
        label=_("Nom du fonds, de l’organisme ou de la personne"),
        max_length=120,
        error_messages={"required": _("Indiquez le nom du fonds, de l’organisme ou de la personne.")},
    )
    funder_type = forms.ChoiceField(
        label=_("Vous êtes"),
        choices=Funder.Type.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que vous êtes.")},
    )
    tagline = forms.CharField(
        label=_("En une phrase"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Dites en une phrase ce que vous financez.")},
    )


class WhatForm(forms.Form):
    """How much, when, and by what means."""

    thesis = forms.CharField(
        label=_("Votre thèse"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce que vous financez, pourquoi, et ce que vous apportez en plus de l’argent."),
        error_messages={"required": _("Dites ce que vous financez, en deux ou trois phrases.")},
    )
    ticket_min_eur = forms.IntegerField(label=_("Ticket minimal"), min_value=0, max_value=MOST_EUR, required=False)
    ticket_max_eur = forms.IntegerField(label=_("Ticket maximal"), min_value=0, max_value=MOST_EUR, required=False)
    stages = forms.MultipleChoiceField(
        label=_("Stades"),
        choices=Stage.choices,
        error_messages={"required": _("Choisissez au moins un stade.")},
    )
    instruments = forms.MultipleChoiceField(label=_("Instruments"), choices=FinancingInstrument.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """The smallest ticket is not larger than the largest: said beside the field to mend."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("ticket_min_eur"), cleaned.get("ticket_max_eur")
        if low is not None and high is not None and low > high:
            self.add_error(
                "ticket_max_eur",
                _("Le ticket maximal est inférieur au ticket minimal. Corrigez l’un des deux montants."),
            )
        return cleaned


class WhereForm(forms.Form):
    """Sectors, countries, languages, and what is excluded."""

    sectors = SectorsField(label=_("Secteurs financés"))
    countries = CountriesField(label=_("Pays financés"))
    languages = forms.MultipleChoiceField(label=_("Langues"), choices=SpokenLanguage.choices, required=False)
    refused_sectors = SectorsField(label=_("Secteurs exclus"))


class RhythmForm(forms.Form):
    """How many files a month, and who sees the page."""

    files_per_month = forms.IntegerField(
        label=_("Dossiers lus par mois"),
        min_value=1,
        max_value=MAX_FILES,
        help_text=_("Nous ne vous en proposons jamais plus."),
    )
    is_discreet = forms.TypedChoiceField(
        label=_("Qui voit votre fiche ?"),
        choices=[("", _("Tout le monde")), ("1", _("Seulement les startups proposées"))],
        coerce=bool,
        required=False,
        empty_value=False,  # type: ignore[arg-type]  # what an empty choice is coerced to
        widget=forms.RadioSelect,
    )


FORMS: dict[str, Any] = {"qui": WhoForm, "quoi": WhatForm, "ou": WhereForm, "rythme": RhythmForm}
TERMS = ("sectors", "refused_sectors")

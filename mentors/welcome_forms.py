"""The five short screens by which a mentor arrives: a form each, all of it on a phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import sort_key
from ecosystem.directory.forms import RowsField, SectorsField, SirenField, TopicField, checked_siren
from ecosystem.directory.models import Listing, Skill, SpokenLanguage, Stage
from mentors.models import Mentor, Slot
from mentors.understanding import MOST, subjects_in

NAMES_AT_ONCE = 10


class KnowHowForm(forms.Form):
    """What she can do, in her words, and the subjects that we understood from them."""

    tagline = forms.CharField(
        label=_("Votre savoir-faire"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase ce que vous savez faire.")},
    )
    subjects: Any = RowsField(Skill.objects.none(), label=_("Nous avons compris"), required=False)
    more = TopicField(label=_("Ajouter un savoir-faire"), required=False, empty_label=_("Choisissez dans la liste"))

    def __init__(self, *args: Any, known: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = max(MOST, known)
        self.fields["subjects"].queryset = Skill.objects.leaves()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever ticked nothing is taken at her word: what her sentence says counts."""
        cleaned = super().clean() or self.cleaned_data
        chosen = list(dict.fromkeys([*cleaned.get("subjects", ()), *filter(None, [cleaned.get("more")])]))
        chosen = chosen or subjects_in(cleaned.get("tagline", ""))
        if not chosen and "tagline" in cleaned:
            self.add_error("more", ValidationError(_("Choisissez au moins un savoir-faire dans la liste.")))
        if len(chosen) > self.most:
            self.add_error("subjects", ValidationError(_("Trois choses au plus ici : vous compléterez ensuite.")))
        cleaned["chosen"] = chosen
        return cleaned


class ForWhomForm(forms.Form):
    """Sectors, stages and languages: touch all that suits."""

    sectors = SectorsField(label=_("Secteurs"))
    stages = forms.MultipleChoiceField(label=_("Stades"), choices=Stage.choices, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Langues"),
        choices=SpokenLanguage.choices,
        error_messages={"required": _("Choisissez au moins une langue.")},
    )


class PlacesForm(forms.Form):
    """How many startups at a time, and when."""

    capacity = forms.TypedChoiceField(label=_("Nombre de places"), coerce=int)
    slots = forms.MultipleChoiceField(label=_("Vos créneaux"), choices=Slot.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = {1, 2, 3, int(self.initial.get("capacity") or 2)} - {0}
        self.fields["capacity"].choices = [(one, str(one)) for one in sorted(usual)]  # type: ignore[attr-defined]


class RefusalsForm(forms.Form):
    """Hard limits: her employer, what she invested in, whom to avoid, sectors refused."""

    company = forms.CharField(label=_("Mon employeur"), max_length=120, required=False)
    employer_siren = SirenField(
        label=_("Son SIREN"), help_text=_("Neuf chiffres : sa maison ne vous sera pas proposée.")
    )
    invested = forms.CharField(
        label=_("Les sociétés où j’ai investi"),
        max_length=1000,
        required=False,
        help_text=_("Noms ou SIREN, séparés par des virgules."),
    )
    avoid = forms.CharField(
        label=_("Startups à éviter"),
        max_length=500,
        required=False,
        help_text=_("Leur nom dans l’annuaire, séparés par des virgules."),
    )
    refused_sectors = SectorsField(label=_("Secteurs que vous refusez"))

    def clean_invested(self) -> list[tuple[str, str]]:
        """Each company by its name and its SIREN, one of both at least."""
        found = []
        for one in _listed(self.cleaned_data["invested"]):
            digits = one.replace(" ", "").replace("\u00a0", "")
            number = checked_siren(digits) if digits.isdecimal() else ""
            found.append((one, number))
        return found

    def clean_avoid(self) -> list[Listing]:
        """Published startups of exactly that name; an unknown one is said."""
        names = _listed(self.cleaned_data["avoid"])
        keys = {sort_key(name, length=140): name for name in names}
        startups = Listing.objects.public().filter(kind=Listing.Kind.STARTUP, sort_name__in=keys)
        found = {one.sort_name: one for one in startups}
        if missing := [name for key, name in keys.items() if key not in found]:
            raise ValidationError(_("Aucune startup publiée ne s’appelle « %(name)s »."), params={"name": missing[0]})
        return list(found.values())


class ShownForm(forms.ModelForm[Mentor]):
    """Who sees the profile, and what of it."""

    is_discreet = forms.TypedChoiceField(
        label=_("Qui voit votre profil ?"),
        choices=[("", _("Tout le monde")), ("1", _("Seulement les startups proposées"))],
        coerce=bool,
        required=False,
        empty_value=False,  # type: ignore[arg-type]  # what an empty choice is coerced to
        widget=forms.RadioSelect,
    )
    hidden_parts = forms.MultipleChoiceField(
        label=_("Garder pour les startups proposées"), choices=Mentor.Part.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Mentor
        fields = ("is_discreet", "hidden_parts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_discreet"] = "1" if self.instance.is_discreet else ""


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (one.strip()[:200] for one in text.split(",")))))[:NAMES_AT_ONCE]

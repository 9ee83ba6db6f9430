"""What a person tells of herself."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ecosystem.accounts.consents import Purpose, record_consent
from ecosystem.accounts.models import User
from ecosystem.ui.forms import capital_choices

ASK_NAME = _("Indiquez votre nom.")
DOORS = {
    User.Door.FOUNDER: (_("Une startup, ou un projet sans SIREN"), "k"),
    User.Door.MENTOR: (_("Mentor, deux heures par mois"), "u"),
    User.Door.FUNDER: (_("Fonds, banque, collectivité, particulier"), "p"),
}
"""What each door is for, and its signal flag."""


class SignupForm(forms.Form):
    """The fields that allauth's sign-up form gets on top of the address: by which door, who, and what is agreed to."""

    door = forms.ChoiceField(
        label=_("Vous êtes"),
        choices=User.Door.choices,
        initial=User.Door.FOUNDER,
        widget=forms.RadioSelect,
        help_text=_("Plusieurs rôles ? Vous ajouterez les autres ensuite."),
        error_messages={"required": _("Choisissez par où commencer.")},
    )
    first_name = forms.CharField(
        label=_("Prénom"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Indiquez votre prénom.")},
    )
    last_name = forms.CharField(
        label=pgettext_lazy("personne", "Nom"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": ASK_NAME},
    )
    privacy = forms.BooleanField(
        label=_("J’ai lu ce que vous faites de mes données"),
        error_messages={"required": _("Lisez ce que nous faisons de vos données, puis cochez la case.")},
    )
    newsletter = forms.BooleanField(label=_("Recevoir la lettre mensuelle, facultatif"), required=False)

    @property
    def doors(self) -> list[dict[str, Any]]:
        """The doors as cards: each with its flag and its line."""
        chosen = self["door"].value()
        return [
            {"value": door.value, "label": door.label, "line": DOORS[door][0], "flag": DOORS[door][1],
             "checked": door.value == chosen}
            for door in User.Door
        ]  # fmt: skip

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep what was said; the newsletter is agreed to by its own box only, and its proof says so."""
        user.full_name = f"{self.cleaned_data['first_name']} {self.cleaned_data['last_name']}".strip()
        user.door = self.cleaned_data["door"]
        user.save(update_fields=["full_name", "door"])
        if self.cleaned_data["newsletter"]:
            record_consent(user, Purpose.NEWSLETTER, True, where="inscription", space=user.door)


def time_zones() -> list[tuple[str, str]]:
    """The places by which people name their time, Paris first."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name.replace("_", " ")) for name in ["Europe/Paris", *places]]


class PersonForm(forms.ModelForm[User]):
    """What a person changes of her account herself; address and password have their own pages."""

    timezone = forms.ChoiceField(
        label=_("Fuseau horaire"),
        choices=time_zones,
        help_text=_("Les dates limites restent à l’heure de Paris."),
    )

    class Meta:
        model = User
        fields = ("full_name", "language", "timezone")
        labels: ClassVar[dict[str, Any]] = {
            "full_name": _("Nom complet"),
            "language": _("Langue des courriels"),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}
        error_messages: ClassVar[dict[str, Any]] = {"full_name": {"required": ASK_NAME}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capital_choices(self.fields["language"])

"""What a person tells of herself."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.ui.forms import capital_choices

ASK_NAME = _("Indiquez votre nom.")


class SignupForm(forms.Form):
    """The fields that allauth's sign-up form gets on top of e-mail and password."""

    full_name = forms.CharField(
        label=_("Votre nom complet"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": ASK_NAME},
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])


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

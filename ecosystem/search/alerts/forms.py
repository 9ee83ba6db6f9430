"""What an alert asks: where to write and how often."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.search.models import Alert


class RhythmForm(forms.Form):
    """How often an alert looks at its list."""

    rhythm = forms.ChoiceField(
        label=_("À quel rythme ?"),
        choices=Alert.Rhythm.choices,
        widget=forms.RadioSelect,
        initial=Alert.Rhythm.WEEKLY,
        error_messages={"required": _("Choisissez un rythme.")},
    )


class AlertForm(RhythmForm):
    """The rhythm and, of somebody who is not signed in, an address."""

    address = forms.EmailField(
        label=_("Votre e-mail"),
        help_text=_("Il ne sert qu’à cette alerte. Rien ne vous est écrit avant que vous l’ayez confirmée."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Indiquez l’adresse où vous écrire.")},
    )
    field_order = ("address", "rhythm")

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user is not None:
            del self.fields["address"]

    @property
    def where(self) -> str:
        """The address to write to: the account's own comes first."""
        return self.user.email if self.user is not None else str(self.cleaned_data["address"])

"""What a visitor fills in to write to a startup; a machine falls into the trap."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.telling_forms import Trapped

SHORTEST, LONGEST = 20, 2000


class ContactForm(Trapped):
    """Who writes, where to answer, and what."""

    name = forms.CharField(
        max_length=120,
        label=_("Votre nom et votre organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Dites qui vous êtes.")},
    )
    message = forms.CharField(
        min_length=SHORTEST,
        max_length=LONGEST,
        label=_("Votre message"),
        help_text=_("Ce que vous proposez, et ce que vous attendez en retour."),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Écrivez votre message."),
            "min_length": _("Dites-en un peu plus : une ou deux phrases."),
        },
    )
    field_order = ("name", "email", "message", "adresse_2")

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        if user is not None:
            del self.fields["name"]
            return
        email = self.fields["email"]
        email.required, email.help_text = True, _("La startup vous y répondra ; nous ne l’utilisons pas.")
        email.error_messages["required"] = _("Indiquez l’adresse où vous répondre.")

    @property
    def sender(self) -> dict[str, str]:
        """Who writes: the account, or what the visitor says."""
        if self.user is not None:
            return {"name": self.user.full_name or str(self.user), "email": self.user.email}
        return {"name": self.cleaned_data["name"], "email": self.cleaned_data["email"]}

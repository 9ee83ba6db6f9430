"""What a person tells of herself."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User


class SignupForm(forms.Form):
    """The fields that allauth's sign-up form gets on top of e-mail and password."""

    full_name = forms.CharField(
        label=_("Nom complet"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])

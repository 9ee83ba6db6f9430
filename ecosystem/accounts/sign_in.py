"""The sign-in and sign-up forms: allauth's own, with our words and the order of our pages."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import SignupForm as LibrarySignupForm
from django.utils.translation import gettext_lazy as _

ASK_ADDRESS = _("Indiquez votre adresse e-mail.")
NOT_AN_ADDRESS = _("Cette adresse e-mail n’est pas complète. Exemple : nom@exemple.fr")


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """The link of the forgotten password stands after the fields: the keyboard meets the password first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _("Votre adresse e-mail"), _("Votre mot de passe")
        login.error_messages.update(required=ASK_ADDRESS, invalid=NOT_AN_ADDRESS)
        password.error_messages["required"] = _("Indiquez votre mot de passe.")
        password.help_text = ""


class SignUpForm(LibrarySignupForm):  # type: ignore[misc]
    """By which door, who, the address, and what is agreed to: as they stand on the page."""

    field_order = ("door", "first_name", "last_name", "email", "privacy", "newsletter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]  # a code by mail signs in
        address = self.fields["email"]
        address.label = _("Courriel professionnel")
        address.error_messages.update(required=ASK_ADDRESS, invalid=NOT_AN_ADDRESS)

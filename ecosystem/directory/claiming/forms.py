"""What is asked of who claims, joins, invites or decides."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.claiming.bulk import MOST_BYTES, Unreadable, read_lines, text_of
from ecosystem.directory.models import Invitation
from ecosystem.ui.forms import capital_choices

ASK_ADDRESS = _("Indiquez une adresse e-mail.")
NOT_AN_ADDRESS = _("Cette adresse e-mail n’est pas complète. Exemple : nom@exemple.fr")
ADDRESS = {"required": ASK_ADDRESS, "invalid": NOT_AN_ADDRESS}


class ClaimForm(forms.Form):
    """Who asks says what binds her to the listing, in a sentence that somebody will read."""

    message = forms.CharField(
        label=_("Votre lien avec cette fiche"),
        help_text=_("Votre fonction, et comment l’équipe peut le vérifier."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Dites en une phrase ce qui vous lie à cette fiche.")},
    )


class JoinForm(forms.Form):
    """A new account for whoever opened a link: the address is known already."""

    full_name = forms.CharField(
        label=_("Votre nom complet"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Indiquez votre nom.")},
    )
    password = forms.CharField(
        label=_("Choisissez un mot de passe"),
        help_text=_("Au moins dix caractères, et pas un mot courant."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, full_name=self.cleaned_data.get("full_name", "")))
        return password


class TeamInvitationForm(forms.Form):
    """Whom a team invites, and what she may do in it."""

    email = forms.EmailField(
        label=_("Son adresse e-mail"), error_messages=ADDRESS, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Ce qu’elle pourra faire"), choices=Invitation.Role.choices, initial="member")
    word = forms.CharField(label=_("Un mot pour elle"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capital_choices(self.fields["role"])


class ManyForm(forms.Form):
    """Whom the site invites, and as what: rows that are pasted, or a file."""

    TARGETS = (
        ("mentor", _("Mentors")),
        ("funder", _("Financeurs")),
        ("founder", _("Fondateurs")),
        ("owner", _("Auteurs de fiches qui existent déjà")),
    )
    target = forms.ChoiceField(label=_("Inviter des"), choices=TARGETS)
    rows = forms.CharField(
        label=_("Adresses, une par ligne"),
        help_text=_("Adresse ; nom ; et pour une fiche, son adresse ou son SIREN. Deux cents lignes au plus."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Ou un fichier CSV"), required=False, widget=forms.FileInput(attrs={"accept": ".csv"})
    )
    language = forms.ChoiceField(label=_("Langue du courriel"), choices=User.Language.choices)
    word = forms.CharField(label=_("Un mot d’accueil"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capital_choices(self.fields["language"])

    def clean(self) -> dict[str, Any]:
        """The lines, as they are read from one or the other."""
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file")
        try:
            if upload:
                too_long = upload.size > MOST_BYTES
                cleaned["rows"] = text_of(upload.read(MOST_BYTES + 1) if too_long else upload.read())
            cleaned["lines"] = read_lines(cleaned.get("rows", ""))
        except Unreadable as error:
            self.add_error("file" if upload else "rows", str(error))
        return cleaned

"""What a startup's team writes: its listing and its people."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.files import refuse_unless_pdf
from ecosystem.directory.forms import CountriesField, ListingForm
from ecosystem.directory.models import Listing
from startups.models import Member, News, Startup

YES_NO = [("", _("Non renseigné")), ("True", _("Oui")), ("False", _("Non"))]


def yes_no(label: Any) -> forms.TypedChoiceField:
    """Three answers: yes, no, and none of our business."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        required=False,
        coerce=lambda value: value == "True",
        empty_value=None,
    )


class StartupForm(ListingForm[Startup]):
    """The listing as its team writes it; a draft may be incomplete."""

    kind = Listing.Kind.STARTUP

    countries = CountriesField(label=_("Marchés actuels"))
    women_led = yes_no(_("Dirigée par une femme"))
    first_time_founders = yes_no(_("Première création d’entreprise"))

    class Meta:
        model = Startup
        fields = (
            "name",
            "tagline",
            "description",
            "stage",
            "siren",
            "parent_siren",
            "unregistered",
            "address",
            "naf",
            "founded_on",
            "headcount",
            "raised_eur",
            "raise_eur",
            "raise_use",
            "raise_by",
            "city",
            "region",
            "country",
            "sectors",
            "languages",
            "countries",
            "website",
            "contact_email",
            "contact_phone",
            "women_led",
            "first_time_founders",
            "language",
            "tagline_alt",
            "description_alt",
        )
        labels: ClassVar[dict[str, Any]] = {"contact_email": _("Adresse e-mail de contact")}
        error_messages: ClassVar[dict[str, Any]] = {
            "name": {"required": _("Indiquez le nom de la startup ou du projet.")}
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "description": forms.Textarea(attrs={"rows": 7}),
            "description_alt": forms.Textarea(attrs={"rows": 5}),
            "founded_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "raise_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "raise_use": forms.Textarea(attrs={"rows": 4}),
            "address": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "region": forms.TextInput(attrs={"autocomplete": "address-level1"}),
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "tagline": _("Ce que vous faites, pour qui. Comme vous le diriez au café."),
            "contact_email": _("Montrée seulement aux personnes à qui vous avez dit oui, après leur propre oui."),
            "raised_eur": _("Total des tours passés, en euros."),
            "raise_eur": _("Ce que vous cherchez aujourd’hui. Laissez vide si vous ne levez pas."),
            "raise_use": _("Recruter, produire, s’ouvrir un pays : ce que ce tour rend possible."),
        }

    def clean(self) -> dict[str, Any]:
        """A company that gives its number is registered."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("siren") and "unregistered" in cleaned:
            cleaned["unregistered"] = False
        return cleaned

    def clean_founded_on(self) -> date | None:
        founded: date | None = self.cleaned_data["founded_on"]
        if founded is not None and founded > timezone.localdate():
            raise ValidationError(_("Cette date est à venir. Laissez vide si l’entreprise n’est pas encore créée."))
        return founded


class StepForm(StartupForm):
    """The fields of one step of the listing; the others stay as they are."""

    def __init__(self, *args: Any, only: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only):
            del self.fields[name]

    @property
    def tongues(self) -> str:
        """The names of the two languages of a text, the author's first, for the buttons that show one at a time."""
        first, second = ("EN", "FR") if self.instance.language == "en" else ("FR", "EN")
        return f"{first}|" + _("%(language)s, facultatif") % {"language": second}

    def right_so_far(self) -> dict[str, Any]:
        """What may be kept while the rest is still being written."""
        wrong = set(self.errors)
        return {name: value for name, value in self.cleaned_data.items() if name not in wrong}


class StartForm(StepForm):
    """How a listing begins: a number, or none yet, and a name that the register may give."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, only=("siren", "unregistered", "name"), **kwargs)
        self.fields["name"].required = False

    def ask_for_a_name(self) -> None:
        self.add_error("name", str(self.fields["name"].error_messages["required"]))


class DeckForm(forms.Form):
    """The deck has a form of its own, as the logo: an error elsewhere never loses the file."""

    deck = forms.FileField(
        label=_("Présentation (deck)"),
        help_text=_("PDF, 20 Mo au plus. Jamais public."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Choisissez un fichier PDF avant de l’envoyer."),
            "empty": _("Ce fichier est vide. Choisissez votre présentation."),
        },
    )

    def clean_deck(self) -> UploadedFile[bytes]:
        deck: UploadedFile[bytes] = self.cleaned_data["deck"]
        refuse_unless_pdf(deck)
        return deck


class MemberForm(forms.ModelForm[Member]):
    """A person whom the listing shows; she needs no account."""

    class Meta:
        model = Member
        fields = ("name", "title")
        error_messages: ClassVar[dict[str, Any]] = {"name": {"required": _("Indiquez le nom de la personne.")}}


class NewsForm(forms.ModelForm[News]):
    """One fact, of today or of before."""

    class Meta:
        model = News
        fields = ("kind", "on", "title", "body")
        labels: ClassVar[dict[str, Any]] = {"kind": _("De quoi s’agit-il ?"), "on": _("Date")}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "body": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "kind": {"required": _("Choisissez de quoi il s’agit.")},
            "title": {"required": _("Dites la nouvelle en une phrase.")},
            "on": {"required": _("Indiquez la date.")},
        }

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("Cette date est à venir : une nouvelle raconte ce qui s’est passé."))
        return on

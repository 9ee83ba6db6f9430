"""What a startup's team writes: its listing and its people."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.forms import CountriesField, ListingForm
from ecosystem.directory.models import Listing
from startups.models import Member, Startup

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
            "founded_on",
            "headcount",
            "raised_eur",
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
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "region": forms.TextInput(attrs={"autocomplete": "address-level1"}),
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "tagline": _("Ce que vous faites, pour qui. Comme vous le diriez au café."),
            "contact_email": _("Montrée seulement aux personnes à qui vous avez dit oui, après leur propre oui."),
            "raised_eur": _("Total des tours passés, en euros."),
        }

    def clean_founded_on(self) -> date | None:
        founded: date | None = self.cleaned_data["founded_on"]
        if founded is not None and founded > timezone.localdate():
            raise ValidationError(_("Cette date est à venir. Laissez vide si l’entreprise n’est pas encore créée."))
        return founded


class MemberForm(forms.ModelForm[Member]):
    """A person whom the listing shows; she needs no account."""

    class Meta:
        model = Member
        fields = ("name", "title")
        error_messages: ClassVar[dict[str, Any]] = {"name": {"required": _("Indiquez le nom de la personne.")}}

"""What a funder writes: its thesis, how many files it reads, and when it rests."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.forms import CountriesField, ListingForm, PauseForm, SectorsField
from ecosystem.directory.models import Listing
from funders.models import Funder

MAX_FILES = 200


class ThesisForm(ListingForm[Funder]):
    """The thesis as its funder writes it; a draft may be incomplete."""

    kind = Listing.Kind.FUNDER

    refused_sectors = SectorsField(label=_("Secteurs exclus"))
    sectors = SectorsField(label=_("Secteurs financés"))
    countries = CountriesField(label=_("Pays financés"))

    class Meta:
        model = Funder
        fields = (
            "name",
            "funder_type",
            "tagline",
            "thesis",
            "ticket_min_eur",
            "ticket_max_eur",
            "stages",
            "exception_stages",
            "instruments",
            "lead",
            "lead_time_days",
            "sectors",
            "refused_sectors",
            "countries",
            "languages",
            "city",
            "region",
            "country",
            "siren",
            "parent_siren",
            "website",
            "contact_email",
            "contact_phone",
            "files_per_month",
        )
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Nom du fonds, de l’organisme ou de la personne"),
            "thesis": _("Votre thèse"),
            "ticket_min_eur": _("Ticket minimal"),
            "ticket_max_eur": _("Ticket maximal"),
            "files_per_month": _("Dossiers lus par mois"),
            "contact_email": _("Adresse e-mail de contact"),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "name": {"required": _("Indiquez le nom du fonds, de l’organisme ou de la personne.")}
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "thesis": _("Ce que vous financez, pourquoi, et ce que vous apportez en plus de l’argent."),
            "contact_email": _("Montrée seulement aux startups à qui vous avez dit oui, après leur propre oui."),
            "exception_stages": _("Montrés sur votre page ; l’équipe ne vous y propose rien d’elle-même."),
            "lead_time_days": _("Environ, de la première demande au virement."),
            "files_per_month": _("Nous ne vous en proposons jamais plus."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "thesis": forms.Textarea(attrs={"rows": 6}),
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["files_per_month"]

    def clean(self) -> dict[str, Any]:
        """The smallest ticket is not larger than the largest: said beside the field to mend."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("ticket_min_eur"), cleaned.get("ticket_max_eur")
        if low is not None and high is not None and low > high:
            self.add_error(
                "ticket_max_eur",
                ValidationError(
                    _("Le ticket maximal est inférieur au ticket minimal. Corrigez l’un des deux montants."),
                    code="ticket_order",
                ),
            )
        return cleaned


class AvailabilityForm(PauseForm):
    """Files a month, and a pause whose last day is given."""

    field_order = ("files_per_month", "paused_until")

    files_per_month = forms.IntegerField(
        label=_("Dossiers lus par mois"),
        min_value=0,
        max_value=MAX_FILES,
        help_text=_("Nous ne vous en proposons jamais plus."),
    )

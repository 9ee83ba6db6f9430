"""What a listing declares of the companies it is bound to, and of whom it does not want to be proposed again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.forms import SirenField
from ecosystem.directory.models import Listing
from ecosystem.directory.named import NamedListingField


class CompanyForm(forms.Form):
    """A company by its name, and by its SIREN if it is known."""

    company_name = forms.CharField(
        label=_("Entreprise"),
        max_length=200,
        error_messages={"required": _("Indiquez le nom de l’entreprise.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    company_siren = SirenField(label="SIREN", help_text=_("Neuf chiffres. Plus sûr que le nom, si vous le connaissez."))


class StakeForm(CompanyForm):
    """Shares that the person holds."""

    percent = forms.DecimalField(
        label=_("Part détenue, en %"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=120, help_text=_("Exemple : tour de table de mars 2025.")
    )


class RivalForm(CompanyForm):
    """A competitor of the startup."""


class NeverAgainForm(forms.Form):
    """Another listing, by its name or by the address of its page."""

    other = NamedListingField(label=_("Nom, ou adresse de la page"))

    def __init__(self, listing: Listing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other: Any = self.fields["other"]
        other.kinds = ["mentor", "funder"] if listing.kind == Listing.Kind.STARTUP else ["startup"]
        asked = _("De quel mentor ou financeur ?") if len(other.kinds) == 2 else _("De quelle startup ?")
        other.help_text = other.error_messages["required"] = asked

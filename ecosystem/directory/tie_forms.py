"""What a listing declares of the companies it is bound to, and of whom it does not want to be proposed again."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import sort_key
from ecosystem.directory.forms import SirenField
from ecosystem.directory.models import Listing


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

    other = forms.CharField(label=_("Nom, ou adresse de la page"), max_length=300)

    def __init__(self, listing: Listing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = ["mentor", "funder"] if listing.kind == Listing.Kind.STARTUP else ["startup"]
        asked = _("De quel mentor ou financeur ?") if len(self.kinds) == 2 else _("De quelle startup ?")
        self.fields["other"].help_text = asked
        self.fields["other"].error_messages["required"] = asked

    def clean_other(self) -> Listing:
        typed: str = self.cleaned_data["other"].strip()
        known = Listing.objects.public().filter(kind__in=self.kinds)
        if "/" in typed:
            found = known.filter(slug=urlsplit(typed).path.rstrip("/").rpartition("/")[2][:140])
        else:
            found = known.filter(sort_name=sort_key(typed, length=140))
        listed = list(found[:2])
        if not listed:
            raise ValidationError(_("Aucune fiche publiée ne porte ce nom. Copiez l’adresse de sa page."), "unknown")
        if len(listed) > 1:
            raise ValidationError(_("Plusieurs fiches portent ce nom. Copiez l’adresse de la bonne page."), "several")
        return listed[0]

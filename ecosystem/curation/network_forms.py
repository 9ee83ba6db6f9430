"""What the team writes of a network."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.curation.networks import free_network_slug
from ecosystem.directory.models import Network


class NetworkForm(forms.ModelForm[Network]):
    """A network; its address comes from its first name and stays."""

    website = forms.URLField(label=_("Site web"), max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = Network
        fields: ClassVar = ["name", "kind", "website", "is_public"]
        error_messages: ClassVar = {"name": {"unique": _("Un réseau porte déjà ce nom.")}}

    def save(self, commit: bool = True) -> Any:
        """Give a new network its address."""
        if not self.instance.slug:
            self.instance.slug = free_network_slug(self.cleaned_data["name"])
        return super().save(commit)


class StartupWordsForm(forms.Form):
    """Which startup."""

    startup = forms.CharField(
        label=_("Startup"), max_length=300, help_text=_("Son nom exact, ou l’adresse de sa page publique.")
    )


class PartnerForm(forms.Form):
    """Which person."""

    email = forms.EmailField(label=_("Adresse de la personne"), help_text=_("Celle de son compte, confirmée."))

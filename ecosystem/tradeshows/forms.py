"""Saying that a startup goes to a show: its own team for itself, the association's for any."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import whole
from ecosystem.directory.models import Listing
from ecosystem.directory.named import NamedListingField
from ecosystem.tradeshows.models import Edition, EditionQuerySet

YEARS_BACK = 5
"""How far back a startup may tell of a show that it attended."""
HOW = [("visit", _("En visite")), ("exhibit", _("Avec un stand"))]


class EditionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A public edition: those to come first, in the order of the calendar, then the past ones, the latest first."""

    def label_from_instance(self, edition: Edition) -> str:
        where = gettext("en ligne") if edition.is_online else edition.city
        return f"{edition} ({where})" if where else str(edition)

    def clean(self, value: Any) -> Any:
        if value not in self.empty_values and whole(str(value)) is None:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().clean(value)


def open_editions(on: date) -> EditionQuerySet:
    """The editions at which one may say to be, or to have been."""
    return (
        Edition.objects.public().filter(year__gte=on.year - YEARS_BACK, is_cancelled=False).select_related("tradeshow")
    )


class AttendanceForm(forms.Form):
    """A show, and whether the startup visits or exhibits."""

    edition = EditionField(
        label=_("Salon"),
        queryset=Edition.objects.none(),
        empty_label=_("Choisissez un salon"),
        error_messages={
            "required": _("Choisissez un salon dans la liste."),
            "invalid_choice": _("Ce salon n’est plus dans la liste. Choisissez-en un autre."),
        },
    )
    how = forms.ChoiceField(label=_("Présence"), choices=HOW, initial="visit", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["edition"]
        chosen.queryset = open_editions(timezone.localdate()).order_by("-year", "tradeshow__sort_name", "pk")

    @property
    def exhibits(self) -> bool:
        return bool(self.cleaned_data["how"] == "exhibit")


class StandForm(forms.Form):
    """A startup by its name or by the address of its page, and its place on the shared stand."""

    listing = NamedListingField(
        kinds=[Listing.Kind.STARTUP],
        label=_("Startup"),
        help_text=_("Son nom, ou l’adresse de sa page."),
        error_messages={"required": _("Indiquez le nom d’une startup.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    how = forms.ChoiceField(label=_("Présence"), choices=HOW, initial="exhibit", widget=forms.RadioSelect)
    on_shared_stand = forms.BooleanField(label=_("Sur le stand collectif"), required=False)

    @property
    def exhibits(self) -> bool:
        return bool(self.cleaned_data["how"] == "exhibit" or self.cleaned_data["on_shared_stand"])

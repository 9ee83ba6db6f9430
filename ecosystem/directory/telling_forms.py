"""What a visitor fills in to correct a page or to say that it is wrong; a machine falls into the trap."""

from typing import Any

from django import forms
from django.db.models import Field, URLField
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.fields import fields_of
from ecosystem.directory.models import Listing, Report
from ecosystem.directory.telling import fields_to_correct


def _field(column: Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """An address without its scheme is meant to be safe."""
    more: dict[str, Any] = {"assume_scheme": "https"} if isinstance(column, URLField) else {}
    made: forms.Field | None = column.formfield(**more, **kwargs)
    return made


class Trapped(forms.Form):
    """A form with a field that people do not see: who fills it in is a machine."""

    adresse_2 = forms.CharField(required=False, label=_("Laissez ce champ vide"))
    email = forms.EmailField(
        required=False,
        label=_("Votre e-mail"),
        help_text=_("Il ne sert qu’à vous dire ce que l’équipe a décidé."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user is not None:
            del self.fields["email"]

    @property
    def is_trapped(self) -> bool:
        """A machine filled it in: it is thanked, and nothing is kept."""
        return bool(self.data.get("adresse_2"))


class SuggestionForm(Trapped):
    """The public fields of a listing as they are, to be changed."""

    message = forms.CharField(
        required=False,
        max_length=1000,
        label=_("D’où vient l’information ?"),
        help_text=_("Un lien, une source, ou ce qu’aucun champ ne permet de dire."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = fields_to_correct(listing)
        made = fields_for_model(type(listing), self.names, formfield_callback=_field)
        known, last = fields_of(listing), dict(self.fields)
        self.fields.clear()
        for name in self.names:
            field = made[name]
            if field is not None:
                field.required, field.help_text = False, ""
                field.label = known[name].label(type(listing))
                field.initial = getattr(listing, name)
                self.fields[name] = field
        self.fields |= last

    @property
    def asked(self) -> list[Any]:
        """The listing's own fields."""
        return [self[name] for name in self.names if name in self.fields]

    @property
    def values(self) -> dict[str, Any]:
        """What was sent, by field; a field that the form did not send is not proposed empty."""
        return {name: self.cleaned_data[name] for name in self.names if name in self.cleaned_data and name in self.data}


class ReportForm(Trapped):
    """Why the page is wrong, in a choice and in words."""

    reason = forms.ChoiceField(
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        label=_("Qu’est-ce qui ne va pas ?"),
        error_messages={"required": _("Choisissez ce qui ne va pas.")},
    )
    text = forms.CharField(
        max_length=2000,
        label=_("En quelques mots"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Dites en une phrase ce qui ne va pas.")},
    )
    field_order = ("reason", "text", "email", "adresse_2")

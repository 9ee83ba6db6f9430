"""What a key of the API is made for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import ApiToken
from ecosystem.ui.forms import capital_choices

MONTH, QUARTER, YEAR = 30, 90, 365


class ApiKeyForm(forms.Form):
    """A name to know it by, what it opens, and how long: no key lasts for ever."""

    name = forms.CharField(
        label=_("Nom de la clé"),
        max_length=80,
        help_text=_("L’outil ou le site qui s’en servira."),
        error_messages={"required": _("Donnez un nom à cette clé, pour la reconnaître.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("Ce qu’elle ouvre"),
        choices=ApiToken.Scope.choices,
        initial=[ApiToken.Scope.DIRECTORY],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un droit.")},
    )
    days = forms.TypedChoiceField(
        label=_("Durée de validité"),
        coerce=int,
        choices=[(MONTH, _("Un mois")), (QUARTER, _("Trois mois")), (YEAR, _("Un an"))],
        initial=QUARTER,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capital_choices(self.fields["scopes"])

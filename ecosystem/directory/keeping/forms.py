"""What one fills in to keep listings: the name of a list, the lists of a listing, a note."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.models import Favourite, FavouriteList, Listing

NAME_MAX = 80
READABLE = RegexValidator(r"\w", _("Donnez à la liste un nom qui se lit."))


class NameForm(forms.Form):
    """How a list is called."""

    name = forms.CharField(
        label=_("Nom de la liste"),
        error_messages={"required": _("Donnez un nom à la liste.")},
        max_length=NAME_MAX,
        validators=[READABLE],
    )


class NoteForm(forms.ModelForm[Favourite]):
    """A few words that the owner of the list alone reads."""

    class Meta:
        model = Favourite
        fields = ("note",)
        labels = {"note": _("Note, pour vous seul")}


class KeepForm(forms.Form):
    """In which lists a listing stands; a new one may be named on the way."""

    lists = forms.ModelMultipleChoiceField(
        FavouriteList.objects.none(),
        required=False,
        label=_("Dans quelles listes ?"),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(required=False, label=_("Nouvelle liste"), max_length=NAME_MAX, validators=[READABLE])

    def __init__(self, *args: Any, owner: User, listing: Listing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hers = FavouriteList.objects.of(owner)
        field: Any = self.fields["lists"]
        field.queryset = hers
        field.initial = list(hers.filter(favourites__listing=listing.pk).values_list("pk", flat=True))
        if not hers.exists():
            del self.fields["lists"]
            self.fields["name"].required = True
            self.fields["name"].initial = _("Mes favoris")

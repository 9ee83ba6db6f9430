"""What a partner's list shows, and where."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models import Embed
from ecosystem.home.embeds import filters_of, sites
from ecosystem.ui.forms import capital_choices


class EmbedForm(forms.ModelForm[Embed]):
    """A list for a partner: the address of a filtered list is pasted as it is, and checked."""

    where = forms.CharField(
        label=_("Sites autorisés"),
        help_text=_("Un par ligne, comme https://www.exemple.fr ou https://*.exemple.fr. Aucun autre ne l’affichera."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Indiquez au moins un site.")},
    )

    class Meta:
        model = Embed
        fields = ("partner", "kind", "query", "theme", "language")
        labels: ClassVar = {"query": _("Filtres de la liste")}
        help_texts: ClassVar = {
            "query": _("Réglez la liste sur le site, puis collez ici son adresse. Vide : toutes les fiches.")
        }
        error_messages: ClassVar = {"partner": {"required": _("Donnez le nom du partenaire.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].initial = "\n".join(self.instance.ancestors)
        for name in ("kind", "theme", "language"):
            capital_choices(self.fields[name])

    def clean_where(self) -> list[str]:
        return sites(self.cleaned_data["where"])

    def clean_query(self) -> str:
        """The words after the question mark, without the page."""
        text = self.cleaned_data["query"].strip()
        try:
            said = urlsplit(text).query if "?" in text else text
        except ValueError:
            raise forms.ValidationError(gettext("Cette adresse n’est pas celle d’une liste.")) from None
        query = QueryDict(said, mutable=True)
        query.pop("page", None)
        return query.urlencode()

    def clean(self) -> dict[str, Any]:
        """The filters are those of the kind, with values that they take."""
        cleaned = super().clean() or {}
        if cleaned.get("query") and cleaned.get("kind"):
            filters = filters_of(cleaned["kind"], cleaned["query"])
            unknown = set(QueryDict(cleaned["query"])) - set(filters.filters)
            if unknown:
                names = ", ".join(sorted(unknown))
                self.add_error("query", gettext("Cette liste n’a pas de filtre « %(names)s ».") % {"names": names})
            elif not filters.is_valid():
                self.add_error("query", [str(error) for errors in filters.form.errors.values() for error in errors])
        return cleaned

    def save(self, commit: bool = True) -> Embed:
        self.instance.ancestors = self.cleaned_data["where"]
        return super().save(commit)

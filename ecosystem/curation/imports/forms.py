"""The file that is dropped, and what its columns mean."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecosystem.curation.imports.columns import choices_of, label_of_field, missing_fields
from ecosystem.curation.reading.limits import megabytes
from ecosystem.directory.models import ImportRun, Listing

KINDS = [
    (Listing.Kind.STARTUP, _("Startups")),
    (Listing.Kind.MENTOR, _("Mentors")),
    (Listing.Kind.FUNDER, _("Financeurs")),
    (Listing.Kind.TRADESHOW, _("Salons")),
]


class FileForm(forms.Form):
    """A file of listings of one kind."""

    kind = forms.ChoiceField(label=_("Que contient le fichier ?"), choices=KINDS)
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV ou XLSX, une ligne par fiche, 50 Mo au plus."),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Le fichier est vide.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        required=False,
        help_text=_("D’où viennent les identifiants. Sans réponse, le nom du fichier."),
    )

    def clean_file(self) -> Any:
        """A file that is too heavy is refused before it is kept."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                gettext("Le fichier pèse %(size)d Mo ; la limite est de %(limit)d Mo.")
                % {"size": megabytes(file.size), "limit": megabytes(settings.UPLOAD_MAX_BYTES)}
            )
        return file


class ColumnsForm(forms.Form):
    """One question a column; two columns never say the same field."""

    publish = forms.BooleanField(label=_("Publier tout de suite les fiches nouvelles"), required=False)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.fields["publish"].initial = run.publish
        choices = [("", gettext("Laisser de côté")), *choices_of(run.kind)]
        for place, column in enumerate(run.columns):
            title = column["title"] or gettext("Colonne %(n)d, sans titre") % {"n": place + 1}
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=gettext("Champ pour « %(title)s »") % {"title": title},
                choices=choices,
                required=False,
                initial=run.mapping.get(str(place), ""),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for name, value in list(cleaned.items()):
            if name == "publish" or not value:
                continue
            if value in seen:
                said = gettext("« %(field)s » est déjà dit par une autre colonne. N’en gardez qu’une.")
                self.add_error(name, said % {"field": label_of_field(self.run.kind, value)})
            seen[value] = name
        if missing := missing_fields(self.run.kind, {name: name for name in seen}):
            said = gettext("Dites quelle colonne donne : %(fields)s.") % {"fields": ", ".join(missing)}
            self.add_error(None, said)
        return cleaned

    def mapping(self) -> dict[str, str]:
        """The field of each column, by position."""
        return {name[1:]: value for name, value in self.cleaned_data.items() if name != "publish"}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each column with its example and its question."""
        for place, column in enumerate(self.run.columns):
            bound: BoundField = self[f"c{place}"]
            asks = not bound.value() and bool(column["example"])
            yield {**column, "bound": bound, "doubt": column["doubt"] or asks, "place": place}

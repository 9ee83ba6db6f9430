"""Files that leave the imports: lines to correct, and an empty model."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ecosystem.core.files import csv_file
from ecosystem.curation.imports.columns import label_of_field
from ecosystem.curation.mapping import SYNONYMS, guess_columns
from ecosystem.directory.models import ImportRun


def refused_lines(run: ImportRun) -> HttpResponse:
    """The number, the name, the guilty cell and the reason of each refused line."""
    head = [_("Ligne"), _("Nom lu"), _("Valeur lue"), _("Pourquoi")]
    lines = run.lines.filter(state="refused").values_list("line", "name", "said", "reasons")
    rows = ([line, name, said, " ".join(reasons)] for line, name, said, reasons in lines.iterator())
    return csv_file(f"erreurs-{slugify(run.source) or run.pk}.csv", [head, *rows])


def model_file(kind: str) -> HttpResponse:
    """The columns that a file of this kind may have, the required one first."""
    names = ["name", *(name for name in SYNONYMS[kind] if name != "name")]
    labels = {name: label_of_field(kind, name) for name in names}
    understood = guess_columns(kind, list(labels.values())).columns
    titles = [
        label if name in understood and understood[name].title == label else name for name, label in labels.items()
    ]
    return csv_file(f"modele-{kind}.csv", [titles])

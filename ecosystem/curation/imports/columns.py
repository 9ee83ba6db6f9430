"""What the columns of a file seem to say, with an example of each, for a person to confirm."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.curation.mapping import REQUIRED, SYNONYMS, guess_columns, near_field
from ecosystem.curation.reading import open_table
from ecosystem.directory.fields import fields_of
from ecosystem.tradeshows.models import TradeShow
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Startup

READ = 50
"""Lines read to find an example of each column."""
MODELS = {"startup": Startup, "mentor": Mentor, "funder": Funder, "tradeshow": TradeShow}
WORDS: dict[str, str | Promise] = {
    "name": _("Nom"),
    "source_ref": _("Identifiant dans la source"),
    "state": _("État ou province"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "capacity": _("Places"),
    "paused_until": _("En pause jusqu’au"),
    "skills": _("Sujets"),
    "stage_sought": _("Stade de la levée"),
    "amount": _("Montant recherché"),
    "currency": _("Devise"),
    "raising_on": _("Date de la levée"),
    "year": _("Année"),
    "month": _("Mois"),
    "starts_on": _("Du"),
    "ends_on": _("Au"),
    "venue": _("Lieu"),
    "is_online": _("En ligne"),
    "stand_cost_eur": _("Part de stand, en euros"),
    "files_per_month": _("Dossiers par mois"),
}


def label_of_field(kind: str, name: str) -> str:
    """The field's name as the team reads it."""
    if name in WORDS:
        return str(WORDS[name])
    field = fields_of(kind).get(name)
    if field:
        return field.label(MODELS[kind])
    column: Any = MODELS[kind]._meta.get_field(name)
    text = str(column.verbose_name)
    return text[:1].upper() + text[1:]


def choices_of(kind: str) -> list[tuple[str, str]]:
    """Every field that a file of this kind may say, in the order of their names."""
    return sorted(((name, label_of_field(kind, name)) for name in SYNONYMS[kind]), key=lambda pair: pair[1].lower())


def read_columns(kind: str, path: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Each column with its title, an example and how sure the guess is, and the guess itself, by position.

    A file that cannot be read raises FileRefused.
    """
    with open_table(path) as table:
        titles = table.columns
        examples = _examples(len(titles), [row.values for row in islice(table.rows, READ) if not row.fault])
    guess = guess_columns(kind, titles)
    fields = {column.index: name for name, column in guess.columns.items()}
    columns, mapping = [], {}
    for place, title in enumerate(titles):
        name, doubt = fields.get(place, ""), False
        if not name and title and (near := near_field(kind, title)) and near not in fields.values():
            name, doubt = near, True
            fields[place] = near
        mapping[str(place)] = name
        columns.append({"title": title[:120], "example": examples[place], "doubt": doubt})
    return columns, mapping


def missing_fields(kind: str, mapping: Mapping[str, str]) -> list[str]:
    """The required fields that no column says."""
    return [label_of_field(kind, name) for name in REQUIRED.get(kind, ("name",)) if name not in mapping.values()]


def by_place(columns: Sequence[Mapping[str, Any]], mapping: Mapping[str, str]) -> dict[int, str]:
    """The confirmed field of each column, by position, for the import."""
    return {place: mapping.get(str(place), "") for place in range(len(columns))}


def _examples(width: int, rows: Sequence[Sequence[str]]) -> list[str]:
    """The first cell of each column that says something."""
    found = [""] * width
    for values in rows:
        for place, value in enumerate(values[:width]):
            if not found[place]:
                found[place] = " ".join(value.split())[:60]
    return found

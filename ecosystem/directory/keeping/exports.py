"""A list of favourites as a file: what its page shows, in its order."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ecosystem.core.text import plain_cell
from ecosystem.directory.models import Favourite


def rows_of(favourites: Iterable[Favourite]) -> list[dict[str, str]]:
    """One row a favourite, the names of its columns in the reader's language."""
    return [_row(one, one.listing) for one in favourites]


def as_csv(rows: list[dict[str, str]]) -> str:
    """For a spreadsheet: a mark says that it is UTF-8, and no cell is taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(rows[0] if rows else [])
    writer.writerows([plain_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def as_json(rows: list[dict[str, str]]) -> str:
    """The same rows, as they are."""
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _row(favourite: Favourite, listing: Any) -> dict[str, str]:
    return {
        _("Nom"): listing.name,
        _("Type"): str(listing.get_kind_display()),
        _("En une phrase"): listing.shown_tagline,
        _("Secteurs"): ", ".join(str(sector) for sector in listing.sectors.all()),
        _("Commune"): listing.city,
        _("Site web"): listing.website,
        _("Fiche"): f"{settings.SITE_URL}{listing.get_absolute_url()}",
        _("Votre note"): favourite.note,
        _("Ajoutée le"): favourite.added_at.date().isoformat(),
    }

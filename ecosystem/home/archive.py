"""All that the site holds about a person, in one archive: a page to read, and the open file that it is made from."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.home.personal_data import personal_data

TITLES: Mapping[str, str | Promise] = {
    "account": _("Mon compte"),
    "addresses": _("Mes adresses"),
    "devices": _("Mes appareils"),
    "consents": _("Mes accords"),
    "memberships": _("Mes équipes"),
    "startups": _("Mes startups"),
    "needs": _("Mes besoins"),
    "mentor": _("Ma fiche de mentor"),
    "funder": _("Ma fiche de financeur"),
    "versions": _("Ce que j’ai écrit dans mes fiches"),
    "revisions": _("Mes modifications à relire"),
    "suggestions": _("Mes suggestions"),
    "reports": _("Mes signalements"),
    "openings": _("Ce que j’ai ouvert"),
    "mails": _("Mes messages"),
    "answers": _("Mes réponses"),
    "engagements": _("Mes accompagnements"),
    "introductions": _("Mes mises en relation"),
}


def archive_of(user: User) -> bytes:
    """A ZIP file of two members; what the page leaves untitled is in the open file under its code."""
    data = personal_data(user)
    sections = [(title, _rows(data[name])) for name, title in TITLES.items() if data.get(name)]
    page = render_to_string("home/account/archive.html", {"person": user, "sections": sections})
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        files.writestr("mes-donnees.html", page)
        files.writestr("mes-donnees.json", json.dumps(data, ensure_ascii=False, indent=2))
    return packed.getvalue()


def _rows(section: Any) -> list[list[tuple[str, Any]]]:
    """The records of a section, each as pairs, without what is empty."""
    rows = section if isinstance(section, list) else [section]
    return [[(name, value) for name, value in row.items() if value not in (None, "", [], {})] for row in rows]

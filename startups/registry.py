"""The State's company register, behind an interface: one number in, what the register knows of the company out.

Off unless `SIREN_LOOKUP` names a look-up; off, down or slow, it finds nothing and the form simply stays open.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

SEARCH = "https://recherche-entreprises.api.gouv.fr/search"
SECONDS = 3.0
MOST_BYTES = 512 * 1024
KEPT_FOR = 3600
BANDS = {
    "01": 1, "02": 3, "03": 6, "11": 10, "12": 20, "21": 50, "22": 100, "31": 200,
    "32": 250, "41": 500, "42": 1000, "51": 2000, "52": 5000, "53": 10000,
}  # fmt: skip
"""The register gives a band of headcount by its code: its lower bound, for the founder to correct."""


@dataclass(frozen=True, slots=True)
class Company:
    """What the register says of a company, in the words of a listing; what it does not say is empty."""

    siren: str
    name: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    naf: str = ""
    founded_on: date | None = None
    headcount: int | None = None
    is_closed: bool = False

    def values(self) -> dict[str, Any]:
        """The fields of a listing that it fills, without those that it leaves empty."""
        names = ("name", "address", "city", "region", "country", "naf", "founded_on", "headcount")
        return {name: value for name in names if (value := getattr(self, name))}


class Registry(Protocol):
    """Something that knows companies by their number."""

    def find(self, siren: str) -> Company | None:
        """The company of that number; None when there is none, or when nobody answers."""
        ...


class NoRedirect(HTTPRedirectHandler):
    """The register answers itself: an answer that sends elsewhere is no answer."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Never followed."""


class StateRegistry:
    """The search of companies of the French State (data of Insee), open to all and without a key."""

    def find(self, siren: str) -> Company | None:
        query = urlencode({"q": siren, "page": 1, "per_page": 1})
        request = Request(f"{SEARCH}?{query}", headers={"Accept": "application/json", "User-Agent": "Escale"})  # noqa: S310 - a constant address
        try:
            with build_opener(NoRedirect).open(request, timeout=SECONDS) as answer:
                return company_of(json.loads(answer.read(MOST_BYTES)), siren)
        except (URLError, HTTPException, OSError, ValueError) as error:
            logger.warning("The company register does not answer (%s).", error)
            return None


def company_of(answer: Any, siren: str) -> Company | None:
    """Read an answer of the register with care: whatever is not as announced counts as not said."""
    found = answer.get("results") if isinstance(answer, Mapping) else None
    first = found[0] if isinstance(found, list) and found else None
    if not isinstance(first, Mapping) or first.get("siren") != siren:
        return None
    seat = first.get("siege")
    seat = seat if isinstance(seat, Mapping) else {}
    name = _text(first.get("nom_raison_sociale")) or _text(first.get("nom_complet"))
    return Company(
        siren=siren,
        name=_titled(name)[:120],
        address=_text(seat.get("adresse"))[:200],
        city=_titled(_text(seat.get("libelle_commune")))[:100],
        region=_text(seat.get("departement"))[:100],
        country="FR",
        naf=(_text(first.get("activite_principale")) or _text(seat.get("activite_principale")))[:6],
        founded_on=_day(first.get("date_creation")),
        headcount=BANDS.get(_text(first.get("tranche_effectif_salarie"))),
        is_closed=first.get("etat_administratif") == "C",
    )


def is_on() -> bool:
    return bool(settings.SIREN_LOOKUP)


def look_up(siren: str) -> Company | None:
    """What the register says of a number, asked once an hour at most; None when it is off, down, or knows nothing."""
    if not (siren and is_on()):
        return None
    key = f"siren:{siren}"
    known: Company | None = cache.get(key)
    if known is None:
        known = _registry().find(siren)
        if known is not None:
            cache.set(key, known, KEPT_FOR)
    return known


def _registry() -> Registry:
    chosen: Any = import_string(settings.SIREN_LOOKUP) if "." in settings.SIREN_LOOKUP else StateRegistry
    made: Registry = chosen()
    return made


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _titled(name: str) -> str:
    """The register writes in capitals; a listing does not."""
    return name.title() if name.isupper() else name


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

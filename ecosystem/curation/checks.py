"""What the desk checks by itself before a person reads: each with its verdict and its sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from ecosystem.directory.completeness import completeness_of
from ecosystem.directory.fields import Plain, values_of
from ecosystem.directory.forms import checked_siren
from ecosystem.directory.models import Listing

MARKS = {"ok": "check", "warn": "triangle-alert", "info": "info"}


@dataclass(frozen=True, slots=True)
class Check:
    """One automatic check; `verdict` is ok, warn or info."""

    verdict: str
    sentence: str

    @property
    def icon(self) -> str:
        return MARKS[self.verdict]


def checks_of(listing: Any, proposed: Mapping[str, Plain] | None = None) -> list[Check]:
    """The checks of a listing as it would be with what is proposed."""
    values = {**values_of(listing), **(proposed or {})}
    return [check for part in (_siren, _address, _logo, _source, _translation) for check in part(listing, values)] + [
        _completeness(listing)
    ]


def _siren(listing: Any, values: Mapping[str, Plain]) -> Iterator[Check]:
    number = str(values.get("siren") or "")
    if number:
        try:
            checked_siren(number)
        except ValidationError:
            yield Check("warn", _("Le SIREN n’est pas valide"))
        else:
            yield Check("ok", _("SIREN valide"))
    elif listing.kind == Listing.Kind.STARTUP:
        yield Check("info", _("Pas de SIREN : pas encore immatriculée"))


def _address(listing: Any, values: Mapping[str, Plain]) -> Iterator[Check]:
    address = str(values.get("website") or "")
    if not address:
        yield Check("info", _("Site web absent"))
        return
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        yield Check("warn", _("L’adresse du site est mal formée"))
        return
    if urlsplit(address).scheme == "https":
        yield Check("ok", _("Adresse du site bien formée"))
    else:
        yield Check("info", _("Site sans connexion chiffrée (http)"))


def _logo(listing: Any, values: Mapping[str, Plain]) -> Iterator[Check]:
    yield Check("ok", _("Logo présent")) if listing.logo else Check("info", _("Logo absent"))


def _source(listing: Any, values: Mapping[str, Plain]) -> Iterator[Check]:
    said = f"{values.get('description') or ''} {values.get('description_alt') or ''}"
    if values.get("raised_eur") and "http" not in said:
        yield Check("warn", _("Levée déclarée sans source"))


def _translation(listing: Any, values: Mapping[str, Plain]) -> Iterator[Check]:
    if values.get("tagline_alt") and values.get("description_alt"):
        yield Check("ok", _("Textes dans les deux langues"))
    elif values.get("language") == "en":
        yield Check("info", _("Version française absente"))
    else:
        yield Check("info", _("Version anglaise absente"))


def _completeness(listing: Any) -> Check:
    found = completeness_of(listing)
    said = _("Fiche complète à %(percent)d %%") % {"percent": found.percent}
    return Check("ok" if found.is_enough else "warn", said)

"""What a listing is made of, field by field: what the history keeps, the diff shows and a merge chooses from.

Each kind registers its own from `AppConfig.ready()`; every value has a plain form, fit for JSON.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ecosystem.directory.models import Listing
from ecosystem.ui.typography import number

Plain = Any
"""None, a bool, a number, a text, or a list of texts or of small dictionaries."""
Shape = Literal["line", "words", "number", "choice", "date", "address", "list", "terms", "yes_no"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a listing, kept in a column of its own."""

    name: str
    shape: Shape = "line"
    weight: int = 0
    """What filling it adds to the completeness of the listing, out of the sum of all weights."""
    sensitive: bool = False
    """On a published listing, a change by its owner is read by a curator first."""
    private: bool = False
    """Never shown to everybody: contact details, the raise."""
    step: str = ""
    """The step of the wizard where it is asked for."""
    label_as: str | Promise = ""

    def label(self, model: type[Listing]) -> str:
        """The field's name, with a capital."""
        text = str(self.label_as or self._column(model).verbose_name)
        return text[:1].upper() + text[1:]

    def read(self, listing: Listing) -> Plain:
        """What the listing says now."""
        return self.plain(type(listing), getattr(listing, self.name))

    def plain(self, model: type[Listing], value: Any) -> Plain:
        """The plain form of a value as a form or a column gives it; lines end in one way, whatever the browser."""
        if self.shape == "list":
            return [str(getattr(one, "code", one)) for one in value or []]
        if isinstance(value, date):
            return value.isoformat()
        if value is None or isinstance(value, bool | int | float):
            return value
        return str(getattr(value, "code", value) or "").replace("\r\n", "\n")

    def store(self, listing: Listing, plain: Plain) -> None:
        """Set the column from a plain value, before the row is saved; ValidationError where it cannot be read."""
        if self.shape == "list":
            setattr(listing, self.name, list(plain or []))
        else:
            setattr(listing, self.name, self._column(type(listing)).to_python(plain))

    def relate(self, listing: Listing, plain: Plain) -> None:
        """Write what hangs on the row, once it is saved."""

    def is_empty(self, plain: Plain) -> bool:
        return plain is None or plain in ("", [])

    def shown(self, model: type[Listing], plain: Plain) -> str:
        """The value in words, in the reader's language."""
        if self.is_empty(plain):
            return ""
        if self.shape == "yes_no":
            return _("oui") if plain else _("non")
        if self.shape == "date":
            return date_format(date.fromisoformat(plain), "j F Y")
        if self.shape == "number":
            return number(plain)
        names = self._names(model)
        if isinstance(plain, list):
            return ", ".join(names.get(str(one), str(one)) for one in plain)
        return names.get(str(plain), str(plain))

    def _names(self, model: type[Listing]) -> dict[str, str]:
        column = self._column(model)
        choices = column.flatchoices or getattr(column, "countries", None) or ()
        return {str(code): str(name) for code, name in choices}

    def _column(self, model: type[Listing]) -> Any:
        return model._meta.get_field(self.name)


@dataclass(frozen=True, slots=True)
class Terms(Field):
    """Terms of the vocabulary that a listing carries; their plain form is the list of their slugs, in order."""

    shape: Shape = "terms"

    def read(self, listing: Listing) -> Plain:
        return sorted(term.slug for term in getattr(listing, self.name).all())

    def plain(self, model: type[Listing], value: Any) -> Plain:
        return sorted(str(getattr(one, "slug", one)) for one in value or [])

    def store(self, listing: Listing, plain: Plain) -> None:
        """Terms are written once the row has its key."""

    def relate(self, listing: Listing, plain: Plain) -> None:
        terms = self._column(type(listing)).related_model._default_manager.filter(slug__in=plain or [])
        found = list(terms)
        if missing := set(plain or []) - {term.slug for term in found}:
            raise ValidationError(_("Terme inconnu : %(term)s.") % {"term": min(missing)})
        getattr(listing, self.name).set(found)

    def _names(self, model: type[Listing]) -> dict[str, str]:
        related = self._column(model).related_model
        return {term.slug: str(term) for term in related._default_manager.all()}


_REGISTRY: dict[str, dict[str, Field]] = {}


def register_fields(kind: str, fields: Iterable[Field]) -> None:
    """Declare what the listings of a kind are made of, in the order in which pages show it."""
    _REGISTRY[kind] = {field.name: field for field in fields}


def fields_of(listing: Listing | str) -> dict[str, Field]:
    """The fields of a listing, or of a kind, by name and in order."""
    return _REGISTRY.get(listing if isinstance(listing, str) else listing.kind, {})


def values_of(listing: Listing, names: Sequence[str] | None = None) -> dict[str, Plain]:
    """What the listing says, in plain form; it must be of its own class, not the bare Listing."""
    fields = fields_of(listing)
    return {name: fields[name].read(listing) for name in (fields if names is None else names)}


def shown(listing: Listing, name: str, plain: Plain) -> str:
    """A plain value of one field, in words."""
    return fields_of(listing)[name].shown(_class_of(listing), plain)


def label_of(listing: Listing, name: str) -> str:
    """The name of one field; of a field that no longer exists, its code. The bare Listing will do."""
    field = fields_of(listing).get(name)
    if field:
        return field.label(_class_of(listing))
    return _("Logo") if name == "logo" else name


def _class_of(listing: Listing) -> type[Listing]:
    """The class of the listing's kind, even of a bare Listing, without reading it."""
    child: Any = Listing._meta.get_field(listing.kind) if type(listing) is Listing else None
    model: type[Listing] = child.related_model if child else type(listing)
    return model


def shared_fields(*, step: str = "identite", words: str = "produit") -> list[Field]:
    """The fields that listings of all kinds have."""
    return [
        Field("name", weight=6, sensitive=True, step=step),
        Field("siren", weight=4, sensitive=True, step=step),
        Field("parent_siren", step=step),
        Field("city", weight=5, step=step),
        Field("region", weight=2, step=step),
        Field("country", "choice", step=step),
        Field("website", "address", weight=5, sensitive=True, step=step),
        Field("contact_email", private=True, weight=4, step=step),
        Field("contact_phone", private=True, step=step),
        Field("language", "choice", step=step),
        Field("tagline", weight=10, sensitive=True, step=words),
        Field("description", "words", weight=12, sensitive=True, step=words),
        Field("tagline_alt", weight=4, sensitive=True, step=words),
        Field("description_alt", "words", weight=4, sensitive=True, step=words),
        Terms("sectors", weight=8, step=words),
    ]


def of_its_kind(listing: Listing) -> Any:
    """The listing as its own class: a bare Listing has only the shared columns."""
    return listing if type(listing) is not Listing else getattr(listing, listing.kind)

"""The cells of one row, asked for by field: what cannot be read is left out and said, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.fr import siren, siret

from ecosystem.curation import terms, values
from ecosystem.curation.mapping import Column

_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {127: None}
_check_email = EmailValidator()
_check_url = URLValidator(schemes=["http", "https"])


class RowRefused(Exception):
    """A row that cannot be taken; its text is the reason, for the person who imports, and `said` the guilty cell."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(reason)
        self.said = said[:120]


@dataclass(slots=True)
class Cells:
    """One reader for the whole file: `turn_to` gives it the next row."""

    columns: Mapping[str, Column]
    vocabulary: terms.Vocabulary
    line: int = 0
    warnings: list[str] = field(default_factory=list)
    _values: list[str] = field(default_factory=list)

    def turn_to(self, line: int, values: list[str]) -> None:
        self.line, self._values, self.warnings = line, values, []

    def raw(self, name: str) -> str:
        """The cell, cleaned; a formula that arrives as text is not a value."""
        value = self._written(name)
        if value.startswith("="):
            self.warnings.append(_("Colonne « %(title)s » : une formule n’est pas lue.") % {"title": self.title(name)})
            return ""
        return value

    def _written(self, name: str) -> str:
        column = self.columns.get(name)
        return self._values[column.index].translate(_CONTROLS).strip() if column else ""

    def shown(self, name: str, limit: int = 120) -> str:
        """The cell as a page shows it, whatever it holds."""
        return " ".join(self._written(name).split())[:limit]

    def title(self, name: str) -> str:
        column = self.columns.get(name)
        return column.title[:40] if column else name

    def leave(self, name: str, value: str) -> None:
        """Say that a cell was not understood: the row goes on without it."""
        self.warnings.append(
            _("Colonne « %(title)s » : « %(value)s » n’est pas compris et a été laissé de côté.")
            % {"title": self.title(name), "value": value[:60]}
        )

    def text(self, name: str, limit: int) -> str | None:
        """One line of text; None when the cell is empty."""
        return self._within(name, " ".join(self.raw(name).split()), limit)

    def long_text(self, name: str, limit: int) -> str | None:
        return self._within(name, "\n".join(self.raw(name).splitlines()), limit)

    def _within(self, name: str, value: str, limit: int) -> str | None:
        if len(value) > limit:
            self.warnings.append(
                _("Colonne « %(title)s » : texte coupé à %(limit)d caractères.")
                % {"title": self.title(name), "limit": limit}
            )
        return value[:limit].strip() or None

    def name(self, name: str, limit: int) -> str:
        """A name is required and never cut."""
        value = " ".join(self.raw(name).split())
        if not value and self._written(name):
            reason = _("Le nom est une formule, qui n’est pas lue. Écrivez le nom lui-même.")
            raise RowRefused(reason, self._written(name))
        if not value:
            raise RowRefused(_("Le nom est vide."))
        if len(value) > limit:
            raise RowRefused(
                _("Le nom a %(count)d caractères ; la limite est de %(limit)d.") % {"count": len(value), "limit": limit}
            )
        return value

    def reference(self, name: str) -> str:
        value = " ".join(self.raw(name).split())
        if len(value) > 120:
            raise RowRefused(_("L’identifiant a plus de 120 caractères."))
        return value

    def siren(self, name: str) -> str | None:
        """A SIREN, or the SIREN of a SIRET; a wrong one refuses the row, since it may be another company's."""
        value = self.raw(name).removesuffix(".0")
        if not value:
            return None
        try:
            compact = str(siren.compact(value))
            return str(siret.validate(compact)[:9] if len(compact) == 14 else siren.validate(compact))
        except WrongNumber as error:
            reason = _("SIREN incorrect : « %(value)s ».") % {"value": value[:30]}
            raise RowRefused(reason, value) from error

    def email(self, name: str) -> str | None:
        value = self.raw(name)
        try:
            if value:
                _check_email(value)
        except ValidationError:
            self.leave(name, value)
            return None
        if len(value) > 254:
            self.leave(name, value)
            return None
        return value.lower() or None

    def url(self, name: str) -> str | None:
        """A web address; a bare `www.example.fr` is completed."""
        value = self.raw(name)
        if not value:
            return None
        full = value if "://" in value else f"https://{value}"
        try:
            _check_url(full)
        except ValidationError:
            full = ""
        if not full or len(full) > 300:
            self.leave(name, value)
            return None
        return full

    def day(self, name: str) -> date | None:
        value = self.raw(name)
        found = values.read_day(value) if value else None
        if value and found is None:
            self.leave(name, value)
        return found

    def whole(self, name: str, low: int = 0, high: int = 2_000_000_000) -> int | None:
        value = self.raw(name)
        found = values.read_whole(value) if value else None
        if value and (found is None or not low <= found <= high):
            self.leave(name, value)
            return None
        return found

    def degrees(self, name: str, limit: int) -> float | None:
        value = self.raw(name)
        found = values.read_degrees(value) if value else None
        if value and (found is None or abs(found) > limit):
            self.leave(name, value)
            return None
        return found

    def money(self, name: str) -> tuple[int, str] | None:
        """A sum above zero and the currency that the cell, the title or the currency's column states, else euros."""
        value = self.raw(name)
        found = values.read_money(value) if value else None
        if value and not (found and found[0]):
            self.leave(name, value)
            return None
        if not found:
            return None
        return found[0], found[1] or self.currency(name)

    def currency(self, name: str) -> str:
        column = self.columns.get(name)
        said = self.raw("currency").upper()
        if len(said) == 3 and said.isascii() and said.isalpha():
            return said
        return (column.currency if column else "") or "EUR"

    def euros(self, name: str) -> int | None:
        """A sum that the site keeps in euros: one in another currency is left out, since no rate is known."""
        found = self.money(name)
        if found and found[1] != "EUR":
            self.leave(name, self.raw(name))
            return None
        return found[0] if found else None

    def yes_or_no(self, name: str) -> bool | None:
        value = self.raw(name)
        found = values.read_yes_or_no(value) if value else None
        if value and found is None:
            self.leave(name, value)
        return found

    def choice(self, name: str, closed: str) -> str | None:
        """One word of a closed list."""
        value = self.raw(name)
        found = terms.one_of(closed, value) if value else None
        if value and found is None:
            self.leave(name, value)
        return found

    def choices(self, name: str, closed: str) -> list[str] | None:
        """Several words of a closed list, in its order."""
        found = set()
        for word in terms.split_words(self.raw(name)):
            value = terms.one_of(closed, word)
            if value is None:
                self.leave(name, word)
            else:
                found.add(value)
        order = list(dict.fromkeys(terms.closed_list(closed).values()))
        return sorted(found, key=order.index) or None

    def country(self, name: str) -> str | None:
        value = self.raw(name)
        found = terms.country_code(value) if value else None
        if value and found is None:
            self.leave(name, value)
        return found

    def countries(self, name: str) -> list[str] | None:
        """Several countries, sorted by code."""
        found = set()
        for word in terms.split_words(self.raw(name)):
            code = terms.country_code(word)
            if code is None:
                self.leave(name, word)
            else:
                found.add(code)
        return sorted(found)[:40] or None

    def sectors(self, name: str) -> list[int] | None:
        found, unknown = self.vocabulary.find_sectors(self.raw(name))
        for word in unknown:
            self.warnings.append(_("Secteur inconnu : « %(word)s ».") % {"word": word[:60]})
        return found[:20] or None

    def skills(self, name: str) -> list[int] | None:
        found, unknown = self.vocabulary.find_skills(self.raw(name))
        for word in unknown:
            self.warnings.append(_("Sujet inconnu : « %(word)s ».") % {"word": word[:60]})
        return found[:40] or None

    def language_code(self, name: str) -> str | None:
        """The language that the listing is written in."""
        value = self.raw(name)
        found = terms.one_of("languages", value) if value else None
        if value and found not in {"fr", "en"}:
            self.leave(name, value)
            return None
        return found

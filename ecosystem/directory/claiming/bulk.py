"""Many invitations at once, from pasted rows or a CSV: read, checked line by line, written only when asked for."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.text import fold
from ecosystem.directory.claiming.invitations import invite
from ecosystem.directory.models import Invitation, Listing
from ecosystem.directory.owning import kinds_held

MOST_LINES = 200
MOST_BYTES = 512 * 1024
FORMULA = ("=", "+", "-", "@", "\t")
COLUMNS = {
    "email": {"email", "e-mail", "mail", "courriel", "adresse e-mail", "adresse email", "adresse", "address"},
    "name": {"nom", "name", "prenom nom", "nom complet", "full name"},
    "place": {"fiche", "listing", "slug", "siren", "page"},
}
Target = Invitation.Target


@dataclass(frozen=True)
class Line:
    """One row as it was read: its number in the file, what it says, and what is wrong with it if anything is."""

    number: int
    email: str
    name: str = ""
    place: str = ""
    listing: Listing | None = None
    problem: str = ""
    is_known: bool = False

    @property
    def is_ready(self) -> bool:
        return not self.problem and not self.is_known


class Unreadable(Refused):
    """What was given is no list of people."""


def text_of(content: bytes) -> str:
    """A file in one of the two encodings that spreadsheets write."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("Ce fichier est trop lourd : 500 Ko au plus."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_lines(text: str) -> list[Line]:
    """The rows of a text, each with its line number; the first one may name the columns."""
    text = text.replace("\x00", "").lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(";\t,", key=first.count)
    reader = csv.reader(StringIO(text), delimiter=mark)
    try:
        read = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise Unreadable(_("Cette liste ne se lit pas. Enregistrez-la en CSV, puis recommencez.")) from error
    rows = [(number, cells) for number, cells in read if any(cells)]
    names = _header(rows[0][1]) if rows else {}
    found = [_line(number, cells, names) for number, cells in (rows[1:] if names else rows)]
    if not found:
        raise Unreadable(_("Cette liste est vide. Écrivez une adresse e-mail par ligne."))
    if len(found) > MOST_LINES:
        raise Unreadable(_("Deux cents lignes au plus à la fois : partagez votre liste."))
    return found


def check_lines(lines: Sequence[Line], target: str) -> list[Line]:
    """The same lines with what stops each; a number of queries that does not grow with them. Nothing is written."""
    seen: dict[str, int] = {}
    places = _places(lines) if target == Target.OWNER else {}
    held = _held(places.values())
    invited = _invited(lines, target)
    checked = []
    for line in lines:
        problem, listing = _problem(line, seen), None
        if not problem and target == Target.OWNER:
            listing, problem = _place(line, places, held)
        key = (line.email, listing.pk if listing else None)
        checked.append(replace(line, listing=listing, problem=problem, is_known=not problem and key in invited))
        seen.setdefault(line.email, line.number)
    return checked


def send_lines(lines: Iterable[Line], target: str, *, by: User, language: str, word: str) -> list[Line]:
    """Invite every line that is ready, each in its own transaction; the lines that failed say why, the others went."""
    done = []
    for line in lines:
        if not line.is_ready:
            done.append(line)
            continue
        try:
            _made, is_new = invite(
                target=target,
                email=line.email,
                by=by,
                listing=line.listing,
                name=line.name,
                language=language,
                word=word,
            )
        except Refused as error:
            done.append(replace(line, problem=str(error)))
        else:
            done.append(replace(line, is_known=not is_new))
    return done


def _header(cells: Sequence[str]) -> dict[str, int]:
    """Which column is which, where the first row says it; nothing where it already names somebody."""
    if any("@" in cell for cell in cells):
        return {}
    plain = [fold(cell) for cell in cells]
    found = {name: place for name, words in COLUMNS.items() for place, cell in enumerate(plain) if cell in words}
    return found if "email" in found else {}


def _line(number: int, cells: Sequence[str], names: Mapping[str, int]) -> Line:
    if not names:
        place = next((index for index, cell in enumerate(cells) if "@" in cell), 0)
        name, where, *_rest = [*(cell for index, cell in enumerate(cells) if index != place), "", ""]
        return Line(number, cells[place].lower(), name, where)
    said = {name: cells[place] for name, place in names.items() if place < len(cells)}
    return Line(number, said.get("email", "").lower(), said.get("name", ""), said.get("place", ""))


def _problem(line: Line, seen: Mapping[str, int]) -> str:
    if not line.email:
        return _("L’adresse manque.")
    try:
        validate_email(line.email)
    except ValidationError:
        return _("L’adresse est incomplète. Exemple : nom@exemple.fr")
    if line.name.startswith(FORMULA):
        return _("Une formule n’est pas un nom.")
    if len(line.name) > 120 or len(line.email) > 254:
        return _("C’est trop long.")
    if line.email in seen:
        return _("Cette adresse est déjà à la ligne %(number)d.") % {"number": seen[line.email]}
    return ""


def _keys(place: str) -> str:
    """The last part of an address, a slug as it is, or the digits of a SIREN."""
    plain = place.rstrip("/").rpartition("/")[2].strip().lower()
    digits = "".join(plain.split())
    return digits if digits.isdigit() else plain


def _places(lines: Iterable[Line]) -> dict[int, Listing]:
    wanted = {_keys(line.place) for line in lines if line.place}
    rows = Listing.objects.live().filter(kind__in=list(kinds_held()))
    return {one.pk: one for one in rows.filter(Q(slug__in=wanted) | Q(siren__in=wanted - {""}))}


def _held(listings: Iterable[Listing]) -> set[int]:
    pks = [one.pk for one in listings]
    held: set[int] = set()
    for kind, owning in kinds_held().items():
        rows = Listing.objects.filter(owning.has_owner, kind=kind, pk__in=pks)
        held |= set(rows.values_list("pk", flat=True))
    return held


def _place(line: Line, places: Mapping[int, Listing], held: set[int]) -> tuple[Listing | None, str]:
    key = _keys(line.place)
    if not key:
        return None, _("La fiche manque : donnez son adresse ou son SIREN.")
    found = [one for one in places.values() if key in {one.slug, one.siren}]
    if len(found) != 1:
        said = _("Plusieurs fiches répondent à « %(place)s ».") if found else _("Aucune fiche « %(place)s ».")
        return None, said % {"place": line.place}
    if found[0].pk in held:
        return None, _("La fiche de %(name)s est déjà tenue.") % {"name": found[0].name}
    return found[0], ""


def _invited(lines: Iterable[Line], target: str) -> set[tuple[str, int | None]]:
    rows = Invitation.objects.pending().filter(email__in=[line.email for line in lines])
    rows = rows.filter(listing__isnull=False) if target == Target.OWNER else rows.filter(target=target)
    return set(rows.values_list("email", "listing_id"))


def counted(lines: Iterable[Line]) -> Iterator[tuple[str, int]]:
    """How many are ready, known already, or wrong."""
    every = list(lines)
    yield "ready", sum(line.is_ready for line in every)
    yield "known", sum(line.is_known for line in every)
    yield "wrong", sum(bool(line.problem) for line in every)

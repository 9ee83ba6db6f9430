"""CSV as people really send it: any usual encoding and separator, a line at a time, and no line lost in silence."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from ecosystem.curation.reading.limits import (
    MAX_LINE,
    MAX_RECORD_LINES,
    FileRefused,
    Row,
    Table,
    check_columns,
    checked_row,
)

HEAD = 64 * 1024
BLOCK = 1024 * 1024
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
NAMES = {"cp1252": "Windows-1252"}
FAR_MORE = 3
"""A file is damaged UTF-8, and not cp1252, from this many accents for each byte that is none: in cp1252 an accent is
followed by a letter, and nearly never by what would make it valid."""
_ESCAPED = re.compile("[\udc80-\udcff]")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0c\x1a\x1b")


class _Unclosed(Exception):
    """A quote was opened and the file, or the patience of the reader, ended before it was closed."""


class _TooLong(Exception):
    """A physical line that no table has; what is left of it was skipped."""


class _Lines:
    """The physical lines, numbered; those that an unclosed quote swallowed can be given back."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.line = 0
        self.taken: list[str] = []
        self._waiting: deque[str] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_RECORD_LINES:
            raise _Unclosed
        text = self._waiting.popleft() if self._waiting else self.file.readline(MAX_LINE)
        if not text:
            if self.taken:
                raise _Unclosed
            raise StopIteration
        self.line += 1
        self.taken.append(text)
        if len(text) >= MAX_LINE and not text.endswith(("\n", "\r")):
            self._skip()
            raise _TooLong
        return text

    def _skip(self) -> None:
        while (rest := self.file.readline(MAX_LINE)) and not rest.endswith(("\n", "\r")):
            pass

    def give_back(self) -> None:
        """Everything but the first line of the record is read again."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.line -= len(self.taken) - 1


def encoding_of(path: Path) -> tuple[str, bool]:
    """The encoding, and whether all of the file obeys it: a mark says it, else the place of zeros, else the bytes."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        for mark, name in MARKS:
            if head.startswith(mark):
                return name, True
        if head.startswith(OLD_EXCEL):
            raise FileRefused(_("C’est un ancien fichier Excel (.xls). Enregistrez-le en .xlsx ou en CSV."))
        wide = _wide_encoding(head)
        if wide:
            return wide, True
        if len(head) - len(head.translate(None, CONTROLS)) > max(8, len(head) // 20):
            raise FileRefused(_("Ce fichier n’est ni un CSV ni un classeur XLSX."))
        file.seek(0)
        accents, wrong = _utf8_counts(file)
        return ("utf-8", not wrong) if accents >= FAR_MORE * wrong else ("cp1252", True)


def _wide_encoding(head: bytes) -> str:
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if half and odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if half and even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _utf8_counts(file: BinaryIO) -> tuple[int, int]:
    """How many letters beyond ASCII the file has as UTF-8, and how many of its bytes are none."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    accents = wrong = 0
    while True:
        block = file.read(BLOCK)
        text = decoder.decode(block, final=not block)
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        escaped = len(_ESCAPED.findall(text)) if beyond else 0
        accents, wrong = accents + beyond - escaped, wrong + escaped
        if not block:
            return accents, wrong


def _encoding_notes(encoding: str, is_whole: bool) -> list[str]:
    """What a person should know: which encoding was read when it is not plain UTF-8, or when some bytes are not."""
    if not is_whole:
        return [_("Fichier lu en UTF-8, malgré des octets qui n’en sont pas : les lignes touchées le disent.")]
    if encoding.startswith("utf-8"):
        return []
    return [_("Fichier lu en %(encoding)s.") % {"encoding": NAMES.get(encoding, encoding.upper())}]


def separator_of(header: str) -> str:
    """The separator that the header uses most, outside quotes."""
    outside = "".join(header.replace('""', "").split('"')[0::2])
    return max(",;\t", key=outside.count)


@contextmanager
def open_text(path: Path, size: int) -> Iterator[Table]:
    """The table of a CSV file, read as it is asked for."""
    encoding, is_whole = encoding_of(path)
    with path.open("rb") as raw, TextIOWrapper(raw, encoding, errors="replace", newline="") as file:
        lines = _Lines(file)
        separator = _separator(lines)
        reader = csv.reader(lines, delimiter=separator)
        columns = _header(reader, lines)
        yield Table(
            columns,
            _rows(reader, lines, len(columns)),
            lambda: min(1.0, raw.tell() / size),
            _encoding_notes(encoding, is_whole),
        )


def _separator(lines: _Lines) -> str:
    """Look at the first line that holds something, and leave it to be read; Excel's `sep=;` is obeyed and skipped."""
    for text in _guarded(lines):
        if not text.strip():
            lines.taken.clear()
            continue
        said = text.strip().lower()
        if said.startswith("sep=") and len(said) == 5:
            return said[4]
        lines.taken = ["", *lines.taken]
        lines.give_back()
        return separator_of(text)
    raise FileRefused(_("Le fichier est vide."))


def _guarded(lines: _Lines) -> Iterator[str]:
    try:
        yield from lines
    except _TooLong as error:
        raise FileRefused(_("La première ligne est trop longue pour être celle d’un tableau.")) from error


def _header(reader: Iterator[list[str]], lines: _Lines) -> list[str]:
    lines.taken = []
    try:
        columns = next((values for values in reader if any(value.strip() for value in values)), [])
    except (_Unclosed, _TooLong, csv.Error) as error:
        raise FileRefused(_("La ligne d’en-tête est illisible : un guillemet n’est pas refermé.")) from error
    return check_columns(columns)


def _fault_of(error: csv.Error) -> str:
    """The csv module tells its errors apart by their words only."""
    if "field limit" in str(error) or "larger than" in str(error):
        return _("Une cellule dépasse %(limit)d caractères.") % {"limit": csv.field_size_limit()}
    return _("La ligne est illisible : ses guillemets ou ses séparateurs sont faux.")


def _rows(reader: Iterator[list[str]], lines: _Lines, width: int) -> Iterator[Row]:
    while True:
        lines.taken = []
        first = lines.line + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except _Unclosed:
            lines.give_back()
            yield Row(first, [], fault=_("Un guillemet est ouvert et n’est pas refermé."))
        except _TooLong:
            yield Row(first, [], fault=_("La ligne est trop longue pour être celle d’un tableau."))
        except csv.Error as error:
            yield Row(first, [], fault=_fault_of(error))
        else:
            if any(value.strip() for value in values):
                yield checked_row(first, values, width)

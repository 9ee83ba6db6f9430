"""What a cell says: dates, numbers, sums of money, yes and no, as French and English spreadsheets write them.

Every function returns None for a cell that it cannot read: the caller says so to the person.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from ecosystem.core.text import fold

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ][\d:.+Z -]*)?", re.ASCII)
_NUMBERED = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})(?: [\d:.]+)?", re.ASCII)
_WRITTEN = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+)\.? (\d{4})", re.ASCII)
_WRITTEN_US = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_SPACES = re.compile(r"[\s'’]")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "eur": "EUR", "euros": "EUR", "usd": "USD", "gbp": "GBP", "chf": "CHF"}
_SCALES = {
    "k": 1_000,
    "m": 1_000_000,
    "md": 1_000_000_000,
    "mds": 1_000_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
}
_SUM = re.compile(
    r"([€$£]|eur|usd|gbp|chf)?(-?[\d.,]+(?:e[+-]?\d{1,2})?)(mds|md|bn|k|m|b)?([€$£]|euros|eur|usd|gbp|chf)?"
)
_MONTHS = {
    name: month
    for month, names in enumerate(
        [
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ],
        start=1,
    )
    for name in names.split()
}
YES = frozenset({"oui", "yes", "true", "vrai", "1", "x", "o", "y"})
NO = frozenset({"non", "no", "false", "faux", "0", "n"})
HIGHEST = 10**15
EARLIEST, LATEST = 1800, 2100


def read_month(text: str) -> int | None:
    """A month by number or by name."""
    word = fold(text).rstrip(".")
    if word.isdecimal() and word.isascii() and len(word) <= 2:
        return int(word) if 1 <= int(word) <= 12 else None
    return _MONTHS.get(word)


def read_day(text: str) -> date | None:
    """A date: ISO, 31/12/2026, 1er mars 2026, March 1, 2026; a month alone is its first day, a year its first."""
    word = fold(text)
    if found := _ISO.fullmatch(text.strip()):
        return _day(found[1], found[2], found[3] or "1")
    if found := _NUMBERED.fullmatch(word):
        return _day(found[3], found[2], found[1])
    if found := _WRITTEN.fullmatch(word):
        return _day(found[3], _MONTHS.get(found[2], 0), found[1] or "1")
    if found := _WRITTEN_US.fullmatch(word):
        return _day(found[3], _MONTHS.get(found[1], 0), found[2])
    return _day(word, 1, 1) if _YEAR.fullmatch(word) else None


def _day(year: str, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def read_number(text: str) -> Decimal | None:
    """A number: 5 000 000,50 as well as 5,000,000.50; 1,500 and 1.500 are fifteen hundred."""
    word = _SPACES.sub("", text.lower())
    if "," in word and "." in word:
        thousands = "," if word.rindex(".") > word.rindex(",") else "."
        word = word.replace(thousands, "")
    elif _GROUPED.fullmatch(word):
        word = word.replace(",", "").replace(".", "")
    word = word.replace(",", ".")
    if len(word) > 40 or not _NUMBER.fullmatch(word):
        return None
    try:
        found = Decimal(word)
    except InvalidOperation:
        return None
    return found if abs(found) < HIGHEST else None


def read_whole(text: str) -> int | None:
    """A count, never negative."""
    found = read_number(text)
    return None if found is None or found < 0 or found != found.to_integral_value() else int(found)


def read_degrees(text: str) -> float | None:
    """A latitude or a longitude: here a comma is always the decimal one."""
    word = text.strip().replace(",", ".")
    return float(word) if len(word) < 30 and _NUMBER.fullmatch(word.lower()) and abs(float(word)) <= 180 else None


def read_money(text: str) -> tuple[int, str] | None:
    """A sum and its currency, or an empty currency: 1,5 M€, $500k, 5000000.0."""
    found = _SUM.fullmatch(_SPACES.sub("", text.lower()))
    if not found:
        return None
    scale = _SCALES.get(found[3] or "", 1)
    number = _scaled(found[2], scale)
    if number is None or not 0 <= number < HIGHEST:
        return None
    return int(number.to_integral_value()), _SIGNS.get(found[1] or found[4] or "", "")


def _scaled(text: str, scale: int) -> Decimal | None:
    """Before a scale a single comma or point is the decimal one: 1,250 M€ is not a thousand millions."""
    if scale > 1 and text.count(",") + text.count(".") == 1:
        text += "000"  # never taken for a group of three
    number = read_number(text)
    return None if number is None else number * scale


def read_yes_or_no(text: str) -> bool | None:
    word = fold(text)
    return True if word in YES else False if word in NO else None

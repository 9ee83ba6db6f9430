"""How numbers, amounts, moments and sentences are written, in French and in English."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext

NO_BREAK = "\N{NO-BREAK SPACE}"
Number = int | float | Decimal | str

_BEFORE = re.compile(r"[ \u202f]+(?=[:;?!%»€])")
_AFTER_QUOTE = re.compile(r"«[ \u202f\u00a0]*(?=\S)")
_BEFORE_QUOTE = re.compile(r"(?<=\S)[ \u202f\u00a0]*»")
_THOUSANDS = re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))")
_UNITS = re.compile(r"(?<=\d)[ \u202f](?=(?:k€|M€|Md€|km|kg|h|min|ans?|mois|jours?|personnes?)(?![a-zà-ÿ]))")

SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

_PHONE_SIGNS = re.compile(r"\(0\)|[\s.\-/()]")
_FRENCH_PHONE = re.compile(r"^(?:\+|00)33")
_TEN_DIGITS = re.compile(r"0[1-9][0-9]{8}")


def french() -> bool:
    return (get_language() or "fr").startswith("fr")


def colon() -> str:
    """Between a label and its value."""
    return f"{NO_BREAK}: " if french() else ": "


def typo(text: str) -> str:
    """Tie in French what must not part at the end of a line: punctuation, quotes, thousands, units."""
    if not french():
        return text
    text = _AFTER_QUOTE.sub("«" + NO_BREAK, text)
    text = _BEFORE_QUOTE.sub(NO_BREAK + "»", text)
    for pattern in (_BEFORE, _THOUSANDS, _UNITS):
        text = pattern.sub(NO_BREAK, text)
    return text


def decimal(value: Number | None) -> Decimal | None:
    """A finite number, or None for whatever is not one."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def number(value: Number | None, places: int = 0) -> str:
    """12 345,6 in French and 12,345.6 in English; useless zeros are dropped."""
    return _number(value, places, get_language())


@lru_cache(maxsize=4096, typed=True)
def _number(value: Number | None, places: int, _language: str | None) -> str:
    """A list shows a hundred of them, and the same ones again and again."""
    found = decimal(value)
    if found is None:
        return ""
    rounded = found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded == rounded.to_integral_value():
        rounded, places = rounded.to_integral_value(), 0
    return formats.number_format(rounded, places, use_l10n=True, force_grouping=True)


def percent(share: Number | None, places: int = 0) -> str:
    """A share of one as a percentage: 0.42 gives 42 %."""
    found = decimal(share)
    if found is None:
        return ""
    return number(found * 100, places) + (NO_BREAK if french() else "") + "%"


def euros(amount: Number | None) -> str:
    """A compact amount with at most three figures that count: 850 k€ and 1,2 M€, or €850k and €1.2M."""
    found = decimal(amount)
    if found is None:
        return ""
    steps = (("", "", 1), ("k", "k", 1_000), ("M", "M", 1_000_000), ("Md", "bn", 1_000_000_000))
    french_unit, english_unit, size = next(
        (step for step in reversed(steps) if abs(found) >= step[2] * Decimal("0.9995")), steps[0]
    )
    scaled = found / size
    digits = number(scaled, 1 if size > 1 and abs(scaled) < 100 else 0)
    if french():
        return f"{digits}{NO_BREAK}{french_unit}€"
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    return f"{sign}€{digits}{english_unit}"


def full_euros(amount: Number | None) -> str:
    """A whole amount with all its figures: 300 000 €, or €300,000."""
    written = number(amount)
    return written and (f"{written}{NO_BREAK}€" if french() else f"€{written}")


def registered(digits: str) -> str:
    """A number of the company register by groups: 123 456 782, and 123 456 782 00012 for a place of business."""
    groups = [digits[start : start + 3] for start in range(0, min(len(digits), 9), 3)]
    return NO_BREAK.join([*groups, digits[9:]]).rstrip(NO_BREAK)


def phone(typed: str) -> str:
    """A French number by pairs, 06 12 34 56 78, with its country in English; another is left as it was typed."""
    home = _FRENCH_PHONE.sub("0", _PHONE_SIGNS.sub("", typed))
    if not _TEN_DIGITS.fullmatch(home):
        return NO_BREAK.join(typed.split())
    pairs = [home[start : start + 2] for start in range(0, 10, 2)]
    return NO_BREAK.join(pairs if french() else ["+33", pairs[0][1], *pairs[1:]])


def day(value: date | None) -> str:
    """A date in full: 1er décembre 2026, 1 December 2026."""
    if value is None:
        return ""
    value = _local(value)
    return f"{_first(value)}{NO_BREAK}{formats.date_format(value, 'F Y')}"


def days(first: date | None, last: date | None) -> str:
    """A span of days: du 17 au 20 juin 2026, du 30 mai au 2 juin 2026; 17–20 June 2026, 30 May – 2 June 2026."""
    if first is None or last is None or first == last:
        return day(first or last)
    first, last = _local(first), _local(last)
    same_year = first.year == last.year
    if same_year and first.month == last.month:
        start = _first(first)
    else:
        start = f"{_first(first)}{NO_BREAK}{formats.date_format(first, 'F' if same_year else 'F Y')}"
    if french():
        return f"du {start} au {day(last)}"
    dash = "–" if same_year and first.month == last.month else f"{NO_BREAK}– "
    return f"{start}{dash}{day(last)}"


def _first(value: date) -> str:
    return "1er" if french() and value.day == 1 else str(value.day)


def month(value: date | None) -> str:
    """A month in full: décembre 2026."""
    return "" if value is None else formats.date_format(_local(value), "F Y")


def short_day(value: date | None) -> str:
    """A date in a narrow column: 2 déc. 2026, 2 Dec 2026."""
    return "" if value is None else f"{day_month(value)}{NO_BREAK}{_local(value).year}"


def day_month(value: date | None) -> str:
    """A day of this year or the next, in a narrow column: 15 janv., 15 Jan"""
    return "" if value is None else f"{_local(value).day}{NO_BREAK}{month_mark(value)}"


def short_month(value: date | None) -> str:
    """A month in a narrow column: déc. 2026, Dec 2026."""
    return "" if value is None else f"{month_mark(value)}{NO_BREAK}{_local(value).year}"


def month_mark(value: date | None) -> str:
    """A month alone in a narrow column: janv., juil., août; Jan, Jul, Aug."""
    if value is None:
        return ""
    local = _local(value)
    return SHORT_MONTHS[local.month - 1] if french() else formats.date_format(local, "M")


def moment(value: datetime | None) -> str:
    """A date and a time of day: 23 novembre 2026, 14 h 32."""
    if value is None:
        return ""
    return f"{day(_local(value))}, {clock(value)}"


def clock(value: datetime | None) -> str:
    """A time of day: 14 h 32."""
    if value is None:
        return ""
    return formats.date_format(_local(value), f"G{NO_BREAK}\\h{NO_BREAK}i" if french() else "H:i")


def duration(value: timedelta | None) -> str:
    """A length of time in one unit, rounded: 3 heures, 2 jours."""
    if value is None:
        return ""
    hours = max(1, round(value.total_seconds() / 3600))
    if hours < 48:
        return ngettext("%(count)d heure", "%(count)d heures", hours) % {"count": hours}
    days = round(hours / 24)
    return ngettext("%(count)d jour", "%(count)d jours", days) % {"count": days}


def ago(value: date | None, now: datetime | None = None) -> str:
    """How long since, or until, in one unit: hier, il y a 3 jours, dans 2 semaines."""
    if value is None:
        return ""
    here = _local(now or timezone.now())
    local = _local(value)
    if isinstance(local, datetime) and isinstance(here, datetime):
        seconds = (here - local).total_seconds()
        if 0 <= seconds < 86_400 and local.date() == here.date():
            return _within_the_day(int(seconds))
    today = here.date() if isinstance(here, datetime) else here
    other = local.date() if isinstance(local, datetime) else local
    return _between_days((today - other).days)


def _within_the_day(seconds: int) -> str:
    if seconds < 60:
        return gettext("à l’instant")
    minutes = seconds // 60
    if minutes < 60:
        return ngettext("il y a %(count)d minute", "il y a %(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("il y a %(count)d heure", "il y a %(count)d heures", hours) % {"count": hours}


def _between_days(days: int) -> str:
    near = {0: gettext("aujourd’hui"), 1: gettext("hier"), -1: gettext("demain")}
    if days in near:
        return near[days]
    size = abs(days)
    if size < 14:
        return _past_or_future(days > 0, size, "day")
    if size < 61:
        return _past_or_future(days > 0, size // 7, "week")
    if size < 730:
        return _past_or_future(days > 0, size // 30, "month")
    return _past_or_future(days > 0, size // 365, "year")


def _past_or_future(past: bool, count: int, unit: str) -> str:
    sentences = {
        ("day", True): ngettext("il y a %(count)d jour", "il y a %(count)d jours", count),
        ("day", False): ngettext("dans %(count)d jour", "dans %(count)d jours", count),
        ("week", True): ngettext("il y a %(count)d semaine", "il y a %(count)d semaines", count),
        ("week", False): ngettext("dans %(count)d semaine", "dans %(count)d semaines", count),
        ("month", True): ngettext("il y a %(count)d mois", "il y a %(count)d mois", count),
        ("month", False): ngettext("dans %(count)d mois", "dans %(count)d mois", count),
        ("year", True): ngettext("il y a %(count)d an", "il y a %(count)d ans", count),
        ("year", False): ngettext("dans %(count)d an", "dans %(count)d ans", count),
    }
    return sentences[unit, past] % {"count": count}


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value

"""Filters that write numbers, amounts, moments and sentences as readers expect them."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.formats import date_format

from ecosystem.ui import exonyms, typography
from ecosystem.ui.typography import Number

register = template.Library()


@register.simple_tag
def colon() -> str:
    """Between a label and what is said of it: with a space before in French, without in English."""
    return typography.colon()


@register.filter(is_safe=True)
@stringfilter
def typo(text: str) -> str:
    """No-break spaces where French wants them."""
    return typography.typo(text)


@register.filter
def number(value: Number | None, places: int = 0) -> str:
    return typography.number(value, places)


@register.filter
def percent(share: Number | None, places: int = 0) -> str:
    return typography.percent(share, places)


@register.filter
def euros(amount: Number | None) -> str:
    return typography.euros(amount)


@register.filter
@stringfilter
def phone(typed: str) -> str:
    return typography.phone(typed)


@register.filter
@stringfilter
def siren(digits: str) -> str:
    return typography.registered(digits)


@register.filter
def full_euros(amount: Number | None) -> str:
    return typography.full_euros(amount)


@register.filter(expects_localtime=True)
def ago(value: date | None) -> str:
    return typography.ago(value or None)


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    return typography.day(value or None)


@register.filter
def days(first: date | None, last: date | None) -> str:
    return typography.days(first or None, last or None)


@register.filter(expects_localtime=True)
def month(value: date | None) -> str:
    return typography.month(value or None)


@register.filter(expects_localtime=True)
def month_name(value: date | None) -> str:
    """A month without its year: novembre, November."""
    return date_format(value, "F") if value else ""


@register.filter(expects_localtime=True)
def short_day(value: date | None) -> str:
    return typography.short_day(value or None)


@register.filter(expects_localtime=True)
def day_month(value: date | None) -> str:
    return typography.day_month(value or None)


@register.filter(expects_localtime=True)
def short_month(value: date | None) -> str:
    return typography.short_month(value or None)


@register.filter(expects_localtime=True)
def month_mark(value: date | None) -> str:
    return typography.month_mark(value or None)


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    return typography.moment(value or None)


@register.filter
def entry(mapping: Any, key: object) -> object:
    """The value of a mapping under a key that is only known in the template; nothing when absent."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.filter
def town(name: str) -> str:
    return exonyms.town(name)


@register.filter
def duration(value: timedelta | None) -> str:
    return typography.duration(value)


@register.filter(expects_localtime=True)
def clock(value: datetime | None) -> str:
    return typography.clock(value)

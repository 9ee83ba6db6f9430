"""What is compared of two trade shows: they are known by their next edition."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.directory.keeping.compared import SECTORS, Line, field_line, register_lines
from ecosystem.tradeshows.models import Edition
from ecosystem.ui.exonyms import town
from ecosystem.ui.typography import day


def next_of(show: Any) -> Edition | None:
    """The first edition that is not over."""
    today = timezone.localdate()
    coming = [one for one in show.editions.all() if (one.ends_on >= today if one.ends_on else one.year >= today.year)]
    return min(coming, key=lambda one: (one.year, one.starts_on is None, one.starts_on or today, one.pk), default=None)


def dates(show: Any) -> str:
    edition = next_of(show)
    if edition is None:
        return ""
    if not edition.dates_confirmed or edition.starts_on is None:
        return _("%(year)s, dates à confirmer") % {"year": edition.year}
    return " – ".join((day(edition.starts_on), day(edition.ends_on)))


def where(show: Any) -> str:
    edition = next_of(show)
    return ", ".join(filter(None, (edition.venue, town(edition.city), str(edition.country.name)))) if edition else ""


LINES = (
    SECTORS,
    Line(gettext_lazy("Prochaine édition"), dates),
    Line(gettext_lazy("Lieu"), where),
    field_line("tradeshow", "organiser", gettext_lazy("Organisateur")),
)


def register() -> None:
    """Called once, when the apps are ready."""
    register_lines("tradeshow", LINES, lambda: ["editions"])

"""Where an edition stands for whoever wants to go: in one or two words and a colour."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.ui import typography


@dataclass(frozen=True)
class Standing:
    """`label` says it, `tone` repeats it; `detail` is the date that matters now."""

    label: str
    tone: str = ""
    detail: str = ""


def standing_of(edition: Any, on: date) -> Standing:
    """For an edition that was read `with_taken()`."""
    if edition.is_cancelled:
        return Standing(_("Salon annulé"), "red")
    if edition.is_over(on):
        return Standing(_("Passé"))
    full = edition.stand_places is not None and edition.taken >= edition.stand_places
    if full:
        return Standing(_("Délégation complète"), "red")
    if edition.takes_applications(on):
        detail = _("Clôture le %(date)s") % {"date": typography.day_month(edition.closes_on)}
        free = (edition.stand_places or 0) - edition.taken
        if not edition.stand_places:
            return Standing(_("Candidatures ouvertes"), "blue", detail)
        return Standing(ngettext("%(n)d place", "%(n)d places", free) % {"n": free}, "teal", detail)
    if edition.closes_on is not None:
        return Standing(_("Candidatures closes"))
    return Standing(_("À venir"))


def days_left(day: date, on: date) -> str:
    """How many days until a deadline, to the day: weeks would hide the last one."""
    left = (day - on).days
    if left <= 0:
        return _("aujourd’hui")
    return ngettext("dans %(n)d jour", "dans %(n)d jours", left) % {"n": left}

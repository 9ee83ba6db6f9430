"""The mails of alerts: the one to confirm, what is new, and once a year whether it is still wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from ecosystem.core.mail import write_mail
from ecosystem.search.alerts.links import path_of
from ecosystem.search.alerts.lists import Search, list_named
from ecosystem.search.models import Alert

ASKED, NEWS, RENEWAL = "search/mails/alert_asked", "search/mails/alert_news", "search/mails/alert_renewal"
ABOUT = "search.alert"


@dataclass(frozen=True)
class Item:
    """One entry of the directory as a mail shows it."""

    title: str
    detail: str
    url: str


def tell_asked(alert: Alert) -> None:
    """One mail a day at most, however often the same alert is asked for."""
    _write(alert, ASKED, timezone.localdate(alert.created_at))


def tell_still_wanted(alert: Alert, today: date, ends_on: date) -> None:
    _write(alert, RENEWAL, today, jusquau=ends_on)


def tell_news(alert: Alert, search: Search, found: Sequence[Any], total: int, today: date) -> None:
    """`found` are those that the mail shows, of `total` that are new."""
    with translation.override(alert.language):
        items = [Item(one.name, one.shown_tagline, f"{settings.SITE_URL}{one.get_absolute_url()}") for one in found]
        counted = search.watched.counted(total)
    more = {"items": items, "more": total - len(items), "compte": counted}
    _write(alert, NEWS, today, page=search.path(alert.language), **more)


def still_true(pk: int, template: str) -> bool:
    """A mail that waits does not leave once the alert is stopped, confirmed or gone."""
    found = Alert.objects.filter(pk=pk)
    if template == ASKED:
        return found.exclude(state=Alert.State.STOPPED).exists()
    if template == RENEWAL:
        return found.active().filter(reminded_at__isnull=False).exists()
    return found.active().exists()


def _write(alert: Alert, template: str, day: date, *, page: str = "", **more: Any) -> None:
    watched = list_named(alert.watched)
    with translation.override(alert.language):
        words = watched.search(alert.query).title if watched else ""
        rhythm = str(Alert.Rhythm(alert.rhythm).label).lower()
    manage = path_of(alert, alert.language)
    context = {
        "recherche": words,
        "rythme": rhythm,
        "adresse": alert.address,
        "lien": f"{settings.SITE_URL}{page or manage}",
        "quiet_url": f"{settings.SITE_URL}{manage}" if page else "",
        "stop_url": "" if template == ASKED else f"{settings.SITE_URL}{manage}",
        **more,
    }
    write_mail(
        key=f"alert:{alert.pk}:{template.rpartition('_')[2]}:{day:%Y-%m-%d}",
        to=alert.address,
        template=template,
        context=context,
        language=alert.language,
        about=f"{ABOUT}:{alert.pk}",
        url=manage,
    )

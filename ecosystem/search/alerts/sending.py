"""What alerts write by themselves: what is new, each entry once; and every year, whether they are still wanted."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ecosystem.core.rows import for_each
from ecosystem.search.alerts.asking import stop_alert
from ecosystem.search.alerts.lists import list_named
from ecosystem.search.alerts.mails import tell_news, tell_still_wanted
from ecosystem.search.models import Alert, AlertedItem

SHOWN = 20
"""Entries that one mail shows; its button leads to all."""
MOST_AT_ONCE = 1_000
WANTED_FOR = timedelta(days=365)
ANSWER_WITHIN = timedelta(days=30)


def send_due(today: date | None = None) -> int:
    """Look at each list whose day has come, and write where there is news; called twice it writes nothing twice."""
    day = today or timezone.localdate()
    for_each(unsure(), lambda alert: ask_again(alert, day))
    due = Alert.objects.due(day).order_by("next_on", "pk").values_list("pk", flat=True)
    return for_each(list(due), lambda pk: send_one(pk, day))


@transaction.atomic
def send_one(pk: int, today: date) -> bool:
    """One look of one alert, under its lock: the mail, what it told and the next day are written together.

    A search that cannot be read as it was confirmed finds nothing, rather than everything.
    """
    alert = Alert.objects.select_for_update().due(today).filter(pk=pk).first()
    if alert is None:
        return False
    alert.next_on = alert.next_after(today)
    alert.save(update_fields=["next_on"])
    watched = list_named(alert.watched)
    search = watched.search(alert.query) if watched else None
    if search is None or search.problems:
        return False
    new = fresh(alert, search.filters.narrowed())
    pks = list(new.order_by("-published_at", "-pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    pks = list(dict.fromkeys(pks))
    if not pks:
        return False
    now = timezone.now()
    told = [AlertedItem(alert=alert, item=item, told_at=now) for item in pks]
    AlertedItem.objects.bulk_create(told, batch_size=500)
    shown = search.filters.queryset.in_bulk(pks[:SHOWN])
    tell_news(alert, search, [shown[item] for item in pks[:SHOWN]], len(pks), today)
    return True


def fresh(alert: Alert, found: Any) -> Any:
    """What the alert does not know yet; of a search too broad to be remembered, only what was published since."""
    new = found.exclude(pk__in=alert.items.values("item"))
    return new.filter(published_at__gt=alert.confirmed_at) if alert.is_broad else new


def unsure() -> list[Alert]:
    """Active, and confirmed or changed by nobody for a year."""
    return list(Alert.objects.active().filter(renewed_at__lt=timezone.now() - WANTED_FOR).order_by("pk"))


@transaction.atomic
def ask_again(alert: Alert, today: date) -> bool:
    """One question a year; a month without an answer is one, and stops the alert."""
    locked = Alert.objects.select_for_update().get(pk=alert.pk)
    now = timezone.now()
    if not locked.is_active or locked.renewed_at is None or locked.renewed_at >= now - WANTED_FOR:
        return False
    if locked.reminded_at is None:
        locked.reminded_at = now
        locked.save(update_fields=["reminded_at"])
        tell_still_wanted(locked, today, today + ANSWER_WITHIN)
        return True
    if locked.reminded_at < now - ANSWER_WITHIN:
        stop_alert(locked)
    return False

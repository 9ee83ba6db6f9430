"""The acts of whoever owns an alert: ask for it, confirm it, change its rhythm, stop it, take it up again."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from ecosystem.accounts.models import User
from ecosystem.core.mail_choices import EVERYTHING, Rhythm, choose, plain, rhythm_of
from ecosystem.search.alerts.errors import AlertGone, TooManyAlerts
from ecosystem.search.alerts.lists import Search, list_named
from ecosystem.search.alerts.mails import NEWS, tell_asked
from ecosystem.search.models import Alert, AlertedItem

MOST = 20
"""Active alerts of one address."""
KNOWN_MAX = 2_000
"""A search that finds more than this tells only what is published after it began."""
UNCONFIRMED_KEPT = timedelta(days=7)
STOPPED_KEPT = timedelta(days=30)


@transaction.atomic
def ask_alert(search: Search, *, address: str, rhythm: str, by: User | None = None) -> Alert:
    """Keep the search and write to its address, which alone can confirm it; what is active already does not change.

    Somebody who is signed in with that address has proved it: her alert begins at once, or TooManyAlerts is raised.
    """
    asked = {"rhythm": rhythm, "language": (get_language() or "fr")[:2]}
    key = {"address": plain(address), "watched": search.watched.name, "query": search.kept_query}
    alert, is_new = Alert.objects.select_for_update().get_or_create(**key, defaults=asked)
    if not is_new and not alert.is_active:
        alert.rhythm, alert.language = asked["rhythm"], asked["language"]
        alert.state, alert.created_at = Alert.State.PENDING, timezone.now()
        alert.save()
    if by is not None and plain(by.email) == alert.address:
        return confirm_alert(alert)
    tell_asked(alert)
    return alert


@transaction.atomic
def confirm_alert(alert: Alert) -> Alert:
    """Begin, or go on: what the search finds today is known; an answer to the yearly question counts as well.

    TooManyAlerts when the address follows as many searches as it may.
    """
    locked = _locked(alert)
    now = timezone.now()
    if not locked.is_active:
        if Alert.objects.of(locked.address).active().count() >= MOST:
            raise TooManyAlerts
        if locked.confirmed_at is None:
            _learn(locked)
        locked.state, locked.stopped_at = Alert.State.ACTIVE, None
        locked.next_on = locked.next_after(timezone.localdate(now))
        locked.confirmed_at = locked.confirmed_at or now
    locked.renewed_at, locked.reminded_at = now, None
    locked.save()
    if rhythm_of(NEWS, locked.address) == Rhythm.NEVER:
        choose(locked.address, NEWS, Rhythm.AT_ONCE)
    return locked


@transaction.atomic
def change_rhythm(alert: Alert, rhythm: str) -> Alert:
    """Another rhythm, counted from today; it also says that the alert is still wanted."""
    locked = _locked(alert)
    locked.rhythm = Alert.Rhythm(rhythm).value
    if locked.is_active:
        now = timezone.now()
        locked.next_on = locked.next_after(timezone.localdate(now))
        locked.renewed_at, locked.reminded_at = now, None
    locked.save()
    return locked


@transaction.atomic
def stop_alert(alert: Alert) -> Alert:
    """Write no more; for a month it can be taken up again, then it is forgotten. Twice changes nothing."""
    locked = _locked(alert)
    if locked.state != Alert.State.STOPPED:
        locked.state, locked.stopped_at = Alert.State.STOPPED, timezone.now()
        locked.save()
    return locked


def stop_all(*, address: str, template: str, rhythm: str, **more: object) -> None:
    """Whoever refuses all mails, or those of alerts, has no alert any more."""
    if template in (EVERYTHING, NEWS) and rhythm == Rhythm.NEVER:
        for alert in Alert.objects.of(address).active():
            stop_alert(alert)


def forget_alerts(user: User) -> None:
    """The alerts of every address of a person who erases her account."""
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    for address in filter(None, addresses):
        Alert.objects.of(address).delete()


def forget_old_alerts(now: datetime) -> int:
    """Those that nobody confirmed within the week, and those stopped a month ago."""
    unconfirmed = Alert.objects.filter(state=Alert.State.PENDING, created_at__lt=now - UNCONFIRMED_KEPT)
    stopped = Alert.objects.filter(state=Alert.State.STOPPED, stopped_at__lt=now - STOPPED_KEPT)
    pks = [*unconfirmed.values_list("pk", flat=True), *stopped.values_list("pk", flat=True)]
    for start in range(0, len(pks), 500):
        Alert.objects.filter(pk__in=pks[start : start + 500]).delete()
    return len(pks)


def _locked(alert: Alert) -> Alert:
    found = Alert.objects.select_for_update().filter(pk=alert.pk).first()
    if found is None:
        raise AlertGone
    return found


def _learn(alert: Alert) -> None:
    """What the search finds on its first day is not news."""
    watched = list_named(alert.watched)
    found = watched.search(alert.query).filters.narrowed().order_by() if watched else None
    pks = list(found.values_list("pk", flat=True)[: KNOWN_MAX + 1]) if found is not None else []
    alert.is_broad = len(pks) > KNOWN_MAX
    if not alert.is_broad:
        rows = [AlertedItem(alert=alert, item=pk) for pk in dict.fromkeys(pks)]
        AlertedItem.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)

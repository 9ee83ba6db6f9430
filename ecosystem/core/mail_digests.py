"""Many mails in one: what an address wants gathered leaves at eight, each working day or the first of the week."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.core.mail import holds, write_mail
from ecosystem.core.mail_choices import Rhythm, rhythms
from ecosystem.core.mail_kinds import DIGEST, kind_of
from ecosystem.core.models import Mail
from ecosystem.core.rows import for_each
from ecosystem.core.workdays import add_working_days, is_working_day

EIGHT = time(8)
MOST_LINES = 40
DAILY, WEEKLY = str(Rhythm.DAILY), str(Rhythm.WEEKLY)


@dataclass(frozen=True)
class Todo:
    """Something that waits for the reader, on top of her digest: `url` is a path of the site."""

    title: str
    detail: str
    url: str


_todos: list[Callable[[int], Sequence[Todo]]] = []


def register_todos(find: Callable[[int], Sequence[Todo]]) -> None:
    """Called when an app is ready: what waits for the account of that number."""
    _todos.append(find)


def write_digests() -> int:
    """One mail to each address for all that it wants gathered; nothing to say, no mail.

    What was written since the last eight o'clock of its rhythm waits for the next: the beat may call as often as it
    likes, and what it missed is made up for.
    """
    now = timezone.now()
    if not is_working_day(timezone.localdate(now)) or timezone.localtime(now).time() < EIGHT:
        return 0
    held = Mail.objects.filter(state=Mail.State.HELD, created_at__lt=limit(DAILY, now))
    addresses = sorted({address.lower() for address in held.values_list("to", flat=True)})
    return for_each(addresses, lambda address: _write_digest(address, now))


def limit(rhythm: str, now: datetime) -> datetime:
    """The last eight o'clock at which a digest of this rhythm was due."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    day = today if rhythm == DAILY else add_working_days(monday, 0)
    return datetime.combine(day, EIGHT, ZoneInfo(settings.TIME_ZONE))


@transaction.atomic
def _write_digest(address: str, now: datetime) -> bool:
    """Gather what is due for an address under a lock, so that no mail stands in two digests."""
    held = Mail.objects.select_for_update().filter(state=Mail.State.HELD, to__iexact=address).order_by("pk")
    found = list(held)
    wanted = rhythms({mail.template for mail in found}, address)
    due = [mail for mail in found if mail.created_at < limit(wanted[mail.template], now)]
    over = [mail.pk for mail in due if not holds(mail)]
    Mail.objects.filter(pk__in=over).update(state=Mail.State.DROPPED)
    due = [mail for mail in due if mail.pk not in over]
    if not due:
        return False
    weekly = WEEKLY in {wanted[mail.template] for mail in due}
    digest = _write(due, weekly=weekly, now=now)
    Mail.objects.filter(pk__in=[mail.pk for mail in due]).update(state=Mail.State.GATHERED, digest=digest)
    return True


def _write(due: list[Mail], *, weekly: bool, now: datetime) -> Mail:
    """In the language of the latest mail; it stands in nobody's messages, since what it gathers does."""
    last = due[-1]
    with translation.override(last.language):
        context: dict[str, Any] = {
            "moment": _("Votre semaine") if weekly else _("Votre journée"),
            "nouvelles": ngettext("%(count)s nouvelle", "%(count)s nouvelles", len(due)) % {"count": len(due)},
            "prénom": last.reader.get_short_name() if last.reader else "",
            "depuis": date_format(timezone.localdate(due[0].created_at), "j F"),
            "lien": _whole(reverse("home:inbox")) if last.reader_id else "",
            "todos": [{"title": one.title, "detail": one.detail, "url": _whole(one.url)} for one in _waiting(last)],
            "lines": [_line(mail) for mail in due[:MOST_LINES]],
            "more": max(0, len(due) - MOST_LINES),
            "weekly": weekly,
        }
    key = f"digest:{last.to.lower()}:{last.pk}"[:200]
    return write_mail(key=key, to=last.to, template=DIGEST, context=context, language=last.language)


def _waiting(mail: Mail) -> list[Todo]:
    return [todo for find in _todos for todo in find(mail.reader_id)] if mail.reader_id else []


def _line(mail: Mail) -> dict[str, str]:
    kind = kind_of(mail.template)
    label = str(kind.label) if kind is not None else ""
    day = date_format(timezone.localdate(mail.created_at), "j F")
    return {"title": mail.subject, "detail": f"{label}, {day}" if label else day, "url": _whole(mail.url)}


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if path.startswith("/") else path

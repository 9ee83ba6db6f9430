"""A listing that was begun and left: one word a day later, and never again."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation

from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.core.rows import for_each
from ecosystem.directory.completeness import completeness_of
from ecosystem.directory.models import Listing
from ecosystem.directory.owners import deciders_of
from startups.models import Member, Startup

DRAFT_WAITS = "startups/mails/draft_waits"
AFTER, UNTIL = timedelta(days=1), timedelta(days=7)
"""When the word is said, and after how long it is too late to say it."""


def drafts_to_remind(now: datetime) -> QuerySet[Startup]:
    """Left for a day by people who finished no other one; older drafts were left before anybody was reminded."""
    finished = Member.objects.filter(
        user__memberships__startup=OuterRef("pk"), user__memberships__role=Member.Role.ADMIN, role=Member.Role.ADMIN
    ).exclude(startup__state__in=[Listing.State.DRAFT, *Listing.GONE])
    left = Startup.objects.filter(
        state=Listing.State.DRAFT, created_at__lte=now - AFTER, created_at__gt=now - UNTIL, updated_at__lte=now - AFTER
    )
    return left.exclude(Exists(finished)).order_by("pk")


def remind_drafts(now: datetime) -> int:
    """Write once to the admins of each draft that was left, and to nobody else; the number of drafts reminded."""
    return for_each(drafts_to_remind(now), _remind)


def _remind(startup: Startup) -> bool:
    """False when it was said already, or when nobody is left who wrote it."""
    admins, about = deciders_of(startup), f"startups.startup:{startup.pk}"
    if not admins or Mail.objects.filter(key__startswith=_key(startup)).exists():
        return False
    for admin in admins:
        with translation.override(admin.language):
            path = reverse("startups:edit", args=[startup.pk])
            full = completeness_of(startup)
        write_mail(
            key=f"{_key(startup)}{admin.pk}",
            to=admin.email,
            template=DRAFT_WAITS,
            context={
                "startup": startup,
                "name": admin.get_short_name(),
                "path": path,
                "percent": full.percent,
                "next": full.upcoming,
            },
            language=admin.language,
            reader=admin.pk,
            about=about,
            url=path,
        )
    return True


def _key(startup: Startup) -> str:
    return f"startup:{startup.pk}:draft:"

"""The news of a startup: dated, signed, written once."""

from datetime import date

from django.db import transaction

from ecosystem.accounts.models import User
from ecosystem.directory.bulk import touch_listings
from startups.models import News, Startup


@transaction.atomic
def tell_news(startup: Startup, *, by: User, kind: str, title: str, on: date, body: str = "") -> News:
    """Add one fact; the same one sent twice is told once."""
    Startup.objects.select_for_update(of=("self",)).get(pk=startup.pk)
    told, is_new = News.objects.get_or_create(
        startup=startup, kind=kind, title=title, on=on, defaults={"body": body, "by": by}
    )
    if is_new:
        touch_listings([startup.pk])
    return told


@transaction.atomic
def forget_news(news: News) -> None:
    """Take a fact back: it leaves the public page at once."""
    touch_listings([news.startup_id])
    news.delete()

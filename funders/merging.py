"""The files that two merged funders took this month count together, within the month of the kept one."""

from typing import Any

from django.utils import timezone

from ecosystem.directory.following import register_follower
from funders.models import Funder
from funders.rules import month_of


def register() -> None:
    """Called once, when the site starts."""
    register_follower("funders.files", add, take_off, kinds=("funder",))


def add(kept: Funder, gone: Funder) -> dict[str, Any]:
    """The month's files of both, at most those that the kept one announced."""
    month = month_of(timezone.localdate())
    if gone.month_on != month or not gone.taken_count:
        return {}
    here = kept.taken_count if kept.month_on == month else 0
    added = min(gone.taken_count, kept.files_per_month - here)
    Funder.objects.filter(pk=kept.pk).update(month_on=month, taken_count=here + added)
    return {"month": month.isoformat(), "added": added}


def take_off(kept: Funder, gone: Funder, said: dict[str, Any]) -> None:
    """In the same month, the kept one gets back what was added; the other never lost its own count."""
    if kept.month_on and kept.month_on.isoformat() == said["month"]:
        left = max(0, kept.taken_count - said["added"])
        Funder.objects.filter(pk=kept.pk).update(taken_count=left)

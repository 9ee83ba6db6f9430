"""The team's morning mail: what waits for somebody, to each curator, on working days, and only when something does."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.accounts.models import CURATORS, User
from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.core.rows import for_each
from ecosystem.core.workdays import add_working_days, is_working_day
from ecosystem.directory.models import Claim, Listing, Report, Revision, Suggestion
from ecosystem.home.mail_words import DAILY
from ecosystem.home.task_board import failing_count
from ecosystem.matching.models import Proposal, Round
from startups.models import Need


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, how much of it, and the page where it is settled."""

    title: str
    url: str


def write_daily_mails(now: datetime | None = None) -> int:
    """One mail a curator and a working day; called again it writes nothing new."""
    today = timezone.localdate(now)
    if not is_working_day(today):
        return 0
    counted = counts(today)
    if not any(counted.values()):
        return 0
    return for_each(curators(), lambda person: _write(person, today, counted))


def curators() -> QuerySet[User]:
    return User.objects.filter(Q(groups__name=CURATORS) | Q(is_superuser=True), is_active=True).distinct()


def counts(today: date) -> dict[str, int]:
    """How much waits, by what it is; answers are those that end today or on the next working day."""
    soon = add_working_days(today, 1)
    return {
        "listings": Listing.objects.waiting().count(),
        "changes": Revision.objects.to_read().count(),
        "told": Suggestion.objects.pending().count() + Report.objects.open().count(),
        "claims": Claim.objects.asked().count(),
        "needs": Need.objects.to_triage().count(),
        "answers": Proposal.objects.awaited().filter(expires_on__gte=today, expires_on__lte=soon).count(),
        "rounds": Round.objects.filter(state=Round.State.READY).count(),
        "mails": Mail.objects.filter(state=Mail.State.FAILED).count(),
        "tasks": failing_count(),
    }


def lines(counted: dict[str, int]) -> list[Waiting]:
    """What waits, in the reader's language, without what does not."""
    said = {
        "listings": (
            ngettext("%(count)d fiche à relire", "%(count)d fiches à relire", counted["listings"]),
            "curation:queue",
        ),
        "claims": (
            ngettext("%(count)d reprise à décider", "%(count)d reprises à décider", counted["claims"]),
            "claims:desk",
        ),
        "changes": (
            ngettext("%(count)d modification à relire", "%(count)d modifications à relire", counted["changes"]),
            "curation:queue",
        ),
        "told": (
            ngettext(
                "%(count)d suggestion ou signalement à lire",
                "%(count)d suggestions et signalements à lire",
                counted["told"],
            ),
            "curation:queue",
        ),
        "needs": (
            ngettext("%(count)d besoin à trier", "%(count)d besoins à trier", counted["needs"]),
            "startups:triage",
        ),
        "answers": (
            ngettext(
                "%(count)d réponse attendue aujourd’hui ou demain",
                "%(count)d réponses attendues aujourd’hui ou demain",
                counted["answers"],
            ),
            "matching:board",
        ),
        "rounds": (
            ngettext("%(count)d tournée à relire", "%(count)d tournées à relire", counted["rounds"]),
            "matching:rounds",
        ),
        "mails": (
            ngettext("%(count)d courriel en échec", "%(count)d courriels en échec", counted["mails"]),
            "home:mail_log",
        ),
        "tasks": (ngettext("%(count)d tâche en échec", "%(count)d tâches en échec", counted["tasks"]), "home:tasks"),
    }
    return [
        Waiting(sentence % {"count": counted[name]}, f"{settings.SITE_URL}{reverse(page)}")
        for name, (sentence, page) in said.items()
        if counted[name]
    ]


def context_for(person: User, counted: dict[str, int]) -> dict[str, Any]:
    """What the mail of a curator says, in the language in force."""
    waiting = lines(counted)
    total = ngettext("%(count)d sujet", "%(count)d sujets", len(waiting)) % {"count": len(waiting)}
    return {
        "prénom": person.get_short_name(),
        "sujets": total,
        "waiting": waiting,
        "premier": waiting[0].title if waiting else _("rien"),
        "lien": f"{settings.SITE_URL}{reverse('home:space')}",
    }


def _write(person: User, today: date, counted: dict[str, int]) -> bool:
    with translation.override(person.language):
        context, url = context_for(person, counted), reverse("home:space")
    key = f"daily:{today.isoformat()}:{person.pk}"
    if Mail.objects.filter(key=key).exists():
        return False
    write_mail(
        key=key, to=person.email, template=DAILY, context=context, language=person.language, reader=person.pk, url=url
    )
    return True

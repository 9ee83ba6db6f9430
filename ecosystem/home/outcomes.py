"""What proposals came to, for the public figures: the last twelve months, both mentors and funders."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.directory.models import Sector
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.home.masking import MASK_UNDER, Chart, Share, at_least_five, masked
from ecosystem.matching.models import Proposal
from ecosystem.ui import typography
from startups.models import Need, Startup

YEAR = timedelta(days=365)
YES = Proposal.Answer.YES
DONE = Q(engagement__state=Engagement.State.CLOSED) | Q(introduction__state=Introduction.State.COMMITTED)


def since() -> datetime:
    return timezone.now() - YEAR


def sent() -> QuerySet[Proposal]:
    return Proposal.objects.filter(sent_at__gte=since()).order_by()


def agreed() -> QuerySet[Proposal]:
    """Both sides said yes."""
    return sent().filter(person_answer=YES, startup_answer=YES)


def by_step() -> Chart:
    """Each step holds the next."""
    counted = sent().aggregate(
        sent=Count("pk"),
        answered=Count("pk", filter=Q(person_answered_at__isnull=False)),
        yes=Count("pk", filter=Q(person_answer=YES)),
        both=Count("pk", filter=Q(person_answer=YES, startup_answer=YES)),
        done=Count("pk", filter=Q(person_answer=YES, startup_answer=YES) & DONE),
    )
    names = (
        (_("Proposées"), "sent"),
        (_("Répondues"), "answered"),
        (_("Un premier oui"), "yes"),
        (_("Deux oui"), "both"),
        (_("Menées à terme"), "done"),
    )
    steps = [(label, counted[name]) for label, name in names]
    note = _("Propositions des douze derniers mois, aux mentors et aux financeurs.")
    return Chart("propositions", _("De la proposition au résultat"), note, at_least_five(steps), foot=time_to_agree())


def time_to_agree() -> str:
    """How long the second yes took, in half of the cases; nothing under five."""
    moments = agreed().filter(startup_answered_at__isnull=False).values_list("sent_at", "startup_answered_at")
    taken = [(end - begun).total_seconds() for begun, end in moments if begun and end and end >= begun]
    if len(taken) < MASK_UNDER:
        return ""
    words = ngettext("Deux oui en %(time)s, médiane de %(n)d.", "Deux oui en %(time)s, médiane de %(n)d.", len(taken))
    return words % {"time": typography.duration(timedelta(seconds=median(taken))), "n": len(taken)}


def by_result() -> Chart:
    """The agreements of each sector; a startup that has several counts in each."""
    root = Coalesce(F("need__startup__sectors__parent_id"), F("need__startup__sectors__pk"))
    counted = dict(
        agreed().exclude(need__startup__sectors=None).values_list(root).annotate(n=Count("pk", distinct=True))
    )
    pairs = [(sector.name, counted.get(sector.pk, 0)) for sector in Sector.objects.roots()]
    rows = masked(sorted((pair for pair in pairs if pair[1]), key=lambda pair: -pair[1]))
    note = _("Deux oui en douze mois, selon les secteurs de la startup. Sous cinq cas, le chiffre est caché.")
    return Chart("resultats", _("Accords par secteur"), note, rows)


@dataclass(frozen=True)
class Answers:
    """How mentors answer: `asked` are the requests that are over, one way or the other."""

    mentors: int
    asked: int
    answered: int
    yes: int
    time: timedelta | None

    @property
    def share(self) -> Share:
        return Share(self.answered, self.asked)

    @property
    def agreement(self) -> Share:
        return Share(self.yes, self.answered)


def answers() -> Answers:
    """A refusal counts as an answer; a request that still waits counts as nothing. Hidden under five mentors."""
    over = Q(person_answered_at__isnull=False) | Q(state=Proposal.State.EXPIRED)
    rows: list[Any] = list(
        sent()
        .filter(over, mentor__isnull=False)
        .values_list("mentor_id", "sent_at", "person_answered_at", "person_answer")
    )
    taken = [end - begun for _mentor, begun, end, _said in rows if end and begun and end >= begun]
    answering = {mentor for mentor, _begun, end, _said in rows if end}
    time = timedelta(seconds=median(one.total_seconds() for one in taken)) if taken else None
    return Answers(
        mentors=len({row[0] for row in rows}),
        asked=len(rows),
        answered=len(taken),
        yes=sum(said == YES for _mentor, _begun, end, said in rows if end),
        time=time if len(answering) >= MASK_UNDER else None,
    )


def accompanied() -> dict[str, int]:
    """Engagements and introductions of the year, those still open, and the needs that were served."""
    engaged = Engagement.objects.filter(started_at__gte=since()).aggregate(
        n=Count("pk"), active=Count("pk", filter=Q(state=Engagement.State.ACTIVE))
    )
    introduced = Introduction.objects.filter(opened_at__gte=since()).count()
    return {
        "engagements": engaged["n"] + introduced,
        "active": engaged["active"],
        "served": Need.objects.filter(state=Need.State.SERVED).count(),
    }


def women_led_among_agreed() -> Share:
    """Of the startups that found an agreement and answered the question."""
    startups = Startup.objects.filter(pk__in=agreed().values("need__startup"), women_led__isnull=False)
    counted = startups.aggregate(n=Count("pk"), women=Count("pk", filter=Q(women_led=True)))
    return Share(counted["women"], counted["n"])

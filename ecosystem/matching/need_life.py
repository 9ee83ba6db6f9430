"""What a startup reads of its need's life in the rounds: each step as it was, what is awaited, and the honest end.

Whoever has not said yes is not named, and why somebody declined is never told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.core.models import Mail, MailQuerySet
from ecosystem.core.workdays import add_working_days
from ecosystem.directory.panels import Event
from ecosystem.matching.models import Proposal, ProposalMove, UnservedNeed
from ecosystem.tradeshows.models import Edition
from ecosystem.ui.typography import day, number, short_day
from mentors.models import Mentor, MentorSkill
from startups.models import Need

OVER = (Proposal.State.EXPIRED, Proposal.State.WITHDRAWN, Proposal.State.GIVEN_BACK)
ENDED = (Need.State.CLOSED, Need.State.EXPIRED)


def events(need: Need, request: HttpRequest) -> list[Event]:
    """Who was asked and what became of it, the rounds that found nobody, and what comes next."""
    seen = list(need.proposals.seen().with_parties().order_by("sent_at", "pk"))
    ended = dict(_ended_at(seen))
    found = [event for one in seen for event in _of(one, ended.get(one.pk))]
    missed = UnservedNeed.objects.filter(need=need, round__published_at__isnull=False).select_related("round")
    asked_in = {one.round_id for one in seen}
    found += [_missed(row) for row in missed if row.round_id not in asked_in]
    if need.state == Need.State.OPEN:
        found += _coming(need, seen, timezone.localdate())
    return found


def _ended_at(seen: list[Proposal]) -> Iterator[tuple[int, datetime]]:
    moves = ProposalMove.objects.filter(proposal__in=seen, to_state__in=OVER).order_by("at", "pk")
    return iter(moves.values_list("proposal_id", "at"))


def _of(one: Proposal, ended_at: datetime | None) -> Iterator[Event]:
    """One person, from the question to its end."""
    assert one.sent_at is not None  # noqa: S101 - told to the type checker: it was seen
    yield Event(one.sent_at, _("Remplaçant sollicité") if one.rank else _("Une personne sollicitée"), _asked(one))
    name, url = one.person.name, reverse("matching:proposal", args=[one.pk])
    if one.person_answered_at and one.person_answer == Proposal.Answer.YES:
        score = _("Score %(score)s sur 100.") % {"score": number(one.score / 100)}
        yield Event(one.person_answered_at, _("%(name)s a dit oui") % {"name": name}, score, url=url)
    elif one.person_answered_at:
        kept = _("Le motif reste entre la personne et l’équipe. Il sert à ne pas reposer la même question.")
        yield Event(one.person_answered_at, _("La personne a décliné"), kept, "x", "no")
    if one.startup_answered_at:
        yes = one.startup_answer == Proposal.Answer.YES
        told = _("Vous avez dit oui : mise en relation") if yes else _("Vous avez décliné")
        yield Event(one.startup_answered_at, told, name, "check" if yes else "x", "done" if yes else "no", url=url)
    if ended_at is not None:
        yield _end(one, ended_at)


def _asked(one: Proposal) -> str:
    words = [
        _("Tournée « %(round)s », score %(score)s.") % {"round": one.round.title, "score": number(one.score / 100)}
    ]
    if one.priority:
        words.append(_("Choisie avec %(points)s points de priorité.") % {"points": f"+{number(one.priority / 100)}"})
    if one.reminded_at:
        words.append(_("Relance le %(day)s.") % {"day": short_day(timezone.localtime(one.reminded_at))})
    return " ".join(words)


def _end(one: Proposal, at: datetime) -> Event:
    if one.state == Proposal.State.EXPIRED:
        if one.person_answer == Proposal.Answer.YES:
            return Event(at, _("Sans réponse de votre part"), _("Sa place est libérée."), "clock", "no")
        return Event(at, _("Pas de réponse"), _("Sa place est libérée pour une autre startup."), "clock", "no")
    if one.state == Proposal.State.GIVEN_BACK:
        return Event(at, _("Mise en relation rendue"), _("La place est libre à nouveau."), "x", "no")
    return Event(at, _("Proposition retirée"), "", "x", "no")


def _missed(row: UnservedNeed) -> Event:
    told = _("Tournée « %(round)s » : personne à proposer") % {"round": row.round.title}
    return Event(row.round.published_at or timezone.now(), told, _("Votre besoin en sera plus prioritaire."), "x", "no")


def _coming(need: Need, seen: list[Proposal], on: date) -> Iterator[Event]:
    """What is awaited of whom, both futures of the startup's own answer, and the last day of a clear word."""
    awaited = [one for one in seen if one.state == Proposal.State.SENT and one.expires_on is not None]
    if not awaited:
        if need.review != Need.Review.RETURNED:
            told = _("Personne n’est sollicité en ce moment. Le besoin entre dans la prochaine tournée.")
            yield Event(timezone.now(), _("La prochaine tournée"), told, "clock", "later", when=_("Ensuite"))
        return
    for one in awaited:
        yield _awaited(one, on)
    mine = next((one for one in awaited if one.person_answer == Proposal.Answer.YES), None)
    waiting = need.proposals.alternates().filter(state=Proposal.State.DRAFTED, round=awaited[0].round_id)
    scores = list(waiting.order_by("rank").values_list("score", flat=True))
    if mine is not None:
        yield Event(_end_of(mine.expires_on), "", "", state="later", when=_("Ensuite"), ways=_ways(scores))
    last = max(one.expires_on for one in awaited if one.expires_on is not None)
    last = add_working_days(last, awaited[0].round.answer_days * (1 + len(scores)))
    last = min(last, need.deadline_on or last)
    words = _("Si personne n’a dit oui, nous vous l’écrivons : ce qui a manqué, et trois autres voies.")
    yield Event(_end_of(last), _("Au plus tard, une réponse claire"), words, state="later")


def _awaited(one: Proposal, on: date) -> Event:
    assert one.expires_on is not None  # noqa: S101 - told to the type checker
    left = (one.expires_on - on).days
    tag = ngettext("Dans %(days)s jour", "Dans %(days)s jours", left) % {"days": left} if left > 0 else _("Aujourd’hui")
    at = _end_of(one.expires_on)
    if one.person_answer == Proposal.Answer.YES:
        words = _("Sans réponse de votre part, sa place est libérée pour une autre startup.")
        return Event(at, _("Votre réponse"), words, "clock", "now", tag, "sun")
    words = _("Sans réponse d’ici là, la personne suivante est sollicitée.")
    return Event(at, _("Une réponse est attendue"), words, "clock", "now", tag)


def _ways(scores: list[int]) -> tuple[tuple[str, str], ...]:
    following = (
        _("Un remplaçant est prêt, score %(score)s. Il est sollicité aussitôt.") % {"score": number(scores[0] / 100)}
        if scores
        else _("Le besoin reste ouvert et entre dans la prochaine tournée.")
    )
    yes = _("Un courriel vous présente l’un à l’autre, avec vos adresses.")
    return ((_("Si vous dites oui"), yes), (_("Si vous dites non"), following))


def _end_of(on: date | None) -> datetime:
    return timezone.make_aware(datetime.combine(on or timezone.localdate(), time(23, 59)))


@dataclass(frozen=True)
class Ending:
    """A need that ended without anyone: what was missing, and other ways."""

    missing: str
    ways: list[tuple[str, str]]


def ending(need: Need, on: date) -> Ending | None:
    """The honest end of a need that closed or expired and that nobody serves; None for every other."""
    if need.state not in ENDED or need.proposals.filter(state=Proposal.State.ACCEPTED).exists():
        return None
    return Ending(_missing(need), list(_other_ways(need, on))[:3])


def _missing(need: Need) -> str:
    seen = need.proposals.seen()
    asked = seen.count()
    declined = seen.filter(person_answer=Proposal.Answer.NO).count()
    silent = seen.filter(state=Proposal.State.EXPIRED, person_answer="").count()
    words = []
    if asked:
        told = ngettext("%(count)s personne a été sollicitée", "%(count)s personnes ont été sollicitées", asked)
        words.append(told % {"count": number(asked)})
        if declined:
            words.append(_("%(count)s ont décliné") % {"count": number(declined)} if declined > 1 else _("1 a décliné"))
        if silent:
            told = ngettext("%(count)s n’a pas répondu", "%(count)s n’ont pas répondu", silent)
            words.append(told % {"count": number(silent)})
        return ", ".join(words) + "."
    if UnservedNeed.objects.filter(need=need, round__published_at__isnull=False).exists():
        return _("Aucune tournée n’a trouvé de personne qui réponde à ce besoin et qui ait une place.")
    return _("Le besoin s’est fermé avant qu’une tournée ne parte.")


def _other_ways(need: Need, on: date) -> Iterator[tuple[str, str]]:
    """Words and address: people who declare the subject, the next show, the team."""
    if need.topic is not None:
        experts = MentorSkill.objects.filter(skill=need.topic, mentor__in=Mentor.objects.proposable()).count()
        if experts:
            told = ngettext("%(count)s mentor déclare ce sujet", "%(count)s mentors déclarent ce sujet", experts)
            yield told % {"count": number(experts)}, f"{reverse('mentors:list')}?sujet={need.topic.slug}"
    coming = Edition.objects.public().upcoming(on).by_date().select_related("tradeshow").first()
    if coming is not None:
        yield _("Le salon %(name)s") % {"name": coming.tradeshow.name}, coming.tradeshow.get_absolute_url()
    again = _("Le même besoin, écrit plus largement : le compte des personnes se met à jour pendant que vous écrivez")
    yield again, reverse("startups:need_create")
    yield _("Les chiffres de l’écosystème, par sujet"), reverse("home:figures")


@dataclass(frozen=True)
class Standing:
    """« Où en est-on » in figures."""

    since: int | None
    asked: int
    yes: int
    no: int
    silent: int
    mails: int


def standing(need: Need, user_id: int | None, on: date) -> Standing:
    """How long it has been open, how many were asked and answered, and how many mails the reader got about it."""
    rows = list(need.proposals.seen().values_list("person_answer", "state"))
    answers = [answer for answer, _state in rows]
    silent = sum(not answer and state == Proposal.State.EXPIRED for answer, state in rows)
    since = (on - timezone.localdate(need.opened_at)).days if need.opened_at and need.state == Need.State.OPEN else None
    mails = mails_about(need, user_id).count() if user_id else 0
    return Standing(since, len(rows), answers.count("yes"), answers.count("no"), silent, mails)


def mails_about(need: Need, user_id: int) -> MailQuerySet:
    """The mails that one reader got about a need or one of its proposals, the latest first."""
    proposals = [f"matching.proposal:{pk}" for pk in need.proposals.seen().values_list("pk", flat=True)]
    about: Any = Q(about__in=[*proposals, f"startups.need:{need.pk}"])
    return Mail.objects.filter(about, reader=user_id).order_by("-created_at", "-pk")


def heading(need: Need) -> str:
    """« Ouvert le 4 juin, clos le 14 août. Nous n’avons trouvé personne. »"""
    if need.opened_at and need.closed_at:
        told = {"opened": day(timezone.localdate(need.opened_at)), "closed": day(timezone.localdate(need.closed_at))}
        return _("Ouvert le %(opened)s, clos le %(closed)s. Nous n’avons trouvé personne.") % told
    return _("Nous n’avons trouvé personne.")

"""What the page of a sending says: its figures, what was looked at again before leaving, and the mails that follow."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.models import Proposal, Round, Sending
from ecosystem.matching.sending import Recap
from ecosystem.ui.typography import french, number

NAMED = 3


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; tone is empty when it is well, `wait` when somebody should know."""

    label: str
    detail: str = ""
    tone: str = ""
    figure: str = ""

    @property
    def icon(self) -> str:
        return "triangle-alert" if self.tone else "check"


def checks(round_: Round, found: Recap) -> list[Check]:
    """The certificate, then the people, the needs, the conflicts and the addresses, as they are now."""
    return [
        _certificate(round_),
        *_people(found),
        *_needs(found),
        *_places(found),
        *_conflicts(found),
        *_addresses(found),
    ]


def strip(round_: Round, found: Recap, answer_on: Any) -> list[dict[str, object]]:
    """The four figures on top."""
    mentors = round_.kind == Round.Kind.MENTORS
    people = (
        ngettext("mentor reçoit un courriel", "mentors reçoivent un courriel", found.mails)
        if mentors
        else ngettext("financeur reçoit un courriel", "financeurs reçoivent un courriel", found.mails)
    )
    return [
        {
            "value": number(found.proposals),
            "label": ngettext("proposition", "propositions", found.proposals),
            "delta": _("sur %(total)s") % {"total": number(found.total)},
        },
        {"value": number(found.mails), "label": people, "delta": _("un seul chacun")},
        {
            "value": number(found.needs),
            "label": ngettext("besoin avance", "besoins avancent", found.needs),
            "delta": ngettext("%(count)s startup", "%(count)s startups", found.startups)
            % {"count": number(found.startups)},
        },
        {
            "value": formats.date_format(answer_on, "j\u00a0N" if french() else "N\u00a0j"),
            "label": _("réponse attendue"),
            "delta": ngettext("%(days)s jour ouvré", "%(days)s jours ouvrés", round_.answer_days)
            % {"days": round_.answer_days},
        },
    ]


def hand_edits(round_: Round) -> int:
    """Choices by hand that were made after the computation: its certificate does not know them."""
    return round_.pairs.filter(made_at__gt=round_.computed_at).count() if round_.computed_at else 0


def past(round_: Round) -> list[Sending]:
    """The sendings that left, the latest first, each with its count, and whether it can still be taken back."""
    answered = Proposal.objects.filter(sending=OuterRef("pk")).exclude(
        Q(state__in=[Proposal.State.SENT, Proposal.State.WITHDRAWN], person_answer="", startup_answer="")
    )
    rows = round_.sendings.filter(left_at__isnull=False).select_related("by", "cancelled_by").order_by("-pk")
    return list(
        rows.annotate(
            count=Count("proposals", filter=Q(proposals__sent_at__isnull=False)), is_answered=Exists(answered)
        )
    )


def _certificate(round_: Round) -> Check:
    after = hand_edits(round_)
    if round_.gap is None:
        return Check(_("Sans certificat"), _("Cette tournée n’a pas été certifiée."), "wait")
    if after:
        detail = ngettext(
            "%(count)s choix à la main a suivi le calcul : le certificat vaut sans lui.",
            "%(count)s choix à la main ont suivi le calcul : le certificat vaut sans eux.",
            after,
        )
        return Check(_("Certificat d’avant vos choix"), detail % {"count": after}, "wait")
    if round_.gap:
        return Check(_("Optimum non prouvé"), _("Le certificat dit de combien, au plus."), "wait")
    return Check(_("Certificat valide"), _("Écart 0 : à couverture égale, rien ne fait mieux."))


def _people(found: Recap) -> list[Check]:
    away = found.stale_found.asleep
    if not away:
        return [Check(_("Personne n’est en pause"), _("Relu à l’instant, et de nouveau au départ."))]
    label = ngettext(
        "%(count)s personne n’est plus disponible", "%(count)s personnes ne sont plus disponibles", len(away)
    )
    return [Check(label % {"count": len(away)}, _aside(one.person.name for one in away), "wait")]


def _needs(found: Recap) -> list[Check]:
    over = found.stale_found.over
    if not over:
        detail = ngettext("%(count)s besoin toujours ouvert.", "%(count)s besoins toujours ouverts.", found.needs)
        return [Check(_("Aucun besoin fermé entre-temps"), detail % {"count": number(found.needs)})]
    label = ngettext("%(count)s besoin est fermé depuis", "%(count)s besoins sont fermés depuis", len(over))
    return [Check(label % {"count": len(over)}, _aside(one.need.startup.name for one in over), "wait")]


def _places(found: Recap) -> list[Check]:
    taken = found.stale_found.taken
    if not taken:
        return []
    label = ngettext("%(count)s place prise ailleurs", "%(count)s places prises ailleurs", len(taken))
    return [Check(label % {"count": len(taken)}, _aside(one.person.name for one in taken), "wait")]


def _conflicts(found: Recap) -> list[Check]:
    if not found.conflicts:
        return []
    count = len(found.conflicts)
    label = ngettext("%(count)s conflit d’intérêts apparu", "%(count)s conflits d’intérêts apparus", count)
    pairs = [
        f"{one.need.startup.name} · {one.person.name} ({conflict.words})" for one, conflict in found.conflicts[:NAMED]
    ]
    return [Check(label % {"count": count}, _aside(pairs), "wait")]


def _addresses(found: Recap) -> list[Check]:
    rows = []
    for people, one, many in (
        (
            found.failing,
            "%(count)s adresse en erreur la dernière fois",
            "%(count)s adresses en erreur la dernière fois",
        ),
        (found.unreachable, "%(count)s personne sans adresse", "%(count)s personnes sans adresse"),
    ):
        if people:
            label = ngettext(one, many, len(people)) % {"count": len(people)}
            names = _named(recipient.person.name for recipient in people)
            rows.append(Check(label, _("%(names)s. Un appel est conseillé.") % {"names": names}, "wait"))
    if found.silent_startups:
        count = len(found.silent_startups)
        label = ngettext(
            "%(count)s startup sans personne à qui écrire", "%(count)s startups sans personne à qui écrire", count
        )
        names = _named(startup.name for startup in found.silent_startups)
        detail = _("%(names)s. Ajoutez une adresse à la fiche avant un oui.") % {"names": names}
        rows.append(Check(label % {"count": count}, detail, "wait"))
    return rows or [Check(_("Toutes les adresses répondent"), _("Aucun courriel en erreur la dernière fois."))]


def _aside(names: Any) -> str:
    return _("%(names)s. Mis de côté au départ, pas envoyé.") % {"names": _named(names)}


def _named(names: Any) -> str:
    listed = list(dict.fromkeys(names))
    shown = ", ".join(listed[:NAMED])
    rest = len(listed) - NAMED
    return shown if rest <= 0 else _("%(names)s et %(count)s autres") % {"names": shown, "count": rest}

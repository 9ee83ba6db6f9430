"""Who would be found for a need as it is being written: numbers, what each rule takes away, and what would bring more.

Nothing here names anybody: names come with the proposals. Every number is that of the engine's own candidates.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from ecosystem.directory.models import MeetingFormat, Sector, Skill, SpokenLanguage
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot.live import Fit, Live
from ecosystem.matching.snapshot.vocabulary import codes
from ecosystem.ui.typography import euros, number
from funders.models import Funder
from startups.models import Need

LEFT: Mapping[str, StrPromise] = {
    "no_common_language": gettext_lazy("parlent une langue possible"),
    "conflict": gettext_lazy("sans conflit d’intérêts"),
    "refused_before": gettext_lazy("sans refus passé"),
    "already_together": gettext_lazy("pas déjà en relation avec vous"),
    "paused": gettext_lazy("pas en pause"),
    "full": gettext_lazy("avec une place libre"),
    "stage_not_accepted": gettext_lazy("acceptent votre stade"),
    "refused_sector": gettext_lazy("ne refusent pas votre secteur"),
    "outside_thesis": gettext_lazy("votre montant et votre pays leur conviennent"),
    "no_expertise": gettext_lazy("connaissent ce sujet ou un sujet voisin"),
}
MOST_GAINS = 4
MOST_SECTORS = 4


@dataclass(frozen=True)
class Line:
    """What is left after one rule, and how many it took away."""

    label: str
    left: int
    removed: str
    share: float
    is_last: bool


@dataclass(frozen=True)
class Gain:
    """One change of the form, and the people that it would bring: counted, never supposed."""

    label: str
    mentors: int
    funders: int

    @property
    def words(self) -> str:
        """« + 3 mentors, + 1 financeur », or that it brings nobody."""
        told = []
        if self.mentors:
            word = ngettext("+ %(count)s mentor", "+ %(count)s mentors", self.mentors)
            told.append(word % {"count": number(self.mentors)})
        if self.funders:
            word = ngettext("+ %(count)s financeur", "+ %(count)s financeurs", self.funders)
            told.append(word % {"count": number(self.funders)})
        return ", ".join(told) or _("sans effet")


@dataclass(frozen=True)
class Fitting:
    """What the panel beside the form shows."""

    mentors: int
    funders: int
    mentor_lines: list[Line]
    funder_lines: list[Line]
    gains: list[Gain]
    kinds: list[str] = field(default_factory=list)
    has_topic: bool = True


def fitting(need: Need, sectors: list[int]) -> Fitting:
    """Both kinds, by the settings of their latest rounds, with everybody's places of this moment."""
    lives = {kind: Live(need, sectors, kind) for kind in (Round.Kind.MENTORS, Round.Kind.FUNDERS)}
    fits = {kind: live.fit() for kind, live in lives.items()}
    mentors, funders = fits[Round.Kind.MENTORS], fits[Round.Kind.FUNDERS]
    return Fitting(
        mentors=mentors.count,
        funders=funders.count,
        mentor_lines=_lines(mentors, _("mentors publiés")) if need.mentors_wanted else [],
        funder_lines=_lines(funders, _("financeurs publiés")) if need.funders_wanted else [],
        gains=_best(_gains(need, sectors, lives, fits)),
        kinds=_kinds(funders) if need.funders_wanted else [],
        has_topic=need.topic_id is not None,
    )


def _lines(fit: Fit, first: str) -> list[Line]:
    """The published people, then what each rule that counts leaves of them."""
    steps = [(first, fit.total, 0), *((_label(one.rule, fit), one.left, one.removed) for one in fit.steps)]
    return [
        Line(
            label,
            left,
            f"−\N{NO-BREAK SPACE}{number(removed)}" if removed else "",
            round(100 * left / (fit.total or 1), 1),
            place == len(steps) - 1,
        )
        for place, (label, left, removed) in enumerate(steps)
    ]


def _label(rule: str, fit: Fit) -> str:
    if rule == "low_score":
        return _("avec un score d’au moins %(score)s") % {"score": number(max(fit.minimum, 1))}
    return str(LEFT[rule])


def _kinds(fit: Fit) -> list[str]:
    """How many of the funders are of each type, never who."""
    types = Counter(Funder.objects.filter(pk__in=fit.people).values_list("funder_type", flat=True))
    return [f"{Funder.Type(kind).label} : {number(count)}" for kind, count in types.most_common()]


Changes = tuple[str, str, dict[str, Any]]
"""The words of a change, the kind of round that it can touch (empty: both), and the columns that it writes."""


def _gains(need: Need, sectors: list[int], lives: Mapping[Any, Live], fits: Mapping[Any, Fit]) -> Iterator[Gain]:
    wanted = {Round.Kind.MENTORS: need.mentors_wanted, Round.Kind.FUNDERS: need.funders_wanted}
    for label, touched, changes in _changes(need, sectors, lives):
        won = {
            kind: lives[kind].fit(**changes).count - fits[kind].count if touched in ("", kind) and wanted[kind] else 0
            for kind in lives
        }
        if min(won.values()) >= 0:
            yield Gain(label, won[Round.Kind.MENTORS], won[Round.Kind.FUNDERS])


def _changes(need: Need, sectors: list[int], lives: Mapping[Any, Live]) -> Iterator[Changes]:
    mentors, funders = Round.Kind.MENTORS.value, Round.Kind.FUNDERS.value
    spoken = codes(need.languages) or codes(need.startup.languages)
    for code, label in SpokenLanguage.choices[:5]:
        if spoken and code not in spoken:
            word = _("Ajouter une langue : %(language)s") % {"language": str(label).lower()}
            yield word, mentors, {"languages": [*spoken, code]}
    chosen = codes(need.formats)
    if not {MeetingFormat.REMOTE, MeetingFormat.HYBRID} & set(chosen):
        yield _("Accepter la visio"), mentors, {"formats": [*chosen, MeetingFormat.REMOTE.value]}
    aimed = codes(need.countries)
    home = need.startup.country
    if not aimed and home:
        yield _("Indiquer le pays visé : %(country)s") % {"country": home.name}, mentors, {"countries": [home.code]}
    if len(aimed) > 1:
        yield _("Viser un seul pays"), mentors, {"countries": aimed[:1]}
    if need.topic is not None and need.topic.parent_id:
        beside = (
            Skill.objects.filter(parent=need.topic.parent_id).exclude(pk=need.topic.pk).order_by("position", "slug")
        )
        for skill in beside[:MOST_SECTORS]:
            yield _("Prendre le sujet « %(subject)s »") % {"subject": skill}, mentors, {"topic_id": skill.pk}
    if need.amount:
        for amount in (need.amount // 2, need.amount * 2):
            yield _("Chercher %(amount)s") % {"amount": euros(amount)}, funders, {"amount": amount}
    live = next(iter(lives.values()))
    names = dict(Sector.objects.filter(pk__in=sectors[:MOST_SECTORS]).values_list("pk", "name"))
    for pk, name in names.items() if len(sectors) > 1 else ():
        left = [live.terms.ids[one] for one in sectors if one != pk and one in live.terms.ids]
        yield _("Retirer le secteur « %(sector)s »") % {"sector": name}, "", {"sectors": left}


def _best(gains: Iterator[Gain]) -> list[Gain]:
    """Those that bring the most first; one without effect is told when there is room, so that nobody tries it."""
    found = sorted(gains, key=lambda gain: -(gain.mentors + gain.funders))
    useful = [gain for gain in found if gain.mentors + gain.funders][:MOST_GAINS]
    idle = [gain for gain in found if not gain.mentors + gain.funders][:1]
    return useful + (idle if useful and len(useful) < MOST_GAINS else [])

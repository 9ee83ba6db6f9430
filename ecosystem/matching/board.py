"""The answers that are awaited, by the rung to which each has come and by how much its person has to answer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from ecosystem.matching.models import AnswerSchedule, CallNote, Proposal, Round
from ecosystem.ui.typography import number

SHOWN = 3
TONIGHT, LAST, REMINDED, RECENT = "ce-soir", "derniere", "relances", "recentes"
COLUMNS: Mapping[str, StrPromise] = {
    TONIGHT: gettext_lazy("Expirent ce soir"),
    LAST: gettext_lazy("Dernière relance"),
    REMINDED: gettext_lazy("Relancées"),
    RECENT: gettext_lazy("Envoyées récemment"),
}
LOADS: Mapping[str, StrPromise] = {
    "": gettext_lazy("Toutes"),
    "3": gettext_lazy("3 et plus"),
    "2": gettext_lazy("Deux"),
    "1": gettext_lazy("Une"),
}
MANY = 3

Person = tuple[int | None, int | None]


@dataclass(frozen=True)
class Waiting:
    """One awaited answer, as light as the whole board allows."""

    pk: int
    person: Person
    column: str
    load: int
    by_startup: bool


@dataclass(frozen=True)
class Card:
    """One awaited answer, with what the team needs to act on it."""

    proposal: Proposal
    load: int
    by_startup: bool
    column: str
    rungs: list[dict[str, str]]
    call: CallNote | None
    has_next: bool
    phone: str

    @property
    def said(self) -> str:
        """« 3 en attente, chargé »."""
        if self.by_startup:
            return _("a dit oui, à la startup de répondre")
        words = [ngettext("%(total)s en attente", "%(total)s en attente", self.load) % {"total": number(self.load)}]
        if self.load >= MANY:
            words.append(_("chargé"))
        if self.proposal.rank:
            words.append(_("en remplacement"))
        return ", ".join(words)


@dataclass(frozen=True)
class Column:
    """One age, the first cards of it, and how many there are."""

    key: str
    title: str
    total: int
    url: str
    cards: list[Card] = field(default_factory=list)

    @property
    def rest(self) -> int:
        return self.total - len(self.cards)


def waiting(on: date) -> list[Waiting]:
    """Every awaited answer, the most urgent first; one query."""
    columns = ("pk", "mentor_id", "funder_id", "person_answer", "expires_on", "reminded_at", "last_chance_at")
    rows = list(Proposal.objects.awaited().order_by("expires_on", "-score", "pk").values_list(*columns))
    loads = Counter((mentor, funder) for _pk, mentor, funder, answer, *_rest in rows if not answer)
    found = [
        Waiting(pk, (mentor, funder), _column(ends, reminded, last, on), loads[mentor, funder], bool(answer))
        for pk, mentor, funder, answer, ends, reminded, last in rows
    ]
    return sorted(found, key=lambda one: -one.load) if found else []


def _column(ends: date | None, reminded: object, last: object, on: date) -> str:
    if ends is not None and ends <= on:
        return TONIGHT
    return LAST if last else REMINDED if reminded else RECENT


def of_load(listed: Iterable[Waiting], wanted: str) -> list[Waiting]:
    """Those of people who have that many answers to give; a startup's turn has no load."""
    return [one for one in listed if not wanted or (not one.by_startup and str(min(one.load, MANY)) == wanted)]


def load_tabs(listed: list[Waiting], chosen: str, column: str = "") -> list[dict[str, object]]:
    """The ways to filter, each with its count."""
    return [
        {
            "label": f"{label} {number(len(of_load(listed, key)))}",
            "url": address(charge=key, colonne=column),
            "current": key == chosen,
        }
        for key, label in LOADS.items()
    ]


def address(**query: str) -> str:
    """The board with these filters."""
    found = urlencode({name: value for name, value in query.items() if value})
    return reverse("matching:board") + (f"?{found}" if found else "")


def columns(listed: list[Waiting], load: str) -> list[Column]:
    """The four ages with their first cards, in a constant number of queries."""
    by_column: dict[str, list[Waiting]] = {key: [] for key in COLUMNS}
    for one in listed:
        by_column[one.column].append(one)
    drawn = {card.proposal.pk: card for card in cards([one for rows in by_column.values() for one in rows[:SHOWN]])}
    return [
        Column(
            key,
            str(title),
            len(by_column[key]),
            address(charge=load, colonne=key),
            [drawn[one.pk] for one in by_column[key][:SHOWN] if one.pk in drawn],
        )
        for key, title in COLUMNS.items()
    ]


def cards(listed: Iterable[Waiting]) -> list[Card]:
    """Three queries: the proposals, the last calls, and whether somebody waits behind."""
    rows = {one.pk: one for one in listed}
    found = Proposal.objects.filter(pk__in=rows).with_parties().in_bulk()
    calls: dict[int, CallNote] = {}
    for note in CallNote.objects.filter(proposal__in=rows).select_related("by").order_by("at", "pk"):
        calls[note.proposal_id] = note
    behind = Proposal.objects.alternates().filter(
        state=Proposal.State.DRAFTED,
        round__in={one.round_id for one in found.values()},
        need__in={one.need_id for one in found.values()},
    )
    pairs = set(behind.values_list("round_id", "need_id"))
    schedule = AnswerSchedule.current()
    return [
        Card(
            proposal,
            rows[pk].load,
            rows[pk].by_startup,
            rows[pk].column,
            rung_marks(proposal, rows[pk].column, schedule),
            calls.get(pk),
            (proposal.round_id, proposal.need_id) in pairs,
            proposal.need.startup.contact_phone if rows[pk].by_startup else proposal.person.contact_phone,
        )
        for pk in rows
        if (proposal := found.get(pk)) is not None
    ]


def rung_marks(proposal: Proposal, column: str, schedule: AnswerSchedule) -> list[dict[str, str]]:
    """The four bars: full once passed, the present one marked, red on the last day."""
    days = [0, schedule.reminder_days, schedule.last_chance_days, proposal.round.answer_days]
    reached = {RECENT: 0, REMINDED: 1, LAST: 2, TONIGHT: 3}[column]
    marks = []
    for place, day in enumerate(days):
        mark = "full" if place < reached or reached == 0 == place else ""
        if place == reached and reached:
            mark = "late" if column == TONIGHT else "now"
        marks.append({"label": _("J+%(days)s") % {"days": day} if day else _("J0"), "mark": mark})
    return marks


def facts() -> dict[str, Any]:
    """The rounds that are out for answers: their name or number, and what was answered."""
    out = Round.objects.filter(proposals__in=Proposal.objects.awaited()).distinct()
    titles = list(out.values_list("pk", "title")[:2])
    ended = [Proposal.State.DECLINED, Proposal.State.EXPIRED, Proposal.State.GIVEN_BACK]
    counted = Proposal.objects.filter(round__in=out, sent_at__isnull=False).aggregate(
        sent=Count("pk"),
        yes=Count("pk", filter=Q(state=Proposal.State.ACCEPTED)),
        no=Count("pk", filter=Q(state__in=ended)),
    )
    return {**counted, "title": titles[0][1] if len(titles) == 1 else ""}


def calls_to_make(on: date, limit: int) -> list[Card]:
    """Who to telephone today: what ends soon and can be heard by nobody else, the latest call with each."""
    urgent = [one for one in waiting(on) if one.column in (TONIGHT, LAST)]
    urgent.sort(key=lambda one: (one.column != TONIGHT, one.person[0] or 0, one.person[1] or 0))
    return cards(urgent[:limit])

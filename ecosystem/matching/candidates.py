"""Who could be proposed to a need by hand: each with the score, the places and what stands against it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.actions.engine_room import pair_with_reasons, scored
from ecosystem.matching.actions.reviewing import missing
from ecosystem.matching.conflicts import conflicts_of
from ecosystem.matching.errors import NotInTheRound
from ecosystem.matching.loads import Load, loads
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.words import Names, Reason, reasons, stack
from ecosystem.ui.typography import number
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

OFFERED = 8


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be proposed; `against` says why she cannot, and is empty when she can."""

    person: Any
    score: int
    load: Load
    against: str
    compared: int | None = None
    """The score of the pair that she would replace."""

    @property
    def points(self) -> float:
        return self.score / 100

    @property
    def gain(self) -> str:
        """What the score would win or lose, with its sign."""
        if self.compared is None:
            return ""
        found = (self.score - self.compared) / 100
        return f"{'+' if found > 0 else '−' if found < 0 else '±'}{number(abs(found), 1)}"

    @property
    def busy(self) -> str:
        return load_words(self.load)


def candidates(round_: Round, proposal: Proposal) -> list[Candidate]:
    """The best people for the need of a pair that could be replaced; a constant number of queries."""
    best = [pair for pair in scored(round_).best_people(proposal.need_id, OFFERED + 1) if pair[0] != proposal.person.pk]
    model: Any = Mentor if round_.kind == Round.Kind.MENTORS else Funder
    people = model.objects.proposable().in_bulk([pk for pk, _score in best[:OFFERED]])
    held = loads(round_, people.values())
    conflicts = conflicts_of(round_.kind, [proposal.need.startup_id], list(people)) if round_.rule_conflict else {}
    asked = _asked(round_, proposal.need_id)
    found = []
    for pk, score in best[:OFFERED]:
        if pk in people:
            conflict = conflicts.get((proposal.need.startup_id, pk))
            against = _against(held[pk], conflict.words if conflict else "", already=pk in asked)
            found.append(Candidate(people[pk], score, held[pk], against, proposal.score))
    return found


@dataclass(frozen=True)
class Bare:
    """A pair that is not in the round: what it would score, whom it would replace, and what stands against it."""

    proposal: Proposal
    reasons: list[Reason]
    stack: list[dict[str, Any]]
    load: Load
    busy: str
    against: str
    room_for_one_more: bool
    instead: list[Proposal]

    @property
    def can_be_chosen(self) -> bool:
        return not self.against and (self.room_for_one_more or bool(self.instead))


def bare(round_: Round, need_id: int, person_id: int) -> Bare | None:
    """The pair that an address names; None where the round does not know the need or the person."""
    try:
        one = pair_with_reasons(round_, need_id, person_id)
        words = scored(round_).barred_words(need_id, person_id)
    except NotInTheRound:
        return None
    one.need = Need.objects.select_related("startup", "topic").get(pk=need_id)
    load = loads(round_, [one.person])[one.person.pk]
    conflict = (
        conflicts_of(round_.kind, [one.need.startup_id], [person_id]).get((one.need.startup_id, person_id))
        if round_.rule_conflict
        else None
    )
    return Bare(
        proposal=one,
        reasons=reasons(one, Proposal.Side.STARTUP, Names.of([one])),
        stack=stack(one),
        load=load,
        busy=load_words(load),
        against=words
        or _against(load, conflict.words if conflict else "", already=person_id in _asked(round_, need_id)),
        room_for_one_more=missing(round_, one.need) > 0,
        instead=list(round_.proposals.in_review().filter(need=need_id).with_parties()),
    )


def load_words(load: Load) -> str:
    """« 1 place sur 2, aussi proposé à Zéphyr Fret (76) »."""
    used = load.capacity - load.room
    told = ngettext("%(used)s place prise sur %(all)s", "%(used)s places prises sur %(all)s", used) % {
        "used": used,
        "all": load.capacity,
    }
    if not load.given:
        return told
    names = ", ".join(f"{one.need.startup.name} ({number(one.score_points)})" for one in load.given[:3])
    return _("%(places)s, proposition de cette tournée : %(names)s") % {"places": told, "names": names}


def _asked(round_: Round, need_id: int) -> set[int]:
    live = (Proposal.State.DRAFTED, Proposal.State.SENT, Proposal.State.ACCEPTED)
    held = round_.proposals.filter(Q(rank=0) | Q(sent_at__isnull=False), need=need_id, state__in=live)
    return {mentor or funder for mentor, funder in held.values_list("mentor_id", "funder_id")}


def _against(load: Load, conflict: str, *, already: bool) -> str:
    if already:
        return _("déjà proposée à ce besoin")
    if conflict:
        return _("conflit d’intérêts : %(cause)s") % {"cause": conflict}
    return "" if load.room > 0 else _("plus de place")

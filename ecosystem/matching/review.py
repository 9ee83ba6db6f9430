"""What is read before sending: the matrix, the cards, and the pair in hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ecosystem.core.text import fold
from ecosystem.matching.actions.reviewing import missing
from ecosystem.matching.distribution import FULL, needs_scored, of_people, people_loaded
from ecosystem.matching.figures import SERVED
from ecosystem.matching.memory import missed_rounds
from ecosystem.matching.models import Proposal, ProposalQuerySet, Round
from ecosystem.matching.words import Names, Reason, reasons, stack
from ecosystem.ui.typography import number
from startups.models import Need

NEEDS_PER_PAGE = 15
UNSERVED_SHOWN = 20
STEPS = ((75, "q5"), (65, "q4"), (55, "q3"), (45, "q2"), (0, "q1"))
ENDED = {
    Proposal.State.DECLINED,
    Proposal.State.EXPIRED,
    Proposal.State.WITHDRAWN,
    Proposal.State.GIVEN_BACK,
}
VIEWS = ("matrice", "cartes", "liste")


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for; without a view, wide screens read the matrix and narrow ones the cards."""

    view: str = ""
    query: str = ""
    need: int | None = None
    person: int | None = None
    page: int | None = None
    all_unserved: bool = False
    score_min: int | None = None
    score_max: int | None = None
    load: int | None = None

    @classmethod
    def of(cls, query: Any) -> "Asked":
        view = query.get("vue", "")
        names = ("besoin", "personne", "page", "score_min", "score_max", "charge")
        found = {name: whole(query.get(name)) for name in names}
        text = query.get("q", "").strip()[:100]
        chosen = view if view in VIEWS else ""
        everyone = query.get("sans") == "tous"
        need, person, page, low, high, load = (found[name] for name in names)
        return cls(chosen, text, need, person, page, everyone, low, high, load or None)

    @property
    def span(self) -> tuple[int, int] | None:
        """The best scores asked for, in points."""
        if self.score_min is None and self.score_max is None:
            return None
        return min(self.score_min or 0, FULL), min(FULL if self.score_max is None else self.score_max, FULL)

    @property
    def pair(self) -> tuple[int, int] | None:
        """The pair that the address names."""
        return (self.need, self.person) if self.need and self.person else None

    @property
    def is_filtered(self) -> bool:
        return self.span is not None or self.load is not None

    @property
    def filters(self) -> dict[str, int]:
        """What a form of the page must carry along."""
        found = {"score_min": self.score_min, "score_max": self.score_max, "charge": self.load}
        return {name: value for name, value in found.items() if value is not None}

    def url(self, **changes: Any) -> str:
        """The same page with something else in hand."""
        fields = {"vue": self.view, "q": self.query, "besoin": self.need, "personne": self.person, "page": self.page}
        asked = {**fields, **self.filters, **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value or value == 0})

    def filtered(self, **changes: Any) -> str:
        """The list behind a bar, or without a filter: from its first page, with nothing in hand."""
        return self.url(besoin=None, personne=None, page=None, **changes) + "#liste"


@dataclass(frozen=True)
class Cell:
    """One pair of the round, on a card or in a list."""

    proposal: Proposal
    url: str
    selected: bool
    stack: list[dict[str, Any]]

    @property
    def score(self) -> str:
        return number(self.proposal.score_points)

    @property
    def step(self) -> str:
        return step_of(self.proposal.score)

    @property
    def state(self) -> str | Promise:
        return state_words(self.proposal)

    @property
    def waits(self) -> bool:
        """Whether somebody of the team must still say that it may leave."""
        return in_review(self.proposal) and self.proposal.reviewed_at is None

    @property
    def kind(self) -> str:
        """The shape that goes with the state's word."""
        if self.proposal.state in ENDED:
            return "closed"
        if in_review(self.proposal) and self.proposal.reviewed_at:
            return "full"
        shapes = {Proposal.State.SENT: "half", Proposal.State.ACCEPTED: "full"}
        return shapes.get(self.proposal.state, "")


def step_of(score: int) -> str:
    """The shade of a score in hundredths."""
    return next(name for least, name in STEPS if score >= least * 100)


def in_review(proposal: Proposal) -> bool:
    """A pair of the assignment that nobody has sent or set aside."""
    return proposal.state == Proposal.State.DRAFTED and not proposal.rank


def state_words(proposal: Proposal) -> str | Promise:
    """The state of a pair in one or two words."""
    if proposal.state != Proposal.State.DRAFTED:
        return str(proposal.get_state_display())
    if proposal.rank:
        return _("Remplaçant, rang %(rank)d") % {"rank": proposal.rank}
    return _("Validée") if proposal.reviewed_at else _("Proposée")


def needs_of(round_: Round, asked: Asked) -> QuerySet[Need]:
    """The needs that have at least one pair in the round and stand behind the bars asked for, by the startup's name."""
    needs = Need.objects.filter(pk__in=round_.proposals.values("need"))
    if asked.span:
        needs = needs.filter(pk__in=needs_scored(round_, *asked.span))
    if asked.load:
        needs = needs.filter(pk__in=behind(round_, asked).filter(SERVED).values("need"))
    if asked.query:
        query, name = asked.query, fold(asked.query)
        people = Q(mentor__sort_name__contains=name) | Q(funder__sort_name__contains=name)
        hers = round_.proposals.filter(people).values("need")
        needs = needs.filter(Q(startup__sort_name__contains=name) | Q(title__icontains=query) | Q(pk__in=hers))
    return needs.select_related("startup").order_by("startup__sort_name", "pk")


def behind(round_: Round, asked: Asked) -> ProposalQuerySet:
    """The pairs of the round; of the people of one load only, when one is asked for."""
    pairs: ProposalQuerySet = round_.proposals.all()
    return pairs.filter(**of_people(round_, people_loaded(round_, asked.load))) if asked.load else pairs


def page_of(needs: QuerySet[Need], asked: Asked) -> Page[Need]:
    """The page asked for, or the one where the need in hand stands."""
    paginator = Paginator(needs, NEEDS_PER_PAGE)
    number_ = asked.page
    if number_ is None and asked.need:
        order = list(needs.values_list("pk", flat=True))
        number_ = order.index(asked.need) // NEEDS_PER_PAGE + 1 if asked.need in order else 1
    return paginator.get_page(number_ or 1)


def cell(proposal: Proposal, asked: Asked, selected: Proposal | None) -> Cell:
    url = pair_url(asked, proposal.need_id, proposal.person.pk)
    return Cell(proposal, url, selected is not None and proposal.pk == selected.pk, stack(proposal))


def pair_url(asked: Asked, need: int, person: int) -> str:
    """The page with this pair in hand."""
    return asked.url(besoin=need, personne=person) + "#paire"


def pair_in_hand(round_: Round, asked: Asked, needs: Sequence[Need]) -> Proposal | None:
    """The pair that the address names, else the best one of the need, of the person, or of the page."""
    listed = behind(round_, asked).with_parties().order_by("rank", "-score", "pk")
    if asked.person:
        listed = listed.filter(Q(mentor=asked.person) | Q(funder=asked.person))
    if asked.need:
        listed = listed.filter(need=asked.need)
    elif not asked.person:
        listed = listed.filter(need__in=[need.pk for need in needs[:1]])
    return listed.first()


@dataclass(frozen=True)
class Worth:
    """The declared terms of a pair: what its need's memory and its person's chance make of the score, for the team."""

    priority: str
    why: str
    chance: str
    value: str
    at_once: int | None


def worth(round_: Round, proposal: Proposal) -> Worth | None:
    """None where the value is the score; the reason of a priority costs three queries."""
    if not proposal.priority and proposal.chance is None:
        return None
    missed = None
    if proposal.priority:
        missed = missed_rounds(round_.kind, [proposal.need_id], round_.computed_at).get(proposal.need_id)
    return Worth(
        priority=f"+{number(proposal.priority / 100)}" if proposal.priority else "",
        why=missed.why if missed else "",
        chance="" if proposal.chance is None else number(proposal.chance / 100),
        value=number(proposal.value / 100, 1),
        at_once=round_.stats.get("askable", {}).get(str(proposal.need_id)),
    )


@dataclass(frozen=True)
class Pair:
    """The pair in hand: why, what it is worth, what else its person is proposed, and who comes next."""

    cell: Cell
    worth: Worth | None
    reasons: list[Reason]
    elsewhere: list[Cell]
    others: list[Cell]
    imposed_why: str = ""
    instead: Proposal | None = None
    """The pair in review that this one could take the place of."""
    has_room: bool = False

    @property
    def can_be_chosen(self) -> bool:
        """An alternate, or a pair that was set aside, while its need has somebody to replace or a place."""
        one = self.proposal
        kept = one.rank > 0 and one.state == Proposal.State.DRAFTED
        aside = one.state == Proposal.State.WITHDRAWN and one.sent_at is None
        return (kept or aside) and (self.instead is not None or self.has_room)

    @property
    def proposal(self) -> Proposal:
        return self.cell.proposal

    @property
    def can_be_worded(self) -> bool:
        return bool(self.proposal.state == Proposal.State.DRAFTED)

    @property
    def is_in_review(self) -> bool:
        return in_review(self.proposal)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.proposal.state in (Proposal.State.DRAFTED, Proposal.State.SENT)


def pair(round_: Round, proposal: Proposal, asked: Asked) -> Pair:
    """Four queries, and one for the reason of a pair that was imposed."""
    same = Q(mentor=proposal.mentor_id) if proposal.mentor_id else Q(funder=proposal.funder_id)
    live = round_.proposals.filter(same).chosen().exclude(state__in=ENDED)
    elsewhere = live.exclude(pk=proposal.pk).with_parties()
    others = (
        round_.proposals.filter(need=proposal.need_id).exclude(pk=proposal.pk).with_parties().order_by("rank", "pk")
    )
    return Pair(
        cell(proposal, asked, proposal),
        worth(round_, proposal),
        reasons(proposal, Proposal.Side.STARTUP, Names.of([proposal])),
        _cells(elsewhere, asked),
        _cells(others.order_by("rank", "pk"), asked),
        _imposed_why(round_, proposal),
        *_opening(round_, proposal),
    )


def _opening(round_: Round, proposal: Proposal) -> tuple[Proposal | None, bool]:
    """Whom this pair could replace, where its need has no place left; the pair with the lowest score."""
    if in_review(proposal) or round_.state not in (Round.State.READY, Round.State.PUBLISHED):
        return None, False
    if missing(round_, proposal.need) > 0:
        return None, True
    return round_.proposals.in_review().filter(need=proposal.need_id).with_parties().order_by(
        "score", "pk"
    ).first(), False


def _imposed_why(round_: Round, proposal: Proposal) -> str:
    """The reason that the team gave, as long as the choice was not taken back; empty for the computation's own pair."""
    if not proposal.imposed:
        return ""
    same = Q(mentor=proposal.mentor_id) if proposal.mentor_id else Q(funder=proposal.funder_id)
    pairs = round_.pairs.imposed().filter(same, need=proposal.need_id)
    return pairs.values_list("reason", flat=True).first() or ""


def _cells(proposals: Iterable[Proposal], asked: Asked) -> list[Cell]:
    return [cell(proposal, asked, None) for proposal in proposals]


def whole(text: str | None) -> int | None:
    """The number that the address holds, or nothing."""
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 18 else None

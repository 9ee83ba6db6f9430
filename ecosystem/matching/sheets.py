"""A round on paper: one line a pair, who comes next, and boxes for what happens after."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from ecosystem.matching.figures import Figures
from ecosystem.matching.models import Proposal, ProposalQuerySet, Round
from ecosystem.matching.words import points
from ecosystem.ui.typography import number


@dataclass(frozen=True)
class Line:
    """One pair, the parts of its score in order, and the alternate who would be asked after it."""

    proposal: Proposal
    next: Proposal | None

    @property
    def parts(self) -> str:
        return " ".join(number(points(self.proposal, part)) for part in self.proposal.round.parts)

    @property
    def boxes(self) -> list[tuple[str, bool]]:
        """What is ticked already when the sheet is printed."""
        one = self.proposal
        ended = one.state in (Proposal.State.DECLINED, Proposal.State.EXPIRED)
        return [
            (_("envoyée"), one.sent_at is not None),
            (_("oui"), one.state == Proposal.State.ACCEPTED),
            (_("non"), ended),
        ]


def on_paper(round_: Round) -> ProposalQuerySet:
    """The pairs of the assignment and those that left, the best scores first."""
    kept = Q(rank=0) & ~Q(state=Proposal.State.WITHDRAWN) | Q(sent_at__isnull=False)
    return round_.proposals.filter(kept).with_parties().order_by("-score", "pk")


def lines(round_: Round, listed: list[Proposal]) -> list[Line]:
    """One query for the alternates of all of them; of several pairs of a need, each has the next one."""
    needs = [one.need_id for one in listed]
    waiting: dict[int, list[Proposal]] = {}
    alternates = round_.proposals.alternates().filter(need__in=needs, state=Proposal.State.DRAFTED)
    for one in alternates.with_parties().order_by("rank", "pk"):
        waiting.setdefault(one.need_id, []).append(one)
    return [Line(one, next(iter(waiting.get(one.need_id, [])), None)) for one in listed]


def strip(round_: Round, found: Figures) -> list[dict[str, str]]:
    """The figures on top of the sheet."""
    worst = min(found.best.values()) if found.best else None
    people = _("mentors") if round_.kind == Round.Kind.MENTORS else _("financeurs")
    told = [
        {"value": f"{number(found.served)} / {number(found.needs)}", "label": _("besoins servis")},
        {"value": number(found.chosen), "label": _("propositions")},
        {"value": number(found.people), "label": people},
        {"value": number(worst) or "–", "label": _("moins bien servi")},
    ]
    if round_.objective is not None and round_.gap is not None:
        label = _("total, écart %(gap)s") % {"gap": number(round_.gap / 100, 2 if round_.gap else 0)}
        told.append({"value": number(round_.objective / 100), "label": label})
    return told


def parts_words(round_: Round) -> str:
    """« expertise sur 35, secteur sur 25 »."""
    found = [
        _("%(part)s sur %(weight)s") % {"part": part.label.lower(), "weight": round_.weights[part]}
        for part in round_.parts
    ]
    return ", ".join(found)

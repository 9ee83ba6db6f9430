"""The places of people in one round: taken, promised elsewhere, and given by the round itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from ecosystem.matching.models import Proposal, ProposalQuerySet, Round
from funders.models import Funder
from mentors.models import Mentor

LIVE = (Proposal.State.DRAFTED, Proposal.State.SENT)


@dataclass(frozen=True)
class Load:
    """One person's places as the round stands: taken counts engagements and yeses, promised what waits elsewhere."""

    capacity: int
    taken: int = 0
    promised: int = 0
    given: list[Proposal] = field(default_factory=list)
    """What this round proposes to her, and she has not answered."""

    @property
    def room(self) -> int:
        return self.capacity - self.taken - self.promised - len(self.given)

    @property
    def marks(self) -> list[bool]:
        """One mark a place, at most twelve, those that are taken first."""
        return [place < self.validated for place in range(min(self.capacity, 12))]

    @property
    def validated(self) -> int:
        """Places that are taken, or that what may leave would take."""
        return (
            self.taken
            + self.promised
            + sum(one.reviewed_at is not None or one.sent_at is not None for one in self.given)
        )


def loads(round_: Round, people: Iterable[Any]) -> dict[int, Load]:
    """The load of each of these people; two queries for any number of them."""
    listed = list(people)
    ids = [one.pk for one in listed]
    given: dict[int, list[Proposal]] = {}
    mine = _of(round_, round_.proposals.filter(state__in=LIVE, person_answer=""), ids)
    for one in mine.filter(Q(rank=0) | Q(sent_at__isnull=False)).with_parties().order_by("-score", "pk"):
        given.setdefault(one.person.pk, []).append(one)
    elsewhere = _of(round_, Proposal.objects.sent().filter(person_answer="").exclude(round=round_), ids)
    side = "mentor_id" if round_.kind == Round.Kind.MENTORS else "funder_id"
    promised = Counter(elsewhere.values_list(side, flat=True))
    return {one.pk: _load(one, promised[one.pk], given.get(one.pk, [])) for one in listed}


def rooms(round_: Round, ids: Sequence[int]) -> dict[int, int]:
    """The places left, by person; somebody who is no longer published has none."""
    public = Mentor.objects.proposable() if round_.kind == Round.Kind.MENTORS else Funder.objects.proposable()
    return {pk: load.room for pk, load in loads(round_, public.filter(pk__in=ids)).items()}


def _load(person: Any, promised: int, given: list[Proposal]) -> Load:
    capacity = person.capacity if isinstance(person, Mentor) else person.files_per_month
    return Load(capacity, capacity - person.places_left, promised, given)


def _of(round_: Round, proposals: ProposalQuerySet, ids: Sequence[int]) -> ProposalQuerySet:
    return proposals.filter(mentor__in=ids) if round_.kind == Round.Kind.MENTORS else proposals.filter(funder__in=ids)

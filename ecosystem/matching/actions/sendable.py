"""What may be put to people now: one look for a whole round and for one alternate, and one lock around it."""

from collections import Counter
from collections.abc import Container, Mapping
from datetime import date

from django.utils.translation import gettext as _

from ecosystem.accounts.models import Consent
from ecosystem.matching.conflicts import Conflict, conflicts_of
from ecosystem.matching.engine.at_once import exceeds
from ecosystem.matching.models import Proposal, ProposalQuerySet, Round
from ecosystem.matching.rules import people_of
from startups.models import Need

Pair = tuple[int, int | None, int | None]


def lock_asking(kind: str) -> None:
    """Whoever asks people of one kind waits here for its turn, before any other lock.

    Otherwise two rounds, or two refusals at once, promise the same place twice. The rounds that are ready or published
    are locked in the order of their numbers, so that nobody waits for somebody who waits.
    """
    rounds = Round.objects.filter(kind=kind, state__in=[Round.State.READY, Round.State.PUBLISHED])
    list(rounds.select_for_update().order_by("pk").values_list("pk", flat=True))


def kind_of(proposal: Proposal) -> str:
    """The kind of rounds that this proposal may come from."""
    return Round.Kind.MENTORS if proposal.mentor_id else Round.Kind.FUNDERS


def sendable(
    drafted: ProposalQuerySet, *, on: date, after_refusals: bool, barred: Container[int] = (), risk: int = 0
) -> list[int]:
    """Which of these drafts of one round can still be sent, by rank then by score where not all can.

    The need still waits and wants one more, the person is published, awake and has a place that nobody was promised,
    the pair is not open elsewhere and, unless `after_refusals`, neither said no to the other before; nor is it
    `barred`, by `conflicting`. With a `risk` in percent, more people are asked than the need wants as long as more
    yeses than wanted are not likelier than that. A constant number of queries.
    """
    listed = list(drafted.with_parties().order_by("rank", "-score", "pk"))
    open_needs = set(Need.objects.matchable(on).filter(proposals__in=drafted).values_list("pk", flat=True))
    together, refused = _open_pairs(drafted), set() if after_refusals else _refused_pairs(drafted)
    wanted, room = _still_wanted(drafted, listed), _room_left(drafted, listed)
    refusing = set(Consent.objects.withdrawn(Consent.Purpose.MATCHING).values_list("user", flat=True))
    asked: dict[int, list[int | None]] = {}
    kept = []
    for proposal in listed:
        person, pair = proposal.person, (proposal.need_id, proposal.mentor_id, proposal.funder_id)
        asleep = person.paused_until is not None and person.paused_until >= on
        startup_pair = (proposal.need.startup_id, proposal.mentor_id, proposal.funder_id)
        if (
            proposal.pk in barred
            or proposal.need_id not in open_needs
            or asleep
            or not person.is_public
            or person.user_id in refusing
        ):
            continue
        if pair in together or startup_pair in refused or room[person.pk] < 1:
            continue
        chances = [*asked.get(proposal.need_id, ()), proposal.chance]
        if not _bearable(chances, wanted[proposal.need_id], risk):
            continue
        asked[proposal.need_id] = chances
        room[person.pk] -= 1
        kept.append(proposal.pk)
    return kept


def _bearable(chances: list[int | None], wanted: int, risk: int) -> bool:
    """Whether so many may be asked: no more than wanted, or more within the risk, which needs everybody's chance."""
    if len(chances) <= wanted:
        return True
    known = [chance for chance in chances if chance is not None]
    return wanted > 0 and risk > 0 and len(known) == len(chances) and not exceeds(known, wanted, risk)


def leaving(round_: Round) -> ProposalQuerySet:
    """The drafts that publishing looks at: the chosen ones, and the alternates where the round may ask more at once."""
    drafted = round_.proposals.filter(state=Proposal.State.DRAFTED)
    return drafted if risk_of(round_) else drafted.chosen()


def risk_of(round_: Round) -> int:
    """Percent of risk that the round takes of more yeses than wanted; 0 without chances."""
    return round_.over_acceptance_risk if round_.expected_acceptance else 0


def conflicting(drafted: ProposalQuerySet, round_: Round) -> dict[int, Conflict]:
    """The proposals of one round whose two sides are in conflict of interest now, as far as the round minds.

    A constant number of queries; what appears after the computation is found here.
    """
    if not round_.rule_conflict:
        return {}
    side = "mentor" if round_.kind == Round.Kind.MENTORS else "funder"
    found = conflicts_of(round_.kind, drafted.values("need__startup"), drafted.values(side))
    pairs = drafted.values_list("pk", "need__startup", side)
    return {pk: found[startup, person] for pk, startup, person in pairs if (startup, person) in found}


def set_aside(barred: Mapping[int, Conflict]) -> dict[int, str]:
    """The reason that the record keeps, by proposal."""
    return {pk: _("conflit d’intérêts : %(cause)s") % {"cause": conflict.words} for pk, conflict in barred.items()}


def _open_pairs(drafted: ProposalQuerySet) -> set[Pair]:
    going_on = Proposal.objects.filter(state__in=[Proposal.State.SENT, Proposal.State.ACCEPTED])
    found = going_on.filter(need__in=drafted.values("need"))
    return set(found.values_list("need_id", "mentor_id", "funder_id"))


def _refused_pairs(drafted: ProposalQuerySet) -> set[Pair]:
    found = Proposal.objects.refusing().filter(need__startup__in=drafted.values("need__startup"))
    return set(found.values_list("need__startup_id", "mentor_id", "funder_id"))


def _still_wanted(drafted: ProposalQuerySet, listed: list[Proposal]) -> Counter[int]:
    """How many more people of the kind each need can be proposed: those at work or asked already count."""
    wanted: Counter[int] = Counter()
    for proposal in listed:
        need = proposal.need
        wanted[need.pk] = need.mentors_wanted if proposal.mentor_id else need.funders_wanted
    if listed:
        wanted.subtract(people_of(Need.objects.filter(proposals__in=drafted), kind_of(listed[0])))
    return wanted


def _room_left(drafted: ProposalQuerySet, listed: list[Proposal]) -> Counter[int]:
    """Places that each person has left, less those that an unanswered proposal may still take."""
    room = Counter({proposal.person.pk: proposal.person.places_left for proposal in listed})
    unanswered = Proposal.objects.sent().filter(person_answer="")
    for side in ("mentor", "funder"):
        hers = unanswered.filter(**{f"{side}__in": drafted.filter(**{f"{side}__isnull": False}).values(side)})
        room.subtract(Counter(hers.values_list(f"{side}_id", flat=True)))
    return room

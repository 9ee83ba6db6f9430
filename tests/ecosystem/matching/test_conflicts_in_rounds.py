"""Nobody in conflict is ever proposed, sent or accepted, whenever the conflict appears; the team reads why."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.rounds import publish_round
from ecosystem.matching.actions.sendings import validate_all
from ecosystem.matching.errors import NowInConflict
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.sending import recap
from ecosystem.matching.shortfalls import explain
from ecosystem.matching.snapshot import take_snapshot
from startups.models import Need
from tests.ecosystem.matching.season import computed, fresh, season
from tests.factories import (
    MemberFactory,
    MentorFactory,
    NeverAgainFactory,
    ProposalFactory,
    RivalFactory,
    RoundFactory,
    StakeFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
SIRENS = ("732829320", "552100554", "542107651")
State = Proposal.State


def by_alias(need: Need, person: Any, chance: random.Random) -> None:
    need.startup.contact_email = f"d.u{need.pk}@gmail.com"
    need.startup.save()
    person.contact_email = f"du{need.pk}+{chance.randrange(9)}@googlemail.com"
    person.save()


def by_domain(need: Need, person: Any, chance: random.Random) -> None:
    need.startup.website = f"https://www.societe{need.pk}.fr"
    need.startup.save()
    person.website = f"https://blog.societe{need.pk}.fr/moi"
    person.save()


def by_group(need: Need, person: Any, chance: random.Random) -> None:
    number = chance.choice(SIRENS)
    need.startup.parent_siren = person.parent_siren = number
    need.startup.save()
    person.save()


def by_shares(need: Need, person: Any, chance: random.Random) -> None:
    StakeFactory(listing=person, company_name=f"{need.startup.name.upper()} SAS")


def by_rival(need: Need, person: Any, chance: random.Random) -> None:
    RivalFactory(listing=need.startup, company_name=f"Concurrente {need.pk}.{person.pk}")
    StakeFactory(listing=person, company_name=f"Concurrente {need.pk}.{person.pk}")


def by_wish(need: Need, person: Any, chance: random.Random) -> None:
    one, other = chance.sample([need.startup, person], 2)
    NeverAgainFactory(listing=one, other=other)


def by_team(need: Need, person: Any, chance: random.Random) -> None:
    MemberFactory(startup=need.startup, user=person.user)


TIES: list[Callable[[Need, Any, random.Random], None]] = [
    by_alias, by_domain, by_group, by_shares, by_rival, by_wish, by_team,
]  # fmt: skip


@pytest.mark.parametrize("kind", Round.Kind.values)
@pytest.mark.parametrize("seed", range(6))
def test_no_forbidden_pair_is_ever_proposed(seed: int, kind: str) -> None:
    chance = random.Random(seed)
    made = season(needs=5, **{kind: 5})
    tied = {}
    for need, person in zip(chance.sample(made.needs, 5), chance.sample(getattr(made, kind), 5), strict=True):
        tie = chance.choice(TIES)
        if not (tie is by_team and person.user_id in {user for user, _ in tied}):
            tie(fresh(need), fresh(person), chance)
            tied[person.user_id, need.pk] = person.pk
    column = "mentor_id" if kind == Round.Kind.MENTORS else "funder_id"
    proposed = set(computed(kind, alternates_count=10, min_score=0).proposals.values_list("need_id", column))
    assert proposed
    assert proposed.isdisjoint({(need, person) for (_, need), person in tied.items()})


def test_without_the_rule_they_are_proposed() -> None:
    """The negative control: the ties alone decide."""
    made = season(needs=1, mentors=1)
    by_shares(made.needs[0], made.mentors[0], random.Random(0))
    assert not computed().proposals.exists()
    assert computed(rule_conflict=False).proposals.exists()


def test_an_empty_need_says_which_conflicts_emptied_it() -> None:
    made = season(needs=1, mentors=2)
    by_domain(made.needs[0], made.mentors[0], random.Random(0))
    by_wish(made.needs[0], made.mentors[1], random.Random(0))
    round_ = computed()
    (found,) = explain(round_, round_.unserved.select_related("need__startup"))
    assert "conflit d’intérêts (2) : à ne plus proposer l’un à l’autre / même domaine" in found.why
    assert take_snapshot(RoundFactory()).conflicts == {made.needs[0].pk: ["never_again", "same_domain"]}


def drafted_pair() -> tuple[Proposal, Proposal]:
    """Two proposals of one ready round."""
    first = ProposalFactory(round=RoundFactory(ready=True))
    return first, ProposalFactory(round=first.round)


def test_a_conflict_that_appears_after_the_computation_is_withdrawn_before_sending_with_its_reason() -> None:
    tied, other = drafted_pair()
    StakeFactory(listing=tied.mentor, company_name=tied.need.startup.name, percent=5)
    validate_all(tied.round, by=None)
    assert [one.words for _, one in recap(tied.round).conflicts] == [
        f"détient des parts de l’entreprise : 5 % de {tied.need.startup.name}"
    ]
    publish_round(tied.round, by=None)
    assert (fresh(tied).state, fresh(other).state) == (State.WITHDRAWN, State.SENT)
    move = tied.moves.get()
    assert "conflit d’intérêts" in move.reason
    assert tied.need.startup.name in move.reason
    assert other.moves.get().reason == ""


def test_a_round_that_does_not_mind_conflicts_sends_them() -> None:
    tied, _ = drafted_pair()
    Round.objects.update(rule_conflict=False)
    NeverAgainFactory(listing=tied.need.startup, other=tied.mentor)
    publish_round(tied.round, by=None)
    assert fresh(tied).state == State.SENT


@pytest.mark.parametrize("side", ["person", "startup"])
def test_a_yes_is_refused_once_there_is_a_conflict_and_takes_no_place(side: str) -> None:
    proposal = ProposalFactory(promised=True) if side == "startup" else ProposalFactory(sent=True)
    taken = fresh(proposal.mentor).taken_count
    NeverAgainFactory(listing=proposal.mentor, other=proposal.need.startup)
    with pytest.raises(NowInConflict):
        accept_proposal(proposal, side=side)
    assert (fresh(proposal).state, fresh(proposal.mentor).taken_count) == (State.SENT, taken)
    assert fresh(decline_proposal(proposal, side=side, reason="other")).state == State.DECLINED


def test_an_alternate_in_conflict_is_set_aside_and_the_next_one_asked() -> None:
    first = ProposalFactory(sent=True)
    tied, other = (ProposalFactory(round=first.round, need=first.need, rank=rank) for rank in (1, 2))
    NeverAgainFactory(listing=tied.mentor, other=first.need.startup)
    decline_proposal(first, side="person", reason="no_time")
    assert (fresh(tied).state, fresh(other).state) == (State.WITHDRAWN, State.SENT)
    assert "à ne plus proposer" in tied.moves.get().reason


def test_the_page_before_sending_names_them_and_the_answer_page_does_not(client: Client) -> None:
    tied, _ = drafted_pair()
    asked = ProposalFactory(sent=True, mentor=MentorFactory(published=True))
    for proposal in (tied, asked):
        NeverAgainFactory(listing=proposal.need.startup, other=proposal.mentor)
    validate_all(tied.round, by=None)
    client.force_login(UserFactory(curator=True))
    page = client.get(reverse("matching:send", args=[tied.round.pk])).content.decode()
    assert "à ne plus proposer" in page
    client.force_login(asked.mentor.user)
    answer = client.post(reverse("matching:proposal", args=[asked.pk]), {"answer": "accept"}, follow=True)
    said = answer.content.decode()
    assert "ne peut plus être acceptée" in said
    assert "à ne plus proposer" not in said

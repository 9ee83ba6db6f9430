"""What a round reads: who may enter, which pairs are barred, how much is still wanted, in how many queries."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosystem.directory.models import Listing, Sector
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.engine.facts import Bar
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.snapshot import Snapshot, take_snapshot, taking
from startups.models import Need
from tests.ecosystem.matching.season import in_days, season
from tests.factories import (
    DealFactory,
    FunderFactory,
    MemberFactory,
    MentorFactory,
    MentorSkillFactory,
    NeedFactory,
    ProposalFactory,
    RoundFactory,
    SectorFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("kind", Round.Kind.values)


def read(kind: str = Round.Kind.MENTORS, **settings: Any) -> Snapshot:
    return take_snapshot(RoundFactory(kind=kind, **settings))


def bars(snapshot: Snapshot) -> set[tuple[int, int, str]]:
    """The barred pairs by id of need and person."""
    barred = snapshot.problem.forbidden
    rows = zip(barred.need.tolist(), barred.person.tolist(), barred.reason.tolist(), strict=True)
    return {(snapshot.need_ids[need], snapshot.person_ids[person], Bar(why).name) for need, person, why in rows}


def need_for(kind: str, **fields: Any) -> Need:
    """It wants one more than any test below gives it."""
    money = kind == Round.Kind.FUNDERS
    wanted = {"funders_wanted": 2, "mentors_wanted": 0} if money else {"mentors_wanted": 2}
    return NeedFactory(opened=True, funding=money, **{**wanted, **fields})


def person_for(kind: str, **fields: Any) -> Any:
    return (FunderFactory if kind == Round.Kind.FUNDERS else MentorFactory)(**{"published": True, **fields})


def pair_of(need: Need, person: Any) -> dict[str, Any]:
    other = {"funder": None} if person.KIND == Listing.Kind.MENTOR else {"mentor": None}
    return {"need": need, person.KIND: person, **other}


# --- cost --------------------------------------------------------------------------------------------------------


def queries(kind: str) -> int:
    round_ = RoundFactory(kind=kind)
    with CaptureQueriesContext(
        connection,
    ) as told:
        take_snapshot(round_)
    return len(told)


@KINDS
def test_the_number_of_queries_does_not_depend_on_how_much_there_is(kind: str) -> None:
    season(needs=1, **{kind: 1})
    one = queries(kind)
    made = season(needs=30, **{kind: 30})
    for need, person in zip(made.needs[:9], getattr(made, kind), strict=False):
        ProposalFactory(**pair_of(need_for(kind, startup=need.startup), person), sent=True)
    snapshot = read(kind)
    assert (len(snapshot.need_ids), len(snapshot.person_ids)) == (40, 31)
    assert queries(kind) == one <= 38


# --- who enters --------------------------------------------------------------------------------------------------


@KINDS
def test_only_open_needs_in_time_of_published_startups_that_want_this_kind_enter(kind: str) -> None:
    entered = need_for(kind, deadline_on=in_days(0))
    need_for(kind, deadline_on=in_days(-1))
    need_for(kind, state=Need.State.CLOSED)
    need_for(kind, state=Need.State.DRAFT)
    need_for(kind, startup__published=False)
    need_for(kind, startup__published=False, startup__hidden=True)
    need_for("funders" if kind == "mentors" else "mentors")
    assert read(kind).need_ids == [entered.pk]


@KINDS
def test_the_rounds_own_date_decides_what_is_in_time(kind: str) -> None:
    need = need_for(kind, deadline_on=in_days(-1))
    assert read(kind, as_of=in_days(-1)).need_ids == [need.pk]


@KINDS
def test_only_published_people_enter(kind: str) -> None:
    need_for(kind)
    entered = person_for(kind)
    person_for(kind, published=False)
    person_for(kind, published=False, submitted=True)
    person_for(kind, published=False, hidden=True)
    assert read(kind).person_ids == [entered.pk]


@KINDS
@pytest.mark.parametrize(("until", "paused"), [(None, False), (-1, False), (0, True), (3, True)])
def test_a_pause_holds_up_to_its_day_included(kind: str, until: int | None, paused: bool) -> None:
    person_for(kind, paused_until=None if until is None else in_days(until))
    assert read(kind).problem.people.paused.tolist() == [paused]


def test_a_mentors_places_left_count_who_was_asked_and_has_not_answered() -> None:
    free, full = MentorFactory(published=True, capacity=4, taken_count=1), MentorFactory(published=True, capacity=1)
    ProposalFactory(sent=True, mentor=free), ProposalFactory(sent=True, mentor=full)
    (
        ProposalFactory(promised=True, mentor=free),
        ProposalFactory(declined=True, mentor=free),
        ProposalFactory(mentor=free),
    )
    snapshot = read()
    assert dict(zip(snapshot.person_ids, snapshot.problem.people.capacity.tolist(), strict=True)) == {
        free.pk: 4 - 2 - 1,
        full.pk: 0,
    }


def test_a_mentor_asked_more_often_than_she_has_places_offers_none() -> None:
    mentor = MentorFactory(published=True, capacity=1)
    ProposalFactory.create_batch(3, sent=True, mentor=mentor)
    assert read().problem.people.capacity.tolist() == [0]


def test_a_funders_files_are_those_of_the_rounds_month() -> None:
    today = timezone.localdate()
    month = today.replace(day=1)
    FunderFactory(published=True, files_per_month=4, taken_count=3, month_on=month)
    FunderFactory(published=True, files_per_month=4, taken_count=3, month_on=month - timedelta(days=1))
    asked = FunderFactory(published=True, files_per_month=4)
    ProposalFactory(to_funder=True, sent=True, funder=asked)
    assert read("funders", as_of=today).problem.people.capacity.tolist() == [1, 4, 3]


# --- what is still wanted ----------------------------------------------------------------------------------------


def test_a_need_wants_what_nobody_serves_yet() -> None:
    need = NeedFactory(opened=True, mentors_wanted=5)
    Engagement.objects.create(need=need, mentor=MentorFactory())
    Engagement.objects.create(need=need, mentor=MentorFactory(), state=Engagement.State.CLOSED, ended_at=timezone.now())
    ProposalFactory(need=need, sent=True), ProposalFactory(need=need, promised=True)
    ProposalFactory(need=need, declined=True), ProposalFactory(need=need)
    ProposalFactory(need=need, to_funder=True, sent=True)
    assert read().problem.needs.wanted.tolist() == [5 - 3]


def test_a_need_of_money_counts_its_introductions() -> None:
    need = NeedFactory(opened=True, funding=True, funders_wanted=4)
    Introduction.objects.create(need=need, funder=FunderFactory())
    ProposalFactory(need=need, to_funder=True, sent=True), ProposalFactory(need=need, sent=True)
    assert read("funders").problem.needs.wanted.tolist() == [4 - 2]


@pytest.mark.parametrize("asked", [1, 2])
def test_a_need_that_has_everyone_it_wants_does_not_enter(asked: int) -> None:
    need = NeedFactory(opened=True, mentors_wanted=1)
    ProposalFactory.create_batch(asked, need=need, sent=True)
    other = NeedFactory(opened=True, mentors_wanted=1)
    assert read().need_ids == [other.pk]


# --- barred pairs ------------------------------------------------------------------------------------------------


def own_company(need: Need, person: Any) -> None:
    MemberFactory(startup=need.startup, user=person.user, role="member")


def declared_conflict(need: Need, person: Any) -> None:
    person.conflicts.add(need.startup.listing)


def said_no_before(need: Need, person: Any) -> None:
    ProposalFactory(**pair_of(NeedFactory(startup=need.startup), person), declined=True)


def is_asked_already(need: Need, person: Any) -> None:
    ProposalFactory(**pair_of(need, person), sent=True)


def works_with_it(need: Need, person: Any) -> None:
    other = NeedFactory(startup=need.startup)
    if person.KIND == Listing.Kind.MENTOR:
        Engagement.objects.create(need=other, mentor=person)
    else:
        Introduction.objects.create(need=other, funder=person)


BARRED = [
    (own_company, Bar.CONFLICT),
    (declared_conflict, Bar.CONFLICT),
    (said_no_before, Bar.REFUSED_BEFORE),
    (is_asked_already, Bar.ALREADY_TOGETHER),
    (works_with_it, Bar.ALREADY_TOGETHER),
]


@KINDS
@pytest.mark.parametrize(("happened", "why"), BARRED, ids=lambda value: getattr(value, "__name__", None))
def test_a_pair_is_barred(kind: str, happened: Callable[..., None], why: Bar) -> None:
    need, person = need_for(kind), person_for(kind)
    need_for(kind), person_for(kind)
    happened(need, person)
    assert bars(read(kind)) == {(need.pk, person.pk, why.name)}


@KINDS
def test_nothing_bars_a_pair_that_never_met(kind: str) -> None:
    need, person = need_for(kind), person_for(kind)
    ProposalFactory(**pair_of(need, person))
    ProposalFactory(**pair_of(need, person), state=Proposal.State.WITHDRAWN)
    ProposalFactory(**pair_of(need, person), state=Proposal.State.EXPIRED, sent_at=timezone.now())
    assert bars(read(kind)) == set()


def test_a_mentoring_that_has_ended_bars_nothing() -> None:
    need, mentor = NeedFactory(opened=True), MentorFactory(published=True)
    Engagement.objects.create(need=need, mentor=mentor, state=Engagement.State.CLOSED, ended_at=timezone.now())
    assert bars(read()) == set()


def test_a_mentoring_that_a_proposal_opened_bars_its_need_and_once_ended_no_other() -> None:
    need, mentor = need_for("mentors"), MentorFactory(published=True)
    need_for("mentors", startup=need.startup)
    yes = {"person_answer": "yes", "startup_answer": "yes", "state": Proposal.State.ACCEPTED}
    ProposalFactory(need=need, mentor=mentor, **yes, sent_at=timezone.now())
    Engagement.objects.create(need=need, mentor=mentor, state=Engagement.State.CLOSED, ended_at=timezone.now())
    assert bars(read()) == {(need.pk, mentor.pk, "ALREADY_TOGETHER")}


@pytest.mark.parametrize("state", [Introduction.State.PASSED, Introduction.State.COMMITTED])
def test_a_need_is_never_introduced_to_the_same_funder_again(state: str) -> None:
    """The database holds one introduction for a need and a funder, whatever its end: two yeses could open nothing."""
    need, funder = need_for("funders"), FunderFactory(published=True)
    another = need_for("funders", startup=need.startup)
    Introduction.objects.create(need=need, funder=funder, state=state)
    assert bars(read("funders")) == {(need.pk, funder.pk, "ALREADY_TOGETHER")}
    assert another.pk in read("funders").need_ids


# --- what is said ------------------------------------------------------------------------------------------------


def test_a_need_without_sectors_or_languages_speaks_for_its_startup() -> None:
    sector = SectorFactory()
    NeedFactory(opened=True, languages=[], startup__sectors=[sector], startup__languages=["it"])
    snapshot = read()
    needs = snapshot.problem.needs
    assert [snapshot.sectors[column] for column in needs.sectors.indices] == [sector.slug]
    assert needs.languages.sum() == 1


def test_a_needs_own_sectors_come_before_its_startups() -> None:
    own = SectorFactory()
    NeedFactory(opened=True, sectors=[own], startup__sectors=[SectorFactory()])
    snapshot = read()
    assert [snapshot.sectors[column] for column in snapshot.problem.needs.sectors.indices] == [own.slug]


@KINDS
def test_all_sectors_of_a_need_are_its_own_and_its_startups(kind: str) -> None:
    own, shared, of_startup = SectorFactory.create_batch(3)
    need_for(kind, sectors=[own, shared], startup__sectors=[shared, of_startup])
    need_for(kind, startup__sectors=[of_startup])
    snapshot = read(kind)
    table = snapshot.problem.needs.all_sectors.toarray()
    names = [{snapshot.sectors[column] for column in row.nonzero()[0]} for row in table]
    assert names == [{own.slug, shared.slug, of_startup.slug}, {of_startup.slug}]


def test_a_language_that_the_site_no_longer_offers_stops_nothing() -> None:
    need = NeedFactory(opened=True)
    Need.objects.filter(pk=need.pk).update(languages="fr,tlh")
    assert read().problem.needs.languages.sum() == 1


def test_skills_are_levels_and_only_the_markets_asked_for_count() -> None:
    skill = SkillFactory()
    NeedFactory(opened=True, topic=skill, countries=["DE", "CA"])
    mentor = MentorFactory(published=True, countries=["CA", "US"], formats=["hybrid"])
    MentorSkillFactory(mentor=mentor, skill=skill, level=2)
    snapshot = read()
    people = snapshot.problem.people
    assert people.skills.toarray()[0, snapshot.skills.index(skill.slug)] == pytest.approx(0.7)
    assert [snapshot.countries[column] for column in people.countries.indices] == ["CA"]
    assert people.formats.sum() == 2


def test_a_deal_that_is_announced_later_is_not_known_yet() -> None:
    need_for("funders")
    funder = FunderFactory(published=True)
    known = DealFactory(funder=funder, announced_on=in_days(-30), amount=1_000, currency="USD")
    undated = DealFactory(funder=funder, announced_on=None)
    DealFactory(funder=funder, announced_on=in_days(1))
    DealFactory(funder=FunderFactory())
    snapshot = read("funders")
    deals = snapshot.problem.people.deals
    assert snapshot.deals == [known.pk, undated.pk]
    assert deals.amount_eur.tolist() == pytest.approx([920.0, 400_000.0])
    assert deals.age_days.tolist() == [30, -1]


def test_deals_of_the_same_folded_name_are_one_company() -> None:
    need_for("funders")
    funder = FunderFactory(published=True)
    for row, company in enumerate(("Énergie Côté", "energie  cote", "Autre")):
        DealFactory(funder=funder, company=company, announced_on=in_days(-30 - row))
    first, second, third = read("funders").problem.people.deals.company.tolist()
    assert first == second != third


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_everything_is_read_at_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another person files a need under a sector that appears between two queries of the snapshot."""
    need = NeedFactory(opened=True)
    round_ = RoundFactory()
    read_needs = taking.read_needs

    def meanwhile() -> None:
        need.sectors.add(SectorFactory())
        NeedFactory(opened=True)
        connections.close_all()

    def slow(*args: Any) -> Any:
        other = Thread(target=meanwhile)
        other.start()
        other.join()
        return read_needs(*args)

    monkeypatch.setattr(taking, "read_needs", slow)
    snapshot = take_snapshot(round_)
    assert snapshot.need_ids == [need.pk]
    assert snapshot.problem.needs.sectors.sum() == 0
    assert Sector.objects.count() == 2


OF_A_NEED = {(0, 10): None, (5_000, 500): None, (5_001, 500): 150, (50_000, 20_000): 100, (100_000, 20_000): 50}


@pytest.mark.parametrize(("size", "kept"), OF_A_NEED.items())
def test_a_small_round_keeps_every_pair_and_a_huge_one_the_fifty_best_of_a_need(
    size: tuple[int, int], kept: int | None
) -> None:
    assert taking.kept_of_a_need(*size) == kept

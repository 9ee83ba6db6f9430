"""Who is never proposed to whom: same person, company or group, shares, a competitor's people; each with its fact."""

from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosystem.matching.conflicts import Cause, Conflict, cause, conflicts_of
from ecosystem.matching.models import Round
from startups.models import Startup
from tests.factories import (
    DealFactory,
    FunderFactory,
    MemberFactory,
    MentorFactory,
    NeedFactory,
    NeverAgainFactory,
    RivalFactory,
    StakeFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("kind", Round.Kind.values)
SIREN, PARENT, OTHER_PARENT = "732829320", "552100554", "542107651"


def person_for(kind: str, **fields: Any) -> Any:
    return (FunderFactory if kind == Round.Kind.FUNDERS else MentorFactory)(**{"published": True, **fields})


def between(startup: Startup, person: Any) -> Conflict | None:
    """The conflict of one pair, which is the same among all."""
    alone = cause(NeedFactory(startup=startup, opened=True), person)
    kind = Round.Kind.FUNDERS if person.KIND == "funder" else Round.Kind.MENTORS
    assert conflicts_of(kind).get((startup.pk, person.pk)) == alone
    return alone


# --- the same person ---------------------------------------------------------------------------------------------

ALIASES = [
    ("nadia@exemple.test", "nadia@exemple.test", Cause.SAME_ADDRESS, "n…@exemple.test"),
    ("nadia@exemple.test", "NADIA@Exemple.test", Cause.SAME_ADDRESS, "N…@Exemple.test"),
    ("nadia@exemple.test", "nadia+asso@exemple.test", Cause.ALIAS, "n…+asso@exemple.test"),
    ("n.belkacem@gmail.com", "nbelkacem+x@googlemail.com", Cause.ALIAS, "n…+x@googlemail.com"),
    ("n.belkacem@exemple.test", "nbelkacem@exemple.test", None, ""),
    ("nadia@gmail.com", "paul@gmail.com", None, ""),
]


def of_contact(owner: Any, address: str) -> None:
    owner.contact_email = address
    owner.save()


def account_of(owner: Any) -> Any:
    return MemberFactory(startup=owner).user if isinstance(owner, Startup) else owner.user


def of_account(owner: Any, address: str) -> None:
    account = account_of(owner)
    account.email = address
    account.save()


def confirmed(owner: Any, address: str) -> None:
    EmailAddress.objects.create(user=account_of(owner), email=address, verified=True)


def unconfirmed(owner: Any, address: str) -> None:
    EmailAddress.objects.create(user=account_of(owner), email=address, verified=False)


PLACES = [of_contact, of_account, confirmed, unconfirmed]
ONCE = {of_account, confirmed}
"""Where the database takes an address once, whatever its case."""
MATRIX = [
    (theirs, hers, *alias)
    for theirs in PLACES
    for hers in PLACES
    for alias in ALIASES
    if not (theirs == hers and theirs in ONCE and alias[0].casefold() == alias[1].casefold())
]


@KINDS
@pytest.mark.parametrize(("theirs", "hers", "one", "other", "expected", "fact"), MATRIX)
def test_the_same_person_is_known_by_any_address(
    kind: str, theirs: Any, hers: Any, one: str, other: str, expected: Cause | None, fact: str
) -> None:
    startup, person = StartupFactory(published=True), person_for(kind)
    theirs(startup, one)
    hers(person, other)
    found = between(startup, person)
    assert (found and found.cause) == expected
    if found and expected == Cause.ALIAS:
        assert found.fact == fact
    assert between(StartupFactory(published=True), person) is None


# --- the same company --------------------------------------------------------------------------------------------


@KINDS
@pytest.mark.parametrize(
    ("theirs", "hers", "domain"),
    [
        ({"website": "https://www.calanque.fr"}, {"contact_email": "paul@rh.calanque.fr"}, "calanque.fr"),
        ({"contact_email": "a@calanque.co.uk"}, {"website": "https://blog.calanque.co.uk/x"}, "calanque.co.uk"),
        ({"contact_email": "a@gmail.com"}, {"contact_email": "b@gmail.com"}, None),
        ({"website": "https://linkedin.com/in/a"}, {"website": "https://linkedin.com/in/b"}, None),
        ({"website": "https://a.co.uk"}, {"website": "https://b.co.uk"}, None),
    ],
)
def test_the_same_company_domain_bars(kind: str, theirs: Any, hers: Any, domain: str | None) -> None:
    found = between(StartupFactory(published=True, **theirs), person_for(kind, **hers))
    assert found == (Conflict(Cause.SAME_DOMAIN, domain) if domain else None)
    assert found is None or found.words == "même domaine : " + str(domain)


def test_the_domain_of_an_account_counts_too() -> None:
    startup = MemberFactory(startup__published=True, user__email="a@calanque.fr").startup
    mentor = MentorFactory(published=True, user=UserFactory(email="b@calanque.fr"))
    assert between(startup, mentor) == Conflict(Cause.SAME_DOMAIN, "calanque.fr")


@KINDS
@pytest.mark.parametrize(
    ("theirs", "hers"),
    [
        ({"siren": SIREN}, {"siren": SIREN}),
        ({"siren": SIREN}, {"parent_siren": SIREN}),
        ({"siren": SIREN, "parent_siren": PARENT}, {"siren": PARENT}),
        ({"siren": SIREN, "parent_siren": PARENT}, {"parent_siren": PARENT}),
    ],
)
def test_the_same_group_bars(kind: str, theirs: Any, hers: Any) -> None:
    found = between(StartupFactory(published=True, **theirs), person_for(kind, **hers))
    assert found is not None
    assert found.cause == Cause.SAME_GROUP


def test_a_mentors_employer_is_of_the_group_through_the_parent_of_the_parent() -> None:
    FunderFactory(published=True, siren=PARENT, parent_siren=OTHER_PARENT)
    startup = StartupFactory(published=True, siren=SIREN, parent_siren=PARENT)
    found = between(startup, MentorFactory(published=True, employer_siren=OTHER_PARENT))
    assert found is not None
    assert found.words == "même groupe : SIREN 542 107 651"


def test_what_a_mentor_says_of_her_employers_parent_binds_nobody_else() -> None:
    """Otherwise whoever names two companies would bar one from the other."""
    MentorFactory(published=True, employer_siren=SIREN, parent_siren=PARENT)
    assert between(StartupFactory(published=True, siren=SIREN), FunderFactory(published=True, siren=PARENT)) is None


# --- what is declared --------------------------------------------------------------------------------------------


@KINDS
def test_a_declared_conflict_the_team_and_never_again_bar(kind: str) -> None:
    person, startups = person_for(kind), StartupFactory.create_batch(4, published=True)
    person.conflicts.add(startups[0])
    MemberFactory(startup=startups[1], user=person.user)
    NeverAgainFactory(listing=startups[2], other=person)
    NeverAgainFactory(listing=person, other=startups[3])
    found = [between(startup, person) for startup in startups]
    never = Conflict(Cause.NEVER_AGAIN)
    assert found == [Conflict(Cause.DECLARED), Conflict(Cause.TEAM), never, never]
    assert between(startups[0], person_for(kind)) is None


@KINDS
@pytest.mark.parametrize("by", ["listing", "name", "siren", "group"])
def test_shares_in_the_company_bar(kind: str, by: str) -> None:
    startup = StartupFactory(published=True, name="Calanque Robotics", siren=SIREN, parent_siren=PARENT)
    known = {
        "listing": {"company": startup, "company_name": "Tout autre nom"},
        "name": {"company_name": "CALANQUE ROBOTICS S.A.S."},
        "siren": {"company_name": "Ancien nom", "company_siren": SIREN},
        "group": {"company_name": "Maison mère", "company_siren": PARENT},
    }[by]
    person = person_for(kind)
    StakeFactory(listing=person, percent=Decimal("5.00"), **known)
    assert between(startup, person) == Conflict(Cause.SHARES, f"5 % de {known['company_name']}")
    assert between(StartupFactory(published=True), person) is None


def test_two_companies_of_the_same_name_and_another_siren_are_two() -> None:
    startup = StartupFactory(published=True, name="Horizon", siren=SIREN)
    stake = StakeFactory(company_name="Horizon", company_siren=OTHER_PARENT)
    assert between(startup, stake.listing.mentor) is None


@KINDS
def test_whoever_is_bound_to_a_declared_competitor_is_barred(kind: str) -> None:
    startup, person = StartupFactory(published=True), person_for(kind)
    RivalFactory(listing=startup, company_name="Concurrente")
    StakeFactory(listing=person, company_name="Concurrente SAS")
    assert between(startup, person) == Conflict(Cause.RIVAL_SHARES, "Concurrente SAS")
    assert between(StartupFactory(published=True), person) is None


def test_a_funder_that_financed_a_declared_competitor_is_barred() -> None:
    deal = DealFactory(company="CONCURRENTE")
    startup = RivalFactory(company_name="Concurrente").listing.startup
    assert between(startup, deal.funder) == Conflict(Cause.RIVAL_FINANCED, "CONCURRENTE")
    assert between(startup, DealFactory(company="Une autre").funder) is None


def test_a_mentor_of_a_declared_competitor_is_barred_by_its_name_its_siren_or_its_team() -> None:
    rival = StartupFactory(published=True, name="Concurrente", siren=SIREN)
    startup = RivalFactory(company_name="Concurrente", company=rival).listing.startup
    mentors = [
        MentorFactory(published=True, company="concurrente"),
        MentorFactory(published=True, company="Ailleurs", employer_siren=SIREN),
        MentorFactory(published=True, user=MemberFactory(startup=rival).user),
    ]
    assert {getattr(between(startup, mentor), "cause", None) for mentor in mentors} == {Cause.RIVAL_EMPLOYER}


def test_a_competitors_word_alone_bars_nobody() -> None:
    """A startup is not deprived of its funders by a rival that names it."""
    startup = StartupFactory(published=True, name="Calanque")
    rival = RivalFactory(company_name="Calanque", company=startup).listing.startup
    funder = DealFactory(company=rival.name).funder
    assert between(startup, funder) is None


def test_the_first_cause_in_order_is_kept() -> None:
    startup = StartupFactory(published=True, siren=SIREN, website="https://calanque.fr")
    mentor = MentorFactory(published=True, employer_siren=SIREN, website="https://calanque.fr")
    assert getattr(between(startup, mentor), "cause", None) == Cause.SAME_DOMAIN
    mentor.conflicts.add(startup)
    assert getattr(between(startup, mentor), "cause", None) == Cause.DECLARED


# --- cost --------------------------------------------------------------------------------------------------------


def queries(kind: str) -> int:
    with CaptureQueriesContext(connection) as told:
        conflicts_of(kind)
    return len(told)


@KINDS
def test_one_pair_and_many_cost_the_same_number_of_queries(kind: str) -> None:
    def more() -> None:
        startup, person = StartupFactory(published=True), person_for(kind)
        for owner in (startup, person):
            unconfirmed(owner, f"{owner.slug}@ailleurs.fr")
        RivalFactory(listing=startup), StakeFactory(listing=person), NeverAgainFactory(listing=startup, other=person)
        if kind == Round.Kind.FUNDERS:
            DealFactory(funder=person)

    empty = queries(kind)
    more()
    one = queries(kind)
    more(), more()
    assert queries(kind) == one == empty <= 11

"""The two sides of every pair by what identifies them: addresses, domains, SIREN, shares, competitors."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, Q

from ecosystem.core.identity import company_domain, company_key, same_mailbox
from ecosystem.directory.models import Listing, NeverAgain, Rival, Stake
from ecosystem.matching.models import Round
from funders.models import Deal, Funder
from mentors.models import Mentor
from startups.models import Member, Startup

Ids = Any
"""A collection of ids or a queryset of one column; None for everybody."""

SHARED = ("pk", "user_id", "user__email", "contact_email", "website", "siren", "parent_siren")


@dataclass(frozen=True, slots=True)
class Company:
    """A company as somebody names it: its listing, its SIREN and its folded name, each where known."""

    listing: int | None
    siren: str
    key: str
    name: str
    percent: Decimal | None = None


@dataclass(slots=True)
class Side:
    """What one side of a pair is known by: addresses as they are written, by mailbox; domains; SIREN."""

    pk: int
    mailboxes: dict[str, str] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    sirens: list[str] = field(default_factory=list)

    def add(self, address: str) -> None:
        """One more address of this side, and the company that it tells of."""
        mailbox = same_mailbox(address or "")
        if mailbox and mailbox not in self.mailboxes:
            self.mailboxes[mailbox] = address
            self.add_domain(address)

    def add_domain(self, text: str) -> None:
        domain = company_domain(text or "")
        if domain and domain not in self.domains:
            self.domains.append(domain)


@dataclass(slots=True)
class Team(Side):
    """A startup: its listing and everybody of its team."""

    key: str = ""
    users: set[int] = field(default_factory=set)
    rivals: list[Company] = field(default_factory=list)


@dataclass(slots=True)
class Person(Side):
    """A mentor or a funder."""

    user: int | None = None
    declared: set[int] = field(default_factory=set)
    teams: list[Company] = field(default_factory=list)
    works_at: list[Company] = field(default_factory=list)
    stakes: list[Company] = field(default_factory=list)
    financed: list[Company] = field(default_factory=list)


@dataclass(slots=True)
class Parties:
    """Both sides of the round, by id of the listing, with the groups that its listings declare."""

    people: dict[int, Person]
    teams: dict[int, Team]
    never_again: dict[int, set[int]]
    """By person, the startups that asked not to be proposed to her, or that she asked not to be proposed to."""
    groups: dict[str, str]
    """By SIREN, the one that stands for its group."""

    def group(self, siren: str) -> str:
        """The SIREN that stands for the whole group."""
        return self.groups.get(siren, siren)


def read_parties(kind: str, startups: Ids = None, people: Ids = None) -> Parties:
    """Ten queries, eleven for funders, however many there are on either side."""
    person_model: Any = Mentor if kind == Round.Kind.MENTORS else Funder
    found = _people(person_model, people)
    teams = _teams(startups)
    _memberships(person_model, found, people)
    _addresses(found, teams, person_model, startups, people)
    _conflicts(person_model, found, people)
    _stakes(found, people)
    _rivals(teams, startups)
    if kind == Round.Kind.FUNDERS:
        _deals(found, startups, people)
    return Parties(found, teams, _never_again(found, teams, startups, people), _groups())


def _only(name: str, ids: Ids) -> Q:
    return Q() if ids is None else Q(**{f"{name}__in": ids})


def _people(model: Any, ids: Ids) -> dict[int, Person]:
    found = {}
    columns = (*SHARED, "company", "employer_siren") if model is Mentor else (*SHARED, "name")
    for row in model.objects.filter(_only("pk", ids)).values(*columns):
        person = Person(row["pk"], user=row["user_id"])
        _identify(person, row)
        name, siren = row.get("company", row.get("name", "")), row.get("employer_siren") or row["siren"]
        person.works_at.append(Company(None if model is Mentor else person.pk, siren, company_key(name), name))
        found[person.pk] = person
    return found


def _memberships(model: Any, people: dict[int, Person], ids: Ids) -> None:
    owners = {person.user: person for person in people.values() if person.user is not None}
    accounts = model.objects.filter(_only("pk", ids), user__isnull=False).values("user")
    columns = ("user_id", "startup_id", "startup__siren", "startup__name")
    for user, startup, siren, name in Member.objects.filter(user__in=accounts).order_by("pk").values_list(*columns):
        if user in owners:
            owners[user].teams.append(Company(startup, siren, company_key(name), name))


def _teams(ids: Ids) -> dict[int, Team]:
    columns = ("pk", "name", "contact_email", "website", "siren", "parent_siren")
    found = {}
    for row in Startup.objects.filter(_only("pk", ids)).values(*columns):
        team = Team(row["pk"], key=company_key(row["name"]))
        _identify(team, row)
        found[team.pk] = team
    members = Member.objects.filter(_only("startup", ids), user__isnull=False)
    for startup, user, email in members.order_by("pk").values_list("startup_id", "user_id", "user__email"):
        if startup in found:
            found[startup].users.add(user)
            found[startup].add(email)
    return found


def _identify(side: Side, row: dict[str, Any]) -> None:
    side.sirens = [row[name] for name in ("siren", "employer_siren", "parent_siren") if row.get(name)]
    side.add_domain(row["website"])
    for name in ("contact_email", "user__email"):
        side.add(row.get(name) or "")


def _addresses(people: dict[int, Person], teams: dict[int, Team], model: Any, startups: Ids, ids: Ids) -> None:
    """Every further address of the accounts of both sides, confirmed or not."""
    owners: dict[int, list[Side]] = defaultdict(list)
    for person in people.values():
        if person.user is not None:
            owners[person.user].append(person)
    for team in teams.values():
        for user in team.users:
            owners[user].append(team)
    of_people = Q(user__in=model.objects.filter(_only("pk", ids), user__isnull=False).values("user"))
    of_teams = Q(user__in=Member.objects.filter(_only("startup", startups), user__isnull=False).values("user"))
    known = EmailAddress.objects.filter(of_people | of_teams).order_by("pk")
    for user, email in known.values_list("user_id", "email"):
        for side in owners.get(user, ()):
            side.add(email)


def _conflicts(model: Any, people: dict[int, Person], ids: Ids) -> None:
    column = f"{model.KIND}_id"
    declared = model.conflicts.through.objects.filter(_only(column, ids))
    for person, listing in declared.values_list(column, "listing_id"):
        if person in people:
            people[person].declared.add(listing)


def _companies(rows: Any, *more: str) -> Iterable[tuple[int, Company]]:
    columns = ("listing_id", "company_id", "company_siren", "company_name", "company__siren", *more)
    for owner, listing, siren, name, listed_siren, *percent in rows.order_by("pk").values_list(*columns):
        found = Company(listing, siren or listed_siren or "", company_key(name), name, *percent)
        yield owner, found


def _stakes(people: dict[int, Person], ids: Ids) -> None:
    for owner, company in _companies(Stake.objects.filter(_only("listing", ids)), "percent"):
        if owner in people:
            people[owner].stakes.append(company)


def _rivals(teams: dict[int, Team], ids: Ids) -> None:
    for owner, company in _companies(Rival.objects.filter(_only("listing", ids))):
        if owner in teams:
            teams[owner].rivals.append(company)


def _deals(people: dict[int, Person], startups: Ids, ids: Ids) -> None:
    """What funders have financed; nothing is read as long as no startup names a competitor."""
    named = Rival.objects.filter(_only("listing", startups))
    deals = Deal.objects.filter(Exists(named), _only("funder", ids))
    for funder, company in deals.order_by("pk").values_list("funder_id", "company"):
        if funder in people:
            people[funder].financed.append(Company(None, "", company_key(company), company))


def _never_again(people: dict[int, Person], teams: dict[int, Team], startups: Ids, ids: Ids) -> dict[int, set[int]]:
    barred: dict[int, set[int]] = defaultdict(set)
    either = (_only("listing", startups) & _only("other", ids)) | (_only("listing", ids) & _only("other", startups))
    for one, other in NeverAgain.objects.filter(either).values_list("listing_id", "other_id"):
        person, startup = (one, other) if one in people else (other, one)
        if person in people and startup in teams:
            barred[person].add(startup)
    return barred


def _groups() -> dict[str, str]:
    """Companies and their parents, as any live listing declares them, gathered: the smallest SIREN stands for all."""
    parents: dict[str, str] = {}

    def root(siren: str) -> str:
        while parents.get(siren, siren) != siren:
            siren = parents[siren]
        return siren

    told = Listing.objects.exclude(parent_siren="").exclude(state=Listing.State.ARCHIVED)
    pairs = [*told.exclude(siren="").values_list("siren", "parent_siren")]
    for siren, parent in pairs:
        one, other = sorted((root(siren), root(parent)))
        parents[other] = one
    return {siren: root(siren) for pair in pairs for siren in pair}

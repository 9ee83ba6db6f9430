"""Conflicts of interest between a startup and a mentor or a funder: one rule, its cause, and the fact that shows it.

A pair is in conflict when, in this order (the first that holds is the cause that is kept):

1. one of the two asked never to be proposed the other;
2. the person declared the startup as a conflict;
3. the person's account belongs to the startup's team;
4. an address of the person is an address of the startup or of its team, aliases and unconfirmed addresses included;
5. both have the same company domain (site or mail; public mail and shared sites say nothing);
6. both belong to the same group: SIREN of their companies and of the parents that their listings declare;
7. the person holds shares in the startup or in its group;
8. the person holds shares in, has financed, or works for a company that the startup itself declares as a competitor.

Only the startup's own word makes a competitor: otherwise a rival could deprive it of its funders by naming it. A name
alone tells two companies apart no more than it does for people: where both have a SIREN, the SIREN decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise
from stdnum.fr import siren as siren_rules

from ecosystem.core.identity import masked
from ecosystem.directory.models.ties import plain
from ecosystem.matching.models import Round
from ecosystem.matching.parties import Company, Ids, Parties, Person, Team, read_parties
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need


class Cause(StrEnum):
    """Why a pair is in conflict, in the order in which causes are looked for."""

    NEVER_AGAIN = "never_again"
    DECLARED = "declared"
    TEAM = "team"
    SAME_ADDRESS = "same_address"
    ALIAS = "alias"
    SAME_DOMAIN = "same_domain"
    SAME_GROUP = "same_group"
    SHARES = "shares"
    RIVAL_SHARES = "rival_shares"
    RIVAL_FINANCED = "rival_financed"
    RIVAL_EMPLOYER = "rival_employer"


LABELS: dict[Cause, StrPromise] = {
    Cause.NEVER_AGAIN: gettext_lazy("à ne plus proposer l’un à l’autre"),
    Cause.DECLARED: gettext_lazy("conflit déclaré"),
    Cause.TEAM: gettext_lazy("membre de l’équipe"),
    Cause.SAME_ADDRESS: gettext_lazy("même adresse"),
    Cause.ALIAS: gettext_lazy("même adresse, avec un alias"),
    Cause.SAME_DOMAIN: gettext_lazy("même domaine"),
    Cause.SAME_GROUP: gettext_lazy("même groupe"),
    Cause.SHARES: gettext_lazy("détient des parts de l’entreprise"),
    Cause.RIVAL_SHARES: gettext_lazy("détient des parts d’un concurrent déclaré"),
    Cause.RIVAL_FINANCED: gettext_lazy("a financé un concurrent déclaré"),
    Cause.RIVAL_EMPLOYER: gettext_lazy("travaille chez un concurrent déclaré"),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One cause, and the fact that the team may read: never shown to either side."""

    cause: Cause
    fact: str = ""

    @property
    def label(self) -> str:
        """The cause alone: « même domaine »."""
        return str(LABELS[self.cause])

    @property
    def words(self) -> str:
        """The cause with its fact: « même domaine : exemple.fr »."""
        return _("%(cause)s : %(fact)s") % {"cause": self.label, "fact": self.fact} if self.fact else self.label


Pair = tuple[int, int]
Found = Iterator[tuple[int, Conflict]]


def conflicts_of(kind: str, startups: Ids = None, people: Ids = None) -> dict[Pair, Conflict]:
    """Every pair (startup, person) in conflict, among those given or among all; ten or eleven queries."""
    return find(read_parties(kind, startups, people))


def cause(need: Need, person: Mentor | Funder) -> Conflict | None:
    """Why this one pair is in conflict, or None."""
    kind = Round.Kind.MENTORS if isinstance(person, Mentor) else Round.Kind.FUNDERS
    return conflicts_of(kind, [need.startup_id], [person.pk]).get((need.startup_id, person.pk))


def find(parties: Parties) -> dict[Pair, Conflict]:
    """The conflicts among people and teams that have been read; the first cause of a pair is kept."""
    index = _Index(parties)
    found: dict[Pair, Conflict] = {}
    for person in parties.people.values():
        for startup, conflict in index.of(person):
            if startup in parties.teams:
                found.setdefault((startup, person.pk), conflict)
    return found


class _Index:
    """Startups by each thing that may bind somebody to them."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.by_mailbox: dict[str, list[Team]] = defaultdict(list)
        self.by_domain: dict[str, list[Team]] = defaultdict(list)
        self.by_group: dict[str, list[Team]] = defaultdict(list)
        for team in parties.teams.values():
            for mailbox in team.mailboxes:
                self.by_mailbox[mailbox].append(team)
            for domain in team.domains:
                self.by_domain[domain].append(team)
            for siren in team.sirens:
                self.by_group[parties.group(siren)].append(team)
        themselves = [(team.pk, Company(team.pk, self._siren(team), team.key, "")) for team in parties.teams.values()]
        self.startups = _Named(parties, themselves)
        self.rivals = _Named(parties, [(t.pk, rival) for t in parties.teams.values() for rival in t.rivals])

    @staticmethod
    def _siren(team: Team) -> str:
        return team.sirens[0] if team.sirens else ""

    def of(self, person: Person) -> Found:
        """Every cause for this person, in order."""
        yield from ((startup, Conflict(Cause.NEVER_AGAIN)) for startup in self.parties.never_again.get(person.pk, ()))
        yield from ((startup, Conflict(Cause.DECLARED)) for startup in person.declared)
        yield from ((team.listing or 0, Conflict(Cause.TEAM)) for team in person.teams)
        yield from self._same_person(person)
        for domain in person.domains:
            yield from ((team.pk, Conflict(Cause.SAME_DOMAIN, domain)) for team in self.by_domain.get(domain, ()))
        for siren in person.sirens:
            group = self.parties.group(siren)
            said = Conflict(Cause.SAME_GROUP, f"SIREN {siren_rules.format(group)}")
            yield from ((team.pk, said) for team in self.by_group.get(group, ()))
        yield from self._shares(person)
        yield from self._rivals(person)

    def _same_person(self, person: Person) -> Found:
        for mailbox, written in person.mailboxes.items():
            for team in self.by_mailbox.get(mailbox, ()):
                theirs = team.mailboxes[mailbox]
                if written.strip().casefold() == theirs.strip().casefold():
                    yield team.pk, Conflict(Cause.SAME_ADDRESS, masked(theirs))
                else:
                    alias = max(written, theirs, key=lambda one: ("+" in one, one))
                    yield team.pk, Conflict(Cause.ALIAS, masked(alias))

    def _shares(self, person: Person) -> Found:
        for stake in person.stakes:
            fact = stake.name
            if stake.percent is not None:
                fact = _("%(percent)s %% de %(name)s") % {"percent": plain(stake.percent), "name": stake.name}
            yield from ((startup, Conflict(Cause.SHARES, fact)) for startup in self.startups.matching(stake))
            if stake.siren:
                group = self.by_group.get(self.parties.group(stake.siren), ())
                yield from ((team.pk, Conflict(Cause.SHARES, fact)) for team in group)

    def _rivals(self, person: Person) -> Found:
        for why, companies in (
            (Cause.RIVAL_SHARES, person.stakes),
            (Cause.RIVAL_FINANCED, person.financed),
            (Cause.RIVAL_EMPLOYER, [*person.works_at, *person.teams]),
        ):
            for company in companies:
                yield from ((startup, Conflict(why, company.name)) for startup in self.rivals.matching(company))


class _Named:
    """Companies that startups are bound to, found by listing, by group or by name."""

    def __init__(self, parties: Parties, entries: Iterable[tuple[int, Company]]) -> None:
        self.parties = parties
        self.by_listing: dict[int, list[int]] = defaultdict(list)
        self.by_group: dict[str, list[int]] = defaultdict(list)
        self.by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for startup, company in entries:
            if company.listing:
                self.by_listing[company.listing].append(startup)
            if company.siren:
                self.by_group[parties.group(company.siren)].append(startup)
            if company.key:
                self.by_key[company.key].append((startup, company.siren))

    def matching(self, company: Company) -> Iterator[int]:
        """The startups bound to this company."""
        if company.listing:
            yield from self.by_listing.get(company.listing, ())
        if company.siren:
            yield from self.by_group.get(self.parties.group(company.siren), ())
        for startup, siren in self.by_key.get(company.key, ()):
            if not siren or not company.siren:
                yield startup

"""The people and objects that the permission table speaks of: one of each role, with what is theirs and what is not."""

from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.mail_choices import StopLink
from ecosystem.core.models import Mail
from ecosystem.directory.claiming.links import token_of
from ecosystem.directory.freshness_links import confirm_link
from ecosystem.directory.models import Claim, Invitation, Listing
from ecosystem.home.sitemaps import ListingSitemap
from ecosystem.matching.links import answer_link
from ecosystem.matching.models import Proposal, Round
from mentors.models import Mentor
from startups.models import Member, Need, News, Startup
from tests.factories import (
    ActingAsFactory,
    AnswerScheduleFactory,
    BalanceRuleFactory,
    CallNoteFactory,
    CapacityChangeFactory,
    ChoiceFactory,
    ClaimFactory,
    DealFactory,
    EditionFactory,
    EngagementMoveFactory,
    FreshnessAskFactory,
    FunderFactory,
    ImportRunFactory,
    IntroductionMoveFactory,
    InvitationFactory,
    LikenessFactory,
    LinkCheckFactory,
    ListingMoveFactory,
    MailChoiceFactory,
    MailFactory,
    MailTextFactory,
    MemberFactory,
    MentorFactory,
    MentorSkillFactory,
    MergeFactory,
    NeedFactory,
    NeedMoveFactory,
    NeverAgainFactory,
    NewsFactory,
    NoteFactory,
    OrphanChaseFactory,
    ProposalFactory,
    ProposalMoveFactory,
    RedirectFactory,
    ReportFactory,
    RevisionFactory,
    RivalFactory,
    RoundCertificateFactory,
    RoundChunkFactory,
    RoundFactory,
    RoundInputsFactory,
    RoundMoveFactory,
    RoundPairFactory,
    ScarcityReportFactory,
    SectorFactory,
    SendingFactory,
    StakeFactory,
    StartupFactory,
    SuggestionFactory,
    TaskRunFactory,
    TradeShowFactory,
    UnservedNeedFactory,
    UserFactory,
)
from tests.permissions.answers import ROLES, Row
from tests.permissions.kept import Kept, kept
from tests.permissions.networks import networks
from tests.permissions.schedules import schedules
from tests.pictures import picture

TIES = (CapacityChangeFactory, StakeFactory, RivalFactory, NeverAgainFactory)


@dataclass
class World:
    """Mine is what the founder, the mentor and the funder hold; `other_` is somebody else's, of the same kind."""

    people: dict[str, User]
    startup: Startup
    draft: Startup
    hidden: Startup
    other: Startup
    other_draft: Startup
    other_hidden: Startup
    member: Member
    other_member: Member
    news: News
    need: Need
    draft_need: Need
    other_need: Need
    mentor: Mentor
    other_mentor: Mentor
    draft_mentor: Mentor
    hidden_mentor: Mentor
    funder: Any
    other_funder: Any
    draft_funder: Any
    hidden_funder: Any
    show: Any
    draft_show: Any
    hidden_show: Any
    rounds: dict[str, Round]
    drafted: Proposal
    asked: Proposal
    promised: Proposal
    accepted: Proposal
    to_funder: Proposal
    foreign: Proposal
    stranger: User
    waiting: Startup
    group: Group
    message: Mail
    imports: dict[str, Any]
    networks: Any
    kept: Kept
    claim: Claim
    own_claim: Claim
    claim_link: Claim
    invitation: Invitation
    old_invitation: Invitation
    cookies: dict[str, str] = field(default_factory=dict)

    def args(self, row: Row) -> list[Any]:
        return [self.value(path) for path in row.args]

    def value(self, path: str) -> Any:
        """What a path of the table names: `startup.pk`, `rounds.draft`, `token.asked.person`, `=as it is`."""
        if path.startswith("="):
            return path[1:]
        first, _, rest = path.partition(".")
        special = {
            "rounds": self._round,
            "imports": self._import,
            "token": self._token,
            "old_token": self._old_token,
            "first": self._first,
            "link_token": self._link_token,
        }.get(first)
        return special(rest) if special else attrgetter(path)(self)

    def url(self, row: Row) -> str:
        return reverse(row.name, args=self.args(row)) + row.query

    def client(self, role: str, **options: Any) -> Client:
        """A browser of its own, signed in as that role."""
        client = Client(**options)
        if key := self.cookies.get(role):
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client

    @property
    def curator(self) -> User:
        return self.people["curator"]

    @property
    def reset_uid(self) -> str:
        return user_pk_to_url_str(self.stranger)

    @property
    def reset_key(self) -> str:
        return default_token_generator.make_token(self.stranger)

    @property
    def logo_name(self) -> str:
        name = f"{'a' * 32}.png"
        if not default_storage.exists(f"logos/{name}"):
            default_storage.save(f"logos/{name}", picture())
        return name

    @property
    def sitemap_part(self) -> int:
        """The part of the site map that holds the published startup, wherever the database's keys stand."""
        return self.startup.pk // ListingSitemap.width

    @property
    def confirm_token(self) -> str:
        return confirm_link(self.startup.pk, self.people["founder"].pk).token

    @property
    def stop_token(self) -> str:
        return StopLink("ines@exemple.test", "").token

    def _round(self, state: str) -> int:
        return self.rounds[state].pk

    def _import(self, state: str) -> int:
        return int(self.imports[state].pk)

    def _token(self, path: str) -> str:
        name, side = path.split(".")
        return answer_link(getattr(self, name), side).token

    def _link_token(self, name: str) -> str:
        return token_of("claim_link" if name == "claim_link" else "invitation", getattr(self, name).pk)

    def _first(self, label: str) -> int:
        return apps.get_model(label)._default_manager.order_by("pk").values_list("pk", flat=True)[0]

    def _old_token(self, path: str) -> str:
        name, side = path.split(".")
        return replace(answer_link(getattr(self, name), side), issued_on=date(2020, 1, 1)).token


def build() -> World:
    """Everything, once for all rows: a row that wants another state makes it inside its own transaction."""
    people = _people()
    listings = _listings(people)
    needs = {
        "news": NewsFactory(startup=listings["startup"]),
        "need": NeedFactory(startup=listings["startup"], opened=True, details="Trois lignes."),
        "draft_need": NeedFactory(startup=listings["startup"]),
        "other_need": NeedFactory(startup=listings["other"], opened=True),
    }
    rounds = {state: RoundFactory(state=state) for state in ("draft", "failed", "cancelled", "closed")}
    rounds["computing"] = RoundFactory(computing=True, step="snapshot", total_count=4, done_count=1)
    rounds["ready"], rounds["published"] = RoundFactory(ready=True), RoundFactory(published=True)
    rounds["certified"] = RoundFactory(ready=True)
    rounds["funders"] = RoundFactory(published=True, funders=True)
    world = World(
        people=people,
        member=listings["startup"].members.get(user=people["founder"]),
        rounds=rounds,
        group=Group.objects.create(name="un groupe"),
        message=MailFactory(reader=people["founder"]),
        networks=networks(people["partner"], listings["startup"]),
        kept=kept(people["founder"], listings["startup"]),
        imports={"columns": ImportRunFactory(), "tried": ImportRunFactory(tried=True)},
        **_claims(people, listings),
        **listings,
        **needs,
        **_proposals(listings, needs, rounds),
    )
    _one_of_each(world)
    world.cookies = {role: _signed_in(user) for role, user in people.items()}
    User.objects.filter(pk=people["inactive"].pk).update(is_active=False)
    return world


def _claims(people: dict[str, User], listings: dict[str, Any]) -> dict[str, Any]:
    """What the founder asks for and is asked, a listing of nobody with its link, and two invitations."""
    orphan = StartupFactory(published=True)
    ended = {"state": Invitation.State.CANCELLED, "ended_at": timezone.now()}
    return {
        "claim": ClaimFactory(by=people["founder"]),
        "own_claim": ClaimFactory(listing=listings["startup"]),
        "claim_link": ClaimFactory(link=True, listing=orphan),
        "invitation": InvitationFactory(team=True, listing=listings["startup"]),
        "old_invitation": InvitationFactory(**ended),
    }


def _one_of_each(world: World) -> None:
    """What the rows of the back office open."""
    for made in (MailFactory, DealFactory, EngagementMoveFactory, IntroductionMoveFactory, UnservedNeedFactory):
        made()
    for made in (*TIES, ListingMoveFactory, NeedMoveFactory, RoundMoveFactory, ProposalMoveFactory):
        made()
    ChoiceFactory(), OrphanChaseFactory()
    UserSession.objects.create(user=world.stranger, session_key="elsewhere", ip="192.0.2.1", user_agent="x")
    for made in (RoundInputsFactory, RoundChunkFactory, MailTextFactory, MailChoiceFactory, TaskRunFactory):
        made()
    RoundPairFactory(round=world.rounds["draft"])
    SendingFactory(left=True, round=world.rounds["published"])
    BalanceRuleFactory(round=world.rounds["draft"])
    RevisionFactory(listing=world.startup), SuggestionFactory(), ReportFactory(), NoteFactory(listing=world.startup)
    AnswerScheduleFactory(), CallNoteFactory(), ActingAsFactory(), FreshnessAskFactory(), LinkCheckFactory()
    UnservedNeedFactory(round=world.rounds["ready"]), RoundCertificateFactory(round=world.rounds["certified"])
    ScarcityReportFactory(round=world.rounds["published"])
    SectorFactory(), MergeFactory(gone__hidden=True), LikenessFactory(), RedirectFactory(listing=world.startup)
    Authenticator.objects.create(user=world.stranger, type=Authenticator.Type.TOTP, data={"secret": "x"})
    schedules()


def _people() -> dict[str, User]:
    people = {role: UserFactory(full_name=f"Rôle {role}") for role in ROLES if role not in {"visitor", "curator"}}
    people["curator"] = UserFactory(curator=True)
    User.objects.filter(pk=people["admin"].pk).update(is_staff=True, is_superuser=True)
    people["admin"].refresh_from_db()
    for user in people.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return people


def _signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _listings(people: dict[str, User]) -> dict[str, Any]:
    founder, stranger = people["founder"], UserFactory(full_name="Personne d’autre")
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False, primary=True)
    startup = StartupFactory(published=True, admin=founder, name="À moi")
    other = StartupFactory(published=True, admin=stranger, name="À une autre")
    mentor = MentorFactory(published=True, user=people["mentor"], name="Mentor")
    MentorSkillFactory(mentor=mentor)
    show = TradeShowFactory(published=True)
    EditionFactory(tradeshow=show, dated=True)
    funder = FunderFactory(published=True, user=people["funder"], name="Fonds")
    return {
        "startup": startup,
        "draft": StartupFactory(admin=founder),
        "hidden": StartupFactory(hidden=True, admin=founder),
        "other": other,
        "waiting": StartupFactory(submitted=True, admin=stranger, created_by=stranger),
        "other_draft": StartupFactory(admin=stranger),
        "other_hidden": StartupFactory(hidden=True, admin=stranger),
        "other_member": MemberFactory(startup=other, user=None, name="Quelqu’un"),
        "mentor": mentor,
        "other_mentor": MentorFactory(published=True),
        "draft_mentor": MentorFactory(),
        "hidden_mentor": MentorFactory(hidden=True),
        "funder": funder,
        "other_funder": FunderFactory(published=True),
        "draft_funder": FunderFactory(),
        "hidden_funder": FunderFactory(hidden=True),
        "show": show,
        "draft_show": TradeShowFactory(),
        "hidden_show": TradeShowFactory(hidden=True),
        "stranger": stranger,
    }


def _proposals(listings: dict[str, Any], needs: dict[str, Need], rounds: dict[str, Round]) -> dict[str, Proposal]:
    """The founder's startup with the mentor at each stage, one with the funder, and one between two others."""
    mine = {"mentor": listings["mentor"], "round": rounds["published"]}
    startup = listings["startup"]

    def need(**more: Any) -> Need:
        return NeedFactory(startup=startup, opened=True, **more)

    return {
        "drafted": ProposalFactory(round=rounds["ready"], mentor=listings["mentor"], need=needs["need"]),
        "asked": ProposalFactory(sent=True, need=needs["need"], **mine),
        "promised": ProposalFactory(promised=True, need=need(), **mine),
        "accepted": ProposalFactory(
            sent=True,
            state=Proposal.State.ACCEPTED,
            person_answer="yes",
            startup_answer="yes",
            person_answered_at=timezone.now(),
            startup_answered_at=timezone.now(),
            need=need(),
            **mine,
        ),
        "to_funder": ProposalFactory(
            to_funder=True,
            promised=True,
            round=rounds["funders"],
            funder=listings["funder"],
            need=need(mentors_wanted=0, funders_wanted=1, amount=200_000),
        ),
        "foreign": ProposalFactory(
            promised=True, round=rounds["published"], mentor=listings["other_mentor"], need=needs["other_need"]
        ),
    }


def just_signed_in(world: World) -> None:
    """Everybody gave her password a moment ago: what asks for it again does not."""
    for role, key in world.cookies.items():
        request = HttpRequest()
        request.session = SessionStore(key)
        record_authentication(request, world.people[role], method="password", reauthenticated=True)
        request.session.save()


def becomes(name: str, state: str) -> Any:
    """The listing of that name stands in another state, in the row's own transaction."""

    def change(world: World) -> None:
        Listing.objects.filter(pk=world.value(f"{name}.pk")).update(state=state)

    return change

"""A person's own calendar: the shows that she follows, the deadlines of her needs, the answers that are waited for."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ecosystem.accounts.models import CalendarKey, User
from ecosystem.core.ical import Entry, Status, calendar
from ecosystem.directory.models import Listing
from ecosystem.directory.owners import owned_by
from ecosystem.home.agenda_changes import since_their_last_change
from ecosystem.matching.models import Proposal
from ecosystem.tradeshows.calendar import entries_of
from ecosystem.tradeshows.models import Edition
from startups.models import Need

SALT = "agenda"
BACK = timedelta(days=90)
"""How long agendas are told what became of something that is past."""


def open_agenda(user: User) -> CalendarKey:
    """Give the person an address, or another one: the former stops answering at once."""
    key, made = CalendarKey.objects.get_or_create(user=user)
    if not made:
        CalendarKey.objects.filter(pk=key.pk).update(number=F("number") + 1, made_at=timezone.now())
        key.refresh_from_db()
    return key


def close_agenda(user: User) -> None:
    """The row goes, and a later one has another key: an address that was closed never opens again."""
    CalendarKey.objects.filter(user=user).delete()


def token_of(key: CalendarKey) -> str:
    """Nothing of it stands in the database: it is signed from the row."""
    return str(signing.Signer(salt=SALT).sign_object([key.pk, key.number]))


def person_at(token: str) -> User | None:
    """Whose calendar it is; nobody's when it was renewed, closed, or made up."""
    try:
        pk, number = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    key = CalendarKey.objects.select_related("user").filter(pk=pk, number=number, user__is_active=True).first()
    return key.user if key else None


def agenda_of(user: User) -> bytes:
    """In her own language, wherever the agenda asks from."""
    with translation.override(user.language):
        title = f"{settings.ESCALE_NAME} · {_('Mon agenda')}"
        own = since_their_last_change(user.pk, [*needs_of(user), *answers_of(user)])
        return calendar(title, [*shows_of(user), *own])


def shows_of(user: User) -> Iterator[Entry]:
    """Those that she follows, and those where a listing of hers goes."""
    since = timezone.localdate().year - 1
    hers = Q(tradeshow__followers__user=user) | Q(attendances__listing__in=_listings(user))
    editions = Edition.objects.filter(hers, year__gte=since).select_related("tradeshow").order_by("pk").distinct()
    for edition in editions:
        yield from entries_of(edition)


def needs_of(user: User) -> Iterator[Entry]:
    """The last day of each need of her startups; one that is over before its day is cancelled."""
    needs = Need.objects.filter(startup__members__user=user, deadline_on__gte=_past(), opened_at__isnull=False)
    rows: list[Any] = list(needs.annotate(moved_at=Max("moves__at")).order_by("pk").distinct())
    for need in rows:
        if need.deadline_on and need.opened_at:
            yield Entry(
                key=f"need-{need.pk}",
                title=_("%(need)s : échéance du besoin") % {"need": need.title},
                starts=need.deadline_on,
                changed_at=max(need.opened_at, need.moved_at or need.opened_at),
                status=Status.CONFIRMED if need.state == Need.State.OPEN else Status.CANCELLED,
                url=settings.SITE_URL + reverse("startups:need", args=[need.pk]),
            )


def answers_of(user: User) -> Iterator[Entry]:
    """The last day to answer what was proposed to her, or to her startup; cancelled once it was answered."""
    sent = Proposal.objects.seen().filter(expires_on__gte=_past()).select_related("need").order_by("pk").distinct()
    for one in sent.of_person(user):
        yield _answer(one, "person", one.person_answer, reverse("home:space"))
    for one in sent.of_startup_team(user).filter(person_answer=Proposal.Answer.YES):
        yield _answer(one, "startup", one.startup_answer, reverse("home:space"))


def _answer(proposal: Proposal, side: str, said: str, path: str) -> Entry:
    moments = (proposal.sent_at, proposal.person_answered_at, proposal.startup_answered_at)
    waits = proposal.state == Proposal.State.SENT and not said
    return Entry(
        key=f"proposal-{proposal.pk}-{side}",
        title=_("%(need)s : réponse attendue") % {"need": proposal.need.title},
        starts=proposal.expires_on or timezone.localdate(),
        changed_at=max(moment for moment in moments if moment),
        status=Status.CONFIRMED if waits else Status.CANCELLED,
        url=settings.SITE_URL + path,
    )


def _listings(user: User) -> list[int]:
    return list(Listing.objects.live().filter(owned_by(user)).values_list("pk", flat=True))


def _past() -> date:
    return timezone.localdate() - BACK

"""What a startup's page holds for those alone who may read it: contact details, the raise sheet and the deck."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from ecosystem.accounts.models import User
from ecosystem.directory.audience import Audience, audience_of, opened_lately, openings_of
from ecosystem.directory.models import Opening
from startups.consents import raise_is_refused
from startups.models import Startup
from startups.rules import belongs_to

SHOWN_OPENINGS = 5
What = Opening.What


@dataclass(frozen=True, slots=True)
class Sheet:
    """One thing that is not public, and whether this reader has it open."""

    what: str
    label: str
    icon: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Access:
    """What this reader may open of the startup, and for its own team who opened what."""

    audience: Audience
    sheets: list[Sheet] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)

    @property
    def needs_reason(self) -> bool:
        """The team says why it reads, and its word is written down."""
        return self.audience == Audience.STAFF

    @property
    def is_owner(self) -> bool:
        return self.audience == Audience.OWNER


def audience_for(startup: Startup, user: User | AnonymousUser) -> Audience:
    return audience_of(startup, user, is_owner=lambda person: belongs_to(person, startup))


def access_of(startup: Startup, user: User | AnonymousUser) -> Access:
    """Nothing for a visitor; everything at once for its own team; for others, what each has opened."""
    audience = audience_for(startup, user)
    if audience == Audience.VISITOR or not isinstance(user, User):
        return Access(audience)
    if audience == Audience.OWNER:
        latest = list(openings_of(startup)[:SHOWN_OPENINGS])
        return Access(audience, [_sheet(what, is_open=True) for what in kept_back(startup)], latest)
    lately = opened_lately(startup, user)
    return Access(audience, [_sheet(what, is_open=what in lately) for what in opened_to(startup, audience)])


def kept_back(startup: Startup) -> list[Any]:
    """What there is to open, in the order of the page."""
    given = {
        What.CONTACT: bool(startup.contact_email or startup.contact_phone),
        What.RAISE: startup.is_raising,
        What.DECK: bool(startup.deck),
    }
    return [what for what, is_there in given.items() if is_there]


def opened_to(startup: Startup, audience: Audience) -> list[Any]:
    """What this audience may open: the raise and the deck only as long as nobody who administers it took leave back."""
    if audience == Audience.VISITOR:
        return []
    there = kept_back(startup)
    if audience == Audience.MATCHED and set(there) - {What.CONTACT} and raise_is_refused(startup):
        return [what for what in there if what == What.CONTACT]
    return there


def _sheet(what: Any, *, is_open: bool) -> Sheet:
    icons = {What.CONTACT: "mail", What.RAISE: "coins", What.DECK: "file-text"}
    return Sheet(what.value, str(what.label), icons[what], is_open)

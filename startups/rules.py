"""Who may do what with a startup and its needs, and what a listing still lacks."""

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.completeness import completeness_of
from ecosystem.directory.models import Listing
from startups.models import Member, Need, Startup


def belongs_to(user: User, startup: Startup) -> bool:
    """The person is of the team, with an account."""
    return user.is_active and startup.members.filter(user=user).exists()


def can_see_space(user: User, startup: Startup) -> bool:
    """The team reads its own space; so does the association's team."""
    return user.is_curator or belongs_to(user, startup)


def can_edit_startup(user: User, startup: Startup) -> bool:
    """The listing is written by the admins of its team, or by a curator; one that is merged, by nobody."""
    if not user.is_active or startup.state == Listing.State.MERGED:
        return False
    return user.is_curator or startup.members.filter(user=user, role=Member.Role.ADMIN).exists()


def can_write_needs(user: User, startup: Startup) -> bool:
    """Everybody of the team may say what it needs."""
    return can_see_space(user, startup)


def can_submit(startup: Startup) -> bool:
    """A draft, or a listing sent back, may be submitted once it is full enough and holds what a curator reads."""
    return is_before_review(startup) and not missing_fields(startup) and completeness_of(startup).is_enough


def is_before_review(startup: Startup) -> bool:
    """It is still written: never read by a curator, or sent back."""
    return startup.state in {Listing.State.DRAFT, Listing.State.CHANGES_REQUESTED}


def missing_fields(startup: Startup) -> Sequence[str | Promise]:
    """What a curator needs to read before publishing, and is not there yet."""
    wanted: Sequence[tuple[str | Promise, bool]] = (
        (_("une phrase qui dit ce que vous faites"), bool(startup.tagline)),
        (_("une présentation"), bool(startup.description)),
        (_("un stade"), bool(startup.stage)),
        (_("une commune"), bool(startup.city)),
        (_("au moins un secteur"), startup.sectors.exists()),
    )
    return [label for label, given in wanted if not given]


def is_need_complete(need: Need) -> bool:
    """A need has a subject and a sentence: without them no round can serve it."""
    return bool(need.title.strip()) and need.topic_id is not None


def is_need_overdue(need: Need, on: date) -> bool:
    return need.deadline_on is not None and need.deadline_on < on


def can_edit_need(need: Need) -> bool:
    """A need that was served, closed or has expired is history."""
    return need.state in {Need.State.DRAFT, Need.State.OPEN}


def can_reopen_need(need: Need) -> bool:
    """A need that was closed, or has expired, may be opened again."""
    return need.state in {Need.State.CLOSED, Need.State.EXPIRED}

"""Who may do what with a funder's listing, what it still lacks, and which month counts."""

from datetime import date

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from funders.models import Funder


def can_edit_funder(user: User, funder: Funder) -> bool:
    """A funder writes its own listing; so may a curator."""
    return user.is_active and (user.is_curator or funder.user_id == user.pk)


def is_thesis_complete(funder: Funder) -> bool:
    """Kind, thesis and stages: without them no round can propose it."""
    return bool(funder.funder_type) and bool(funder.thesis) and bool(funder.stages)


def can_submit(funder: Funder) -> bool:
    """A draft, or a listing sent back, may be submitted once it is complete."""
    return funder.state in {Listing.State.DRAFT, Listing.State.CHANGES_REQUESTED} and is_thesis_complete(funder)


def month_of(on: date) -> date:
    return on.replace(day=1)

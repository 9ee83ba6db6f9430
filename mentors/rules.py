"""Who may do what with a mentor's listing, and what it still lacks."""

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from mentors.models import Mentor


def can_edit_mentor(user: User, mentor: Mentor) -> bool:
    """A mentor writes her own listing; so may a curator."""
    return user.is_active and (user.is_curator or mentor.user_id == user.pk)


def is_profile_complete(mentor: Mentor) -> bool:
    """A sentence, a subject and a language: without them no round can propose her."""
    return bool(mentor.tagline) and bool(mentor.languages) and mentor.skills.exists()


def can_submit(mentor: Mentor) -> bool:
    """A draft, or a listing sent back, may be submitted once it is complete."""
    return mentor.state in {Listing.State.DRAFT, Listing.State.CHANGES_REQUESTED} and is_profile_complete(mentor)

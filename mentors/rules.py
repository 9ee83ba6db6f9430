"""Who may do what with a mentor's listing, and what it still lacks."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models import Listing
from mentors.models import Mentor


def missing_fields(mentor: Mentor) -> Sequence[str | Promise]:
    """What a round needs to propose her, and is not there yet."""
    wanted: Sequence[tuple[str | Promise, bool]] = (
        (_("une phrase sur votre expérience"), bool(mentor.tagline)),
        (_("au moins un sujet que vous maîtrisez"), mentor.skills.exists()),
        (_("au moins une langue"), bool(mentor.languages)),
    )
    return [label for label, given in wanted if not given]


def can_submit(mentor: Mentor) -> bool:
    """A draft, or a listing sent back, may be submitted once it is complete."""
    return mentor.state in {Listing.State.DRAFT, Listing.State.CHANGES_REQUESTED} and not missing_fields(mentor)

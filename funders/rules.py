"""Who may do what with a funder's listing, what it still lacks, and which month counts."""

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models import Listing
from funders.models import Funder


def missing_fields(funder: Funder) -> Sequence[str | Promise]:
    """What a round needs to propose it, and is not there yet."""
    wanted: Sequence[tuple[str | Promise, bool]] = (
        (_("votre nature : fonds, business angel, banque…"), bool(funder.funder_type)),
        (_("votre thèse"), bool(funder.thesis)),
        (_("au moins un stade"), bool(funder.stages)),
    )
    return [label for label, given in wanted if not given]


def can_submit(funder: Funder) -> bool:
    """A draft, or a listing sent back, may be submitted once it is complete."""
    return funder.state in {Listing.State.DRAFT, Listing.State.CHANGES_REQUESTED} and not missing_fields(funder)


def month_of(on: date) -> date:
    return on.replace(day=1)

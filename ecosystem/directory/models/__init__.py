"""Listings of four kinds and the vocabulary they share."""

from ecosystem.directory.models.listing import Listing, ListingMove, ListingQuerySet
from ecosystem.directory.models.terms import (
    FinancingInstrument,
    MeetingFormat,
    Sector,
    Skill,
    SpokenLanguage,
    Stage,
)

__all__ = [
    "FinancingInstrument",
    "Listing",
    "ListingMove",
    "ListingQuerySet",
    "MeetingFormat",
    "Sector",
    "Skill",
    "SpokenLanguage",
    "Stage",
]

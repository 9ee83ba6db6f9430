"""Listings of four kinds and the vocabulary they share."""

from ecosystem.directory.models.capacity import CapacityChange
from ecosystem.directory.models.history import FieldOrigin, Origin, Revision, Version
from ecosystem.directory.models.listing import Listing, ListingMove, ListingQuerySet
from ecosystem.directory.models.networks import Network, NetworkMember, NetworkStaff
from ecosystem.directory.models.openings import Opening
from ecosystem.directory.models.terms import (
    FinancingInstrument,
    MeetingFormat,
    Sector,
    Skill,
    SpokenLanguage,
    Stage,
)
from ecosystem.directory.models.ties import NeverAgain, Rival, Stake

__all__ = [
    "CapacityChange",
    "FieldOrigin",
    "FinancingInstrument",
    "Listing",
    "ListingMove",
    "ListingQuerySet",
    "MeetingFormat",
    "Network",
    "NetworkMember",
    "NetworkStaff",
    "NeverAgain",
    "Opening",
    "Origin",
    "Revision",
    "Rival",
    "Sector",
    "Skill",
    "SpokenLanguage",
    "Stage",
    "Stake",
    "Version",
]

"""Listings of four kinds and the vocabulary they share."""

from ecosystem.directory.models.capacity import CapacityChange
from ecosystem.directory.models.claims import Claim, Invitation, OrphanChase
from ecosystem.directory.models.embeds import Embed, EmbedQuerySet
from ecosystem.directory.models.favourites import Favourite, FavouriteList, FavouriteListQuerySet
from ecosystem.directory.models.freshness import FreshnessAsk, FreshnessAskQuerySet
from ecosystem.directory.models.history import FieldOrigin, Origin, Revision, Version
from ecosystem.directory.models.imports import ImportLine, ImportRun
from ecosystem.directory.models.links import DEAD_AFTER, MOVED, LinkCheck, LinkCheckQuerySet
from ecosystem.directory.models.listing import Listing, ListingMove, ListingQuerySet
from ecosystem.directory.models.merges import Likeness, Merge, Redirect
from ecosystem.directory.models.networks import Network, NetworkMember, NetworkStaff
from ecosystem.directory.models.notes import Assignment, Note, Tag
from ecosystem.directory.models.openings import Opening
from ecosystem.directory.models.reports import Report, Suggestion
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
    "DEAD_AFTER",
    "MOVED",
    "Assignment",
    "CapacityChange",
    "Claim",
    "Embed",
    "EmbedQuerySet",
    "Favourite",
    "FavouriteList",
    "FavouriteListQuerySet",
    "FieldOrigin",
    "FinancingInstrument",
    "FreshnessAsk",
    "FreshnessAskQuerySet",
    "ImportLine",
    "ImportRun",
    "Invitation",
    "Likeness",
    "LinkCheck",
    "LinkCheckQuerySet",
    "Listing",
    "ListingMove",
    "ListingQuerySet",
    "MeetingFormat",
    "Merge",
    "Network",
    "NetworkMember",
    "NetworkStaff",
    "NeverAgain",
    "Note",
    "Opening",
    "Origin",
    "OrphanChase",
    "Redirect",
    "Report",
    "Revision",
    "Rival",
    "Sector",
    "Skill",
    "SpokenLanguage",
    "Stage",
    "Stake",
    "Suggestion",
    "Tag",
    "Version",
]

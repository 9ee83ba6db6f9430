"""Startups, their teams and their needs."""

from startups.models.need import Need, NeedMove, NeedQuerySet
from startups.models.startup import Member, Startup, StartupQuerySet

__all__ = ["Member", "Need", "NeedMove", "NeedQuerySet", "Startup", "StartupQuerySet"]

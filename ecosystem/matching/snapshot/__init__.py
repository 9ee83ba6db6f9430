"""The one bridge from the database to the engine: a constant number of queries, arrays out, and the way back."""

from ecosystem.matching.snapshot.taking import Snapshot, take_snapshot

__all__ = ["Snapshot", "take_snapshot"]

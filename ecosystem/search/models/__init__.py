"""What the search keeps beside the index: the words of the team, and how often words are sought."""

from ecosystem.search.models.words import SearchCount, Synonym

__all__ = ["SearchCount", "Synonym"]

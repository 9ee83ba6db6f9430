"""What the search keeps in the database: alerts, the words of the team, how often words are sought.

The index itself is derived, and stands in files.
"""

from ecosystem.search.models.alerts import Alert, AlertedItem, AlertQuerySet
from ecosystem.search.models.words import SearchCount, Synonym

__all__ = ["Alert", "AlertQuerySet", "AlertedItem", "SearchCount", "Synonym"]

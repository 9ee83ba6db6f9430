"""What the search keeps in the database: the index itself is derived, and stands in files."""

from ecosystem.search.models.alerts import Alert, AlertedItem, AlertQuerySet

__all__ = ["Alert", "AlertQuerySet", "AlertedItem"]

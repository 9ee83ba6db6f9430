"""The team's desk."""

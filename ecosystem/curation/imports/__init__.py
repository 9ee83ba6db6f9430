"""Imports through the staff page: columns, dry run, writing, undo."""

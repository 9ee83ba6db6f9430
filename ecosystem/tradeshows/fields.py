"""What a trade show's listing is made of; its years are editions, not fields."""

from ecosystem.directory.fields import Field, register_fields, shared_fields


def register() -> None:
    """Called once, when the site starts."""
    register_fields("tradeshow", [*shared_fields(), Field("organiser", weight=3)])

"""What the search is told of startups: the needs that visitors may read, and what lists are filtered by."""

from collections.abc import Iterator
from typing import Any

from ecosystem.directory.texts import Facts, register_texts, root_slug
from startups.models import Need


def register() -> None:
    """Called once, when the apps are ready."""
    register_texts("startup", related=("startup__needs__topic__parent",), body=titles, facts=facts)


def titles(listing: Any) -> Iterator[str]:
    """What the startup looks for now."""
    return (need.title for need in public_needs(listing))


def facts(listing: Any) -> Facts:
    """Stage, headcount, and the subjects of what the startup looks for now."""
    topics = {root_slug(need.topic) for need in public_needs(listing) if need.topic}
    return Facts(
        facets={"stage": [listing.startup.stage], "looks_for": topics},
        numbers={"headcount": [listing.startup.headcount]},
    )


def public_needs(listing: Any) -> list[Need]:
    """`NeedQuerySet.public()` among the rows already read of a published startup."""
    return [
        need
        for need in listing.startup.needs.all()
        if need.state == Need.State.OPEN and need.is_public and need.review != Need.Review.RETURNED
    ]

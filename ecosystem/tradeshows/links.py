"""The links of editions, for the nightly check."""

from collections.abc import Iterable

from ecosystem.directory.links import register_links
from ecosystem.tradeshows.models import Edition


def websites() -> Iterable[tuple[int, str]]:
    return Edition.objects.public().exclude(website="").values_list("tradeshow_id", "website")


def register() -> None:
    """Called once, when the apps are ready."""
    register_links(websites)

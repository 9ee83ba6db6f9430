"""The charts of the figures page, handed to whoever tells them elsewhere."""

from collections.abc import Sequence

from ecosystem.directory.published_figures import Figure, Group, register_figures
from ecosystem.home.published import published


def charts() -> Sequence[Figure]:
    """Masked, and counted once an hour, as on the page."""
    return [
        Figure(one.slug, str(one.title), str(one.note), [Group(str(row.label), row.value) for row in one.rows])
        for one in published().charts.values()
    ]


def register() -> None:
    """Called once, when the site starts."""
    register_figures(charts)

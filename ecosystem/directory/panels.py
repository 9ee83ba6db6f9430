"""Panels: what an app above adds to the page of a listing or a need, so that nothing is imported upwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

Query = Callable[[Any, HttpRequest], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A template and what gives its context for the row of the page and a request; None shows nothing."""

    template: str
    query: Query
    order: int


_panels: dict[type[Model], list[Panel]] = {}


def register_panel(model: type[Model], template: str, query: Query, *, order: int = 100) -> None:
    """Add a panel to the page of a model's rows, from `AppConfig.ready()`; the same template again replaces it."""
    kept = [panel for panel in _panels.get(model, []) if panel.template != template]
    _panels[model] = sorted([*kept, Panel(template, query, order)], key=lambda panel: panel.order)


def panels_of(row: Model, request: HttpRequest) -> list[tuple[str, Mapping[str, Any]]]:
    """The panels of a row's page that have something to show, with their contexts."""
    asked = ((panel.template, panel.query(row, request)) for panel in _panels.get(type(row), []))
    return [(template, context) for template, context in asked if context is not None]

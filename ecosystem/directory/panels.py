"""Panels and notes: what an app above adds to the page of a listing or a need, so that nothing is imported upwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

Query = Callable[[Any, HttpRequest], Mapping[str, Any] | None]
Notes = Callable[[Sequence[Any]], Mapping[int, str]]


@dataclass(frozen=True)
class Panel:
    """A template and what gives its context for the row of the page and a request; None shows nothing."""

    template: str
    query: Query
    order: int


_panels: dict[type[Model], list[Panel]] = {}
_notes: dict[type[Model], Notes] = {}


def register_panel(model: type[Model], template: str, query: Query, *, order: int = 100) -> None:
    """Add a panel to the page of a model's rows, from `AppConfig.ready()`; the same template again replaces it."""
    kept = [panel for panel in _panels.get(model, []) if panel.template != template]
    _panels[model] = sorted([*kept, Panel(template, query, order)], key=lambda panel: panel.order)


def panels_of(row: Model, request: HttpRequest) -> list[tuple[str, Mapping[str, Any]]]:
    """The panels of a row's page that have something to show, with their contexts."""
    asked = ((panel.template, panel.query(row, request)) for panel in _panels.get(type(row), []))
    return [(template, context) for template, context in asked if context is not None]


def register_notes(model: type[Model], notes: Notes) -> None:
    """Say a few words beside each row of a list, from `AppConfig.ready()`: asked once for all the rows."""
    _notes[model] = notes


def notes_of(rows: Sequence[Model]) -> Mapping[int, str]:
    """The words that go beside rows of one model, by their key."""
    notes = _notes.get(type(rows[0])) if rows else None
    return notes(rows) if notes else {}

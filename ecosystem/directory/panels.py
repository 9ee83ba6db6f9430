"""Panels and notes: what an app above adds to the page of a listing or a need, so that nothing is imported upwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Query = Callable[[Any, HttpRequest], Mapping[str, Any] | None]
Notes = Callable[[Sequence[Any]], Mapping[int, str]]


@dataclass(frozen=True)
class Panel:
    """A template and what gives its context for the row of the page and a request; None shows nothing."""

    template: str
    query: Query
    order: int
    slot: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened to a row, or will: `state` is done, no, now or later; `tag` a word beside the title.

    `when` stands for the date where there is none yet, `ways` are what may come of it, side by side.
    """

    at: datetime
    title: str
    detail: str = ""
    icon: str = "check"
    state: str = "done"
    tag: str = ""
    tone: str = ""
    url: str = ""
    when: str = ""
    ways: tuple[tuple[str, str], ...] = ()


Events = Callable[[Any, HttpRequest], Sequence[Event]]

_panels: dict[type, list[Panel]] = {}
_events: dict[type[Model], Events] = {}
_notes: dict[type[Model], Notes] = {}


def register_panel(model: type, template: str, query: Query, *, order: int = 100, slot: str = "") -> None:
    """Add a panel to the page of a model's rows, from `AppConfig.ready()`; the same template again replaces it.

    `slot` names the place on a page that has several: the page asks for each.
    """
    kept = [panel for panel in _panels.get(model, []) if panel.template != template]
    _panels[model] = sorted([*kept, Panel(template, query, order, slot)], key=lambda panel: panel.order)


def panels_of(row: Any, request: HttpRequest, slot: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    """The panels of a row's page that have something to show in that place, with their contexts."""
    mine = [panel for panel in _panels.get(type(row), []) if panel.slot == slot]
    asked = ((panel.template, panel.query(row, request)) for panel in mine)
    return [(template, context) for template, context in asked if context is not None]


def drawn_panels(row: Any, request: HttpRequest, slot: str = "") -> SafeString:
    """What the apps above add to a row's page in one of its places; empty when they have nothing to say."""
    return drawn(panels_of(row, request, slot), request)


def drawn(panels: Sequence[tuple[str, Mapping[str, Any]]], request: HttpRequest) -> SafeString:
    """Panels that were asked for, as they are read."""
    shown = [render_to_string(name, dict(more), request) for name, more in panels]
    return mark_safe("".join(shown))  # noqa: S308 - rendered templates


def register_events(model: type[Model], events: Events) -> None:
    """Tell what happened to a row of the model elsewhere, from `AppConfig.ready()`."""
    _events[model] = events


def events_of(row: Model, request: HttpRequest) -> list[Event]:
    """What the apps above know of a row's life, in no order."""
    events = _events.get(type(row))
    return list(events(row, request)) if events else []


def register_notes(model: type[Model], notes: Notes) -> None:
    """Say a few words beside each row of a list, from `AppConfig.ready()`: asked once for all the rows."""
    _notes[model] = notes


def notes_of(rows: Sequence[Model]) -> Mapping[int, str]:
    """The words that go beside rows of one model, by their key."""
    notes = _notes.get(type(rows[0])) if rows else None
    return notes(rows) if notes else {}

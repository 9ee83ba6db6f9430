"""Small pieces of lists: labels, states, filters that can be taken off, pages, tabs and steps."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from django import template
from django.core.paginator import Page, Paginator
from django.forms import BaseForm, BoundField, MultiWidget
from django.http import HttpRequest, QueryDict
from django.template import Context

from ecosystem.ui.navigation import Text
from ecosystem.ui.templatetags.ui_scores import get
from ecosystem.ui.typography import colon

register = template.Library()
Props = dict[str, object]
PLACES = frozenset({"page", "apres", "avant"})
"""What says which part of a list is shown."""
NOT_FILTERS = PLACES | {"q", "tri", "vue", "sort", "view", "rayon", "zone"}
CLEARED = PLACES | {"rayon", "zone"}
"""What goes with the filters although no chip shows it."""
GAP = "…"


@register.inclusion_tag("ui/tag.html")
def tag(label: Text, tone: str = "", icon: str = "", wrap: bool = False) -> Props:
    """A short label; its colour repeats what its words say."""
    return {"label": label, "tone": tone, "icon": icon, "wrap": wrap}


@register.inclusion_tag("ui/state.html")
def state(label: Text, kind: str = "") -> Props:
    """The state of an object: a shape and a word."""
    return {"label": label, "kind": kind}


@register.inclusion_tag("ui/chip.html")
def chip(label: Text, url: str, remove_label: Text = "") -> Props:
    """An active filter and the link that takes it off."""
    return {"label": label, "url": url, "remove_label": remove_label}


@register.inclusion_tag("ui/filter_chips.html", takes_context=True)
def filter_chips(context: Context, form: BaseForm) -> Props:
    """Every active filter of a form sent by GET, and the link that takes them all off."""
    request: HttpRequest = context["request"]
    chips = [
        {"label": label, "url": _without(request, removed)}
        for bound in form
        if bound.html_name not in NOT_FILTERS and not bound.is_hidden
        for label, removed in _active(bound, request.GET)
    ]
    kept = request.GET.copy()
    for name in list(kept):
        if name in CLEARED or name not in NOT_FILTERS:
            del kept[name]
    return {"chips": chips, "clear_url": f"?{kept.urlencode()}" if kept else request.path}


class EdgedPage(Protocol):
    """A page of a list of which only the first pages have numbers: its neighbours are parts of a query string."""

    number: int
    numbered: int
    previous: Mapping[str, str]
    following: Mapping[str, str]


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: Page[Any] | EdgedPage, name: str = "page") -> Props:
    """The pages of a list, the query string kept."""
    request: HttpRequest = context["request"]

    def url(place: Mapping[str, str]) -> str:
        query = request.GET.copy()
        for former in (name, *PLACES):
            query.pop(former, None)
        query.update(place)
        return f"?{query.urlencode()}" if query else request.path

    previous: Mapping[str, str]
    following: Mapping[str, str]
    if isinstance(page_obj, Page):
        numbers = [*page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)]
        previous = {name: str(page_obj.previous_page_number())} if page_obj.has_previous() else {}
        following = {name: str(page_obj.next_page_number())} if page_obj.has_next() else {}
    else:
        numbers, previous, following = _numbers(page_obj), page_obj.previous, page_obj.following
    links = [
        {"number": number, "url": url({name: str(number)}) if isinstance(number, int) else ""} for number in numbers
    ]
    return {
        "page": page_obj,
        "links": links if previous or following else [],
        "previous_url": url(previous) if previous else "",
        "next_url": url(following) if following else "",
    }


def _numbers(page: EdgedPage) -> list[int | str]:
    """The numbered pages around this one; beyond them, the way back to the first."""
    if not page.number:
        return [1, GAP]
    numbered = Paginator(range(page.numbered), 1).get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [*numbered, GAP] if page.number == page.numbered and page.following else [*numbered]


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[object], label: Text) -> Props:
    """Pages of one object, side by side."""
    return {"items": _entries(items), "label": label}


@register.inclusion_tag("ui/segments.html")
def segments(items: Sequence[object], label: Text) -> Props:
    """Two to four ways of seeing the same list."""
    return {"items": _entries(items), "label": label}


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*parts: Text, steps: Sequence[tuple[Text, str]] = ()) -> Props:
    """Label and address in turn, then the page that is being read; `steps` are more of them, just before it."""
    pairs = [*zip(parts[:-1:2], parts[1::2], strict=False), *steps]
    return {"links": pairs, "current": parts[-1] if parts else ""}


@register.inclusion_tag("ui/steps.html")
def steps(items: Sequence[object], label: Text = "") -> Props:
    """A numbered way through: to do, current, done or to correct."""
    names = ("label", "state", "url", "detail")
    return {"items": [{name: get(item, name, "") for name in names} for item in items], "label": label}


def _entries(items: Sequence[object]) -> list[Props]:
    names = ("label", "url", "current", "count", "icon")
    return [{name: get(item, name, "") for name in names} for item in items]


def _without(request: HttpRequest, removed: Sequence[tuple[str, str | None]]) -> str:
    query = request.GET.copy()
    for place in PLACES:
        query.pop(place, None)
    for name, value in removed:
        kept = [other for other in query.getlist(name) if value is not None and other != value]
        query.setlist(name, kept) if kept else query.pop(name, None)
    return f"?{query.urlencode()}" if query else request.path


def _active(bound: BoundField, query: QueryDict) -> Iterator[tuple[Text, list[tuple[str, str | None]]]]:
    widget, name = bound.field.widget, bound.html_name
    if isinstance(widget, MultiWidget):
        suffixes: Sequence[str] = getattr(widget, "widgets_names", ())
        names = [f"{name}{suffix}" for suffix in suffixes]
        shown = [query.get(part, "") for part in names]
        if any(shown):
            span = " – ".join(value or "…" for value in shown)
            yield f"{bound.label}{colon()}{span}", [(part, None) for part in names]
        return
    choices = dict(_flat(getattr(bound.field, "choices", ())))
    for value in query.getlist(name):
        if value == "":
            continue
        if choices:
            if value in choices:
                yield choices[value], [(name, value)]
        elif value.lower() in {"on", "true", "1"}:
            yield bound.label or name, [(name, value)]
        else:
            yield f"{bound.label}{colon()}{_written(bound, value)}", [(name, value)]


def _written(bound: BoundField, value: str) -> str:
    """A value as its field says it, when the field knows how; as it was typed when it cannot be read."""
    written = getattr(bound.field, "written", None)
    read = getattr(bound.form, "cleaned_data", {}).get(bound.name)
    return value if written is None or read is None else str(written(read))


def _flat(choices: Any) -> Iterator[tuple[str, Text]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), label

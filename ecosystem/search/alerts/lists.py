"""The lists of the directory that an alert can watch, each registered by the app that owns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

SETS_NO_LIMIT = frozenset({"tri", "page", "vue"})
"""What an address of a list may hold that changes only how it is shown."""
QUERY_MAX = 1000
Counted = Callable[[int], str]


@dataclass(frozen=True)
class Watched:
    """A list under its name in the address of an alert: its page, its filters, and how its entries are counted."""

    name: str
    label: str | Promise
    url_name: str
    filters: str
    rows: str
    counted: Counted
    other_names: tuple[str, ...] = ()

    def search(self, query: str) -> Search:
        """The search that a query string describes, without what is unknown, empty or not valid."""
        return Search(self, query)


_lists: dict[str, Watched] = {}


def register_list(watched: Watched) -> None:
    """Called when an app is ready; the same name again replaces it."""
    _lists[watched.name] = watched


def list_named(name: str) -> Watched | None:
    """The list of that name; None when there is no such list."""
    return _lists.get(name) or next((one for one in _lists.values() if name in one.other_names), None)


@dataclass
class Search:
    """A list and a query string, which its filters read as the list's own page does."""

    watched: Watched
    query: str
    filters: Any = field(init=False)

    def __post_init__(self) -> None:
        rows = import_string(self.watched.rows).objects.listed()
        self.filters = import_string(self.watched.filters)(QueryDict(self.query), rows)

    @property
    def problems(self) -> Mapping[str, Any]:
        """The filters that cannot be read: they do not narrow the list, so that an alert must not count on them."""
        errors: Mapping[str, Any] = self.filters.form.errors
        return errors

    @property
    def kept_query(self) -> str:
        """The same search in one spelling: filters that narrow the list, in the order of the form, values sorted."""
        kept, given = QueryDict(mutable=True), self.filters.data
        for name in self.filters.form.fields:
            values = sorted({value for value in given.getlist(name) if value})
            if values and name not in SETS_NO_LIMIT and name not in self.problems:
                kept.setlist(name, values)
        return str(kept.urlencode())

    @property
    def words(self) -> list[str]:
        """Each filter in words, in the language in force."""
        return [self._described(name) for name in self.filters.active if name not in SETS_NO_LIMIT]

    @property
    def title(self) -> str:
        """The whole search in one line."""
        return " · ".join([str(self.watched.label), *self.words])

    def path(self, language: str) -> str:
        """The list's page with this search, in that language."""
        with translation.override(language):
            page = reverse(self.watched.url_name)
        return f"{page}?{self.query}" if self.query else page

    def _described(self, name: str) -> str:
        said = str(self.filters.described(name))
        if not isinstance(self.filters.cleaned[name], list):
            return said
        return _("%(label)s : %(value)s") % {"label": self.filters.form.fields[name].label, "value": said}

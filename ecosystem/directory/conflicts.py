"""Two people wrote the same fields: the page that shows both texts, and the write that keeps what was chosen.

Only the fields that clash are chosen again, on the words that stand now; the others of the same form are compared with
what their author started from, so that nobody's change of them is undone either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ecosystem.core.text import whole
from ecosystem.directory.errors import StaleEdit
from ecosystem.directory.fields import label_of, shown
from ecosystem.directory.models import Listing, Version

VERSION = "version"
"""The hidden field of a form that says which version its author read."""
SEEN, CLASH, CHOICE = "seen", "clash", "choice_"
MINE, THEIRS = "mine", "theirs"
Write = Callable[[Mapping[str, Any], int | None], Any]


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed: what they started from, what is written now, and what was typed."""

    name: str
    label: str
    base: str
    now: str
    field: BoundField
    choice: str


def version_of(request: HttpRequest) -> int | None:
    """The version that the form was opened on, as it came back; None where the page did not say."""
    return whole(request.POST.get(VERSION, ""))


def conflict_page(
    request: HttpRequest,
    listing: Listing,
    form: BaseForm,
    error: StaleEdit,
    *,
    action: str,
    space: str,
    back: str,
    step: str = "",
) -> HttpResponse:
    """Both texts of each field, side by side: nothing is written before a choice, and nothing typed is lost.

    `action` is where the choices go, with `step` as `etape`; `back` where the form was.
    """
    clashes = [
        Clash(
            name,
            label_of(listing, name),
            shown(listing, name, base),
            shown(listing, name, now),
            form[name],
            request.POST.get(f"{CHOICE}{name}", MINE),
        )
        for name, (base, now, _typed) in error.clashes.items()
    ]
    context = {
        "listing": listing,
        "clashes": clashes,
        "others": [bound.as_hidden() for bound in form if bound.name not in error.clashes],
        "base": request.POST.get(VERSION, ""),
        "seen": error.version,
        "last": Version.objects.filter(listing_id=listing.pk).select_related("by").first(),
        "action": action,
        "space": space,
        "back": back,
        "form": form,
        "step": step,
    }
    return render(request, "directory/space/conflict.html", context, status=409)


@transaction.atomic
def write_choices(request: HttpRequest, values: Mapping[str, Any], write: Write) -> None:
    """Write what was chosen of the fields that clashed, then the others; StaleEdit where somebody wrote again since."""
    names = set(request.POST.getlist(CLASH)) & set(values)
    mine = {name: values[name] for name in names if request.POST.get(f"{CHOICE}{name}") == MINE}
    if mine:
        write(mine, whole(request.POST.get(SEEN, "")))
    others = {name: value for name, value in values.items() if name not in names}
    if others:
        write(others, version_of(request))

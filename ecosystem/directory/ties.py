"""The page where a listing declares its ties: shares, competitors, and whom it does not want to be proposed again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ecosystem.accounts.access import person_of
from ecosystem.core.text import whole
from ecosystem.directory.actions import declare_never_again, declare_rival, declare_stake, forget_tie
from ecosystem.directory.models import Listing, NeverAgain, Rival, Stake
from ecosystem.directory.tie_forms import NeverAgainForm, RivalForm, StakeForm


@dataclass(frozen=True)
class Sort:
    """A sort of tie: its rows, its form, and what writes it down."""

    model: type[Model]
    form: Callable[..., Any]
    declare: Callable[..., Any]


SORTS = {
    "stake": Sort(Stake, lambda listing, *args, **kwargs: StakeForm(*args, **kwargs), declare_stake),
    "rival": Sort(Rival, lambda listing, *args, **kwargs: RivalForm(*args, **kwargs), declare_rival),
    "never": Sort(NeverAgain, NeverAgainForm, declare_never_again),
}
OF_KIND = {"startup": ("rival", "never"), "mentor": ("stake", "never"), "funder": ("stake", "never")}


def ties_page(request: HttpRequest, listing: Listing, *, space: str) -> HttpResponse:
    """Read, add or take out one tie; what was typed and refused stays on the page."""
    posted = request.POST if request.method == "POST" else None
    chosen = posted.get("add", "") if posted is not None else ""
    forms = {
        name: SORTS[name].form(listing, posted if name == chosen else None, prefix=name)
        for name in OF_KIND[listing.kind]
    }
    if posted is not None:
        if "remove" in posted:
            _remove(listing, posted["remove"])
            messages.success(request, _("La déclaration est retirée."))
            return redirect(request.path)
        if chosen not in forms:
            raise Http404
        if forms[chosen].is_valid():
            SORTS[chosen].declare(listing, by=person_of(request), **forms[chosen].cleaned_data)
            messages.success(request, _("La déclaration est enregistrée. Elle vaut dès la prochaine tournée."))
            return redirect(request.path)
    context = {"listing": listing, "space": space, "forms": forms, "rows": _rows(listing)}
    return render(request, "directory/space/ties.html", context)


def _rows(listing: Listing) -> dict[str, list[Any]]:
    rows = {name: SORTS[name].model._default_manager.filter(listing=listing) for name in OF_KIND[listing.kind]}
    return {name: list(found.select_related("other") if name == "never" else found) for name, found in rows.items()}


def _remove(listing: Listing, said: str) -> None:
    name, _dash, number = said.partition("-")
    pk = whole(number)
    tie = None
    if name in OF_KIND[listing.kind] and pk is not None:
        tie = SORTS[name].model._default_manager.filter(listing=listing, pk=pk).first()
    if tie is None:
        raise Http404
    forget_tie(tie)

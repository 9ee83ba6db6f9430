"""A refusal is a sentence on the page that the person comes back to, never a failure."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ecosystem.core.errors import Refused

RoundView = Callable[..., HttpResponse]


def refusal_goes_back(view: RoundView) -> RoundView:
    """When the rules refuse, say why and go back to the round, wherever it stands now."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("matching:round", pk)

    return guarded

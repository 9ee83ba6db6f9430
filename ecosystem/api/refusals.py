"""Refusals: one shape, one sentence, in the language of the request."""

from math import ceil
from typing import Any

from django.utils.translation import gettext, ngettext
from rest_framework import exceptions, views
from rest_framework.response import Response

from ecosystem.api.keys import ASKED


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """The library's answer, in words of ours: what is wrong, and when or how to ask again."""
    response = views.exception_handler(error, context)
    if response is None:
        return None
    match error:
        case exceptions.Throttled():
            seconds = ceil(getattr(error, "wait", None) or 1)
            response.data = {"detail": _wait(seconds), "retry_after": seconds}
        case exceptions.MethodNotAllowed():
            response.data = {"detail": gettext("Cette interface se lit seulement : GET, HEAD et OPTIONS.")}
        case exceptions.NotAcceptable():
            response.data = {"detail": gettext("Cette interface ne parle que JSON.")}
        case exceptions.NotAuthenticated():
            response.data = {"detail": str(ASKED)}
    response.headers["Cache-Control"] = "no-store"
    return response


def _wait(seconds: int) -> str:
    sentence = ngettext(
        "Trop de demandes : revenez dans %(seconds)d seconde. Une clé permet un rythme plus élevé.",
        "Trop de demandes : revenez dans %(seconds)d secondes. Une clé permet un rythme plus élevé.",
        seconds,
    )
    return sentence % {"seconds": seconds}

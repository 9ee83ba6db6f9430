"""What allauth's own pages do not say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def old_confirmation(request: HttpRequest, key: str) -> HttpResponse:
    """A link of a mail sent before codes: it changes nothing, and says how to go on."""
    return render(request, "account/email_confirm.html")

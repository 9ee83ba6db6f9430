"""The page where a visitor writes to a startup."""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ecosystem.accounts.models import User
from ecosystem.core.throttle import is_too_often
from ecosystem.ui.views import too_many_requests
from startups.contact import relay
from startups.contact_forms import ContactForm
from startups.models import Startup

LIMIT, PER_STARTUP, WINDOW = 5, 20, 3600
"""Messages that one address sends, and that one startup receives, in that many seconds."""


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a published startup: the message is relayed, and whoever writes gives where to answer."""
    startup = get_object_or_404(Startup.objects.listed(), slug=slug)
    user = request.user if isinstance(request.user, User) else None
    form = ContactForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        if is_too_often(request, "contact", limit=LIMIT, seconds=WINDOW) or receives_too_many(startup):
            return too_many_requests(request, WINDOW)
        if not form.is_trapped:
            relay(startup, message=form.cleaned_data["message"], **form.sender)
        messages.success(request, _("Votre message est transmis. La réponse vous viendra directement."))
        return redirect(startup)
    status = 422 if form.errors else 200
    return render(request, "startups/contact.html", {"startup": startup, "form": form}, status=status)


def receives_too_many(startup: Startup) -> bool:
    """Count one more message to this startup; True once it has had its share of the hour."""
    key = f"contact:{startup.pk}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > PER_STARTUP
    except ValueError:  # the hour ended in between
        return False

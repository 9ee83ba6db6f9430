"""Opening what is not public of a startup: by a button, never by a link, and written down."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.files import attachment
from ecosystem.core.text import written
from ecosystem.directory.audience import Audience, record_opening
from ecosystem.directory.models import Opening
from ecosystem.directory.views import shown_or_404
from startups.confidential import audience_for, opened_to
from startups.models import Startup


@require_POST
@member_required
def open_sheet(request: HttpRequest, slug: str, what: str) -> HttpResponseBase:
    """Contact details and the raise sheet are shown on the page, the deck is sent; others find nothing here."""
    person = person_of(request)
    startup: Startup = shown_or_404(Startup.objects.all(), slug, person, owner="members__user")
    audience = audience_for(startup, person)
    if what not in opened_to(startup, audience):
        raise Http404
    reason = written(request.POST.get("reason", "")).strip()
    if audience == Audience.STAFF and not reason:
        messages.error(request, _("Dites pourquoi vous l’ouvrez : la startup le lira."))
        return redirect(f"{startup.get_absolute_url()}#confidentiel")
    if audience != Audience.OWNER:
        record_opening(startup, what, by=person, reason=reason)
    if what == Opening.What.DECK:
        return attachment(startup.deck.open("rb"), name=f"{startup.slug}.pdf", content_type="application/pdf")
    return redirect(f"{startup.get_absolute_url()}#confidentiel")

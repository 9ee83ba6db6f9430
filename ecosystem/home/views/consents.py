"""What a person agrees to: given or taken back at once, and the proofs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.accounts.consents import ASKED, Purpose, record_consent
from ecosystem.accounts.models import Consent
from ecosystem.core.access import member_required
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_CHANGES
from ecosystem.home.personal_data import row
from ecosystem.ui.navigation import space_of


@require_POST
@member_required
def decide(request: HttpRequest) -> HttpResponse:
    """A yes or a no to one purpose; the same word twice changes nothing."""
    purpose, given = request.POST.get("purpose", ""), request.POST.get("given", "")
    if purpose not in Purpose.values or given not in {"yes", "no"}:
        raise Http404
    person, space = person_of(request), space_of(request)
    if purpose not in ASKED.get(space, ()) and not Consent.objects.filter(user=person, purpose=purpose).exists():
        raise Http404
    record_consent(person, purpose, given == "yes", where="compte", space=space)
    enqueue(INDEX_CHANGES)
    messages.success(request, said(purpose, given == "yes"))
    return redirect("home:account")


def said(purpose: str, given: bool) -> str:
    """What the change does, in one sentence."""
    if given:
        return _("Votre accord est noté.")
    if purpose == Purpose.PUBLISH:
        return _("Votre accord est retiré. Les fiches que vous êtes seul à administrer ne sont plus en ligne.")
    if purpose == Purpose.MATCHING:
        return _("Votre accord est retiré. Plus rien ne vous est proposé, et ce qui attendait une réponse est clos.")
    return _("Votre accord est retiré.")


@require_safe
@never_cache
@member_required
def proofs(request: HttpRequest) -> HttpResponse:
    """Every yes and every no, with its date and the words that were read, as an open file."""
    rows = [row(one) for one in Consent.objects.filter(user=person_of(request))]
    response = JsonResponse({"consents": rows}, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"escale-mes-accords-{timezone.localdate().isoformat()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

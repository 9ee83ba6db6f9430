"""What a person wants to receive by mail, and how often."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.mail_kinds import all_kinds
from ecosystem.home.forms import KindsForm, RhythmForm
from ecosystem.ui.navigation import space_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def mail_choices(request: HttpRequest) -> HttpResponse:
    """One rhythm for all, or one by kind: each has its form, and the other stays as it is."""
    address = person_of(request).email
    posted = request.POST if request.method == "POST" else None
    by_kind = posted is not None and "kinds" in posted
    rhythm = RhythmForm(None if by_kind else posted, address=address)
    kinds = KindsForm(posted if by_kind else None, address=address)
    sent = kinds if by_kind else rhythm
    if posted is not None and sent.is_valid():
        sent.save()
        messages.success(request, _("Vos choix sont enregistrés. Ils valent aussi pour ce qui attendait de partir."))
        return redirect("home:mail_choices")
    always = [kind for kind in all_kinds() if kind.is_essential]
    context = {"rhythm": rhythm, "kinds": kinds, "always": always, "address": address, "space": space_of(request)}
    return render(request, "home/mail_choices.html", context, status=422 if posted is not None else 200)

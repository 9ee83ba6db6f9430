"""A person's own account: her name, her language, her sessions, her data."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.accounts.actions import end_sessions
from ecosystem.accounts.forms import PersonForm
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.home.personal_data import personal_data
from ecosystem.ui.navigation import space_of


@never_cache
@member_required
def account(request: HttpRequest) -> HttpResponse:
    """What the site knows of the person who is signed in, and what she may change."""
    person = person_of(request)
    form = PersonForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Vos réglages sont enregistrés."))
        return redirect("home:account")
    context = {"form": form, "space": space_of(request), "contact": settings.ESCALE_CONTACT}
    return render(request, "home/account.html", context)


@require_POST
@member_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Every other session of the person ends; this one goes on."""
    update_session_auth_hash(request, end_sessions(person_of(request)))
    messages.success(request, _("Vous êtes déconnecté de tous les autres appareils."))
    return redirect("home:account")


@require_POST
@never_cache
@member_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything that the site holds about the person, as an open file."""
    day = timezone.localdate().isoformat()
    response = JsonResponse(personal_data(person_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="escale-mes-donnees-{day}.json"'
    return response

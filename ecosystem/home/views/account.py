"""A person's own account: her data, her settings, her sessions."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.accounts.actions import end_sessions
from ecosystem.accounts.consents import standings
from ecosystem.accounts.devices import devices_of, follow_session, sign_out_device
from ecosystem.accounts.forms import PersonForm
from ecosystem.accounts.models import User
from ecosystem.accounts.readings import readings_of
from ecosystem.core.access import member_required
from ecosystem.core.text import whole
from ecosystem.home.archive import archive_of
from ecosystem.home.personal_data import personal_data
from ecosystem.ui.navigation import space_of

PERIODS = (30, 90, 365)
"""Days of readings that the page can show."""
USUAL = 90
PER_PAGE = 10


@require_safe
@never_cache
@member_required
def account(request: HttpRequest) -> HttpResponse:
    """What the person agreed to, who opened her documents, and how to take all away or erase it."""
    person, space = person_of(request), space_of(request)
    asked = whole(request.GET.get("periode", "")) or USUAL
    days = asked if asked in PERIODS else USUAL
    readings = readings_of(person, timezone.now() - timedelta(days=days))
    context = {
        "standings": standings(person, space),
        "page": Paginator(readings, PER_PAGE).get_page(request.GET.get("page")),
        "days": days,
        "periods": PERIODS,
        "keys": Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("pk"),
        "devices": devices_of(person, request.session.session_key),
        "space": space,
    }
    return render(request, "home/account.html", context)


@never_cache
@member_required
def settings_page(request: HttpRequest) -> HttpResponse:
    """What the site knows of the person who is signed in, and what she may change."""
    form = PersonForm(request.POST or None, instance=User.objects.get(pk=person_of(request).pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Vos réglages sont enregistrés."))
        return redirect("home:settings")
    return render(request, "home/settings.html", {"form": form, "space": space_of(request)})


@require_POST
@member_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Every other session of the person ends; this one goes on."""
    former = request.session.session_key
    update_session_auth_hash(request, end_sessions(person_of(request), but=former))
    follow_session(former, request.session.session_key)
    messages.success(request, _("Vous êtes déconnecté de tous les autres appareils."))
    return redirect("home:account")


@require_POST
@member_required
def sign_out_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One session of the person ends; another's does not exist for her."""
    if not sign_out_device(person_of(request), pk):
        raise Http404
    messages.success(request, _("Cet appareil est déconnecté."))
    return redirect("home:account")


@require_POST
@never_cache
@member_required
def archive(request: HttpRequest) -> HttpResponse:
    """The same, with a page to read, in one archive."""
    response = HttpResponse(archive_of(person_of(request)), content_type="application/zip")
    name = f"escale-mes-donnees-{timezone.localdate().isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@never_cache
@member_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything that the site holds about the person, as an open file."""
    day = timezone.localdate().isoformat()
    response = JsonResponse(personal_data(person_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="escale-mes-donnees-{day}.json"'
    return response

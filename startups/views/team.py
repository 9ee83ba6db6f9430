"""The team of a startup: who is shown, who writes the listing, who is invited, and who asks to join."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import written
from ecosystem.directory.claiming import claims, invitations
from ecosystem.directory.claiming.door import DELIVERY
from ecosystem.directory.claiming.forms import TeamInvitationForm
from ecosystem.directory.models import Claim, Invitation
from startups.actions import add_member
from startups.forms import MemberForm
from startups.models import Member, Startup
from startups.rules import can_edit_startup, can_see_space
from startups.team import change_role, remove_member
from startups.views.space import startup_or_404

PER_PAGE = 20


def seen_or_404(request: HttpRequest, pk: int) -> Startup:
    """The startup, for the people of its team and the association's."""
    startup = get_object_or_404(Startup.objects.live(), pk=pk)
    if not can_see_space(person_of(request), startup):
        raise Http404
    return startup


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in; its admins also add, invite and answer."""
    startup = startup_or_404(request, pk) if request.method == "POST" else seen_or_404(request, pk)
    inviting = request.method == "POST" and "invite" in request.POST
    invitation = TeamInvitationForm(request.POST if inviting else None)
    person = MemberForm(request.POST if request.method == "POST" and not inviting else None)
    if inviting and invitation.is_valid():
        return _invite(request, startup, invitation)
    if person.is_bound and person.is_valid():
        member = add_member(startup, **person.cleaned_data)
        messages.success(request, _("%(name)s apparaît maintenant sur la fiche.") % {"name": member.name})
        return redirect("startups:team", pk)
    return _page(request, startup, person, invitation)


def _invite(request: HttpRequest, startup: Startup, form: TeamInvitationForm) -> HttpResponse:
    person = person_of(request)
    how = {"by": person, "listing": startup, "language": person.language, **form.cleaned_data}
    try:
        made, is_new = invitations.invite(target=Invitation.Target.MEMBER, **how)
    except Refused as error:
        form.add_error("email", str(error))
        return _page(request, startup, MemberForm(), form)
    said = _("L’invitation part à %(email)s.") if is_new else _("%(email)s a déjà une invitation.")
    messages.success(request, said % {"email": made.email})
    enqueue(DELIVERY)
    return redirect("startups:team", startup.pk)


def _page(request: HttpRequest, startup: Startup, person: MemberForm, invitation: TeamInvitationForm) -> HttpResponse:
    reader = person_of(request)
    can_edit = can_edit_startup(reader, startup)
    waiting = Invitation.objects.pending().filter(listing=startup)
    admins = list(startup.members.filter(role=Member.Role.ADMIN, user__is_active=True)[:2])
    asked = Claim.objects.asked().filter(listing=startup).select_related("by")
    context = {
        "startup": startup,
        "form": person,
        "invitation_form": invitation,
        "page": Paginator(startup.members.select_related("user"), PER_PAGE).get_page(request.GET.get("page")),
        "mine": startup.members.filter(user=reader).first(),
        "sole_admin": admins[0] if len(admins) == 1 else None,
        "can_edit": can_edit,
        "invitations": list(waiting) if can_edit else [],
        "claims": list(asked[:PER_PAGE]) if can_edit else [],
        "my_claim": asked.filter(by=reader).first(),
    }
    return render(request, "startups/space/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def member_remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Take a person out of the team, or leave it; asked for once more before it happens."""
    startup = seen_or_404(request, pk)
    leaving = get_object_or_404(Member.objects.select_related("user"), pk=member, startup=startup)
    is_me = leaving.user_id == person_of(request).pk
    if not is_me and not can_edit_startup(person_of(request), startup):
        raise Http404
    if request.method != "POST":
        return render(request, "startups/space/leave.html", {"startup": startup, "member": leaving, "is_me": is_me})
    try:
        remove_member(leaving)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("startups:team", pk)
    said = _("Vous ne faites plus partie de l’équipe.") if is_me else _("%(name)s ne fait plus partie de l’équipe.")
    messages.success(request, said % {"name": leaving.name})
    return redirect("startups:team", pk) if can_see_space(person_of(request), startup) else redirect("home:space")


@require_POST
@member_required
def member_role(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Let somebody write the listing, or no longer."""
    startup = startup_or_404(request, pk)
    chosen = get_object_or_404(Member, pk=member, startup=startup)
    role = Member.Role.ADMIN if request.POST.get("role") == Member.Role.ADMIN else Member.Role.MEMBER
    try:
        change_role(chosen, role)
    except Refused as error:
        messages.error(request, str(error))
    else:
        said = _("%(name)s administre la fiche.") if role == "admin" else _("%(name)s n’administre plus la fiche.")
        messages.success(request, said % {"name": chosen.name})
    return redirect("startups:team", pk)


@require_POST
@member_required
def invitation(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Send an invitation of the team once more, or take it back."""
    startup = startup_or_404(request, pk)
    found = get_object_or_404(Invitation, pk=invitation, listing=startup)
    again = request.POST.get("act") == "again"
    try:
        invitations.send_again(found) if again else invitations.cancel(found)
    except Refused as error:
        messages.error(request, str(error))
    else:
        said = _("L’invitation repart à %(email)s.") if again else _("L’invitation de %(email)s est annulée.")
        messages.success(request, said % {"email": found.email})
        enqueue(DELIVERY)
    return redirect("startups:team", pk)


@require_POST
@member_required
def claim(request: HttpRequest, pk: int, claim: int) -> HttpResponse:
    """Answer somebody who asks to join: as an admin, as a member, or no."""
    startup = startup_or_404(request, pk)
    found = get_object_or_404(Claim, pk=claim, listing=startup, way=Claim.Way.REQUEST)
    decision, answer = request.POST.get("decision"), written(request.POST.get("answer", ""))
    accept, role = decision in {"accept", "member"}, "member" if decision == "member" else "admin"
    try:
        claims.decide(found, by=person_of(request), accept=accept, role=role, answer=answer)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La demande est acceptée.") if accept else _("La demande est refusée."))
        enqueue(DELIVERY)
    return redirect("startups:team", pk)


@require_POST
@member_required
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A member asks to write the listing: its admins decide, or the association's team."""
    startup = seen_or_404(request, pk)
    try:
        claims.ask(startup, by=person_of(request), message=written(request.POST.get("message", "")))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre demande est partie. Vous recevrez la réponse par courriel."))
        enqueue(DELIVERY)
    return redirect("startups:team", pk)

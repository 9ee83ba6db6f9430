"""A mentor's own pages: her profile, her places and her pause."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.accounts.consents import Purpose, agree
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole
from ecosystem.directory.actions import INDEX_LISTING, move_listing, set_logo
from ecosystem.directory.conflicts import version_of
from ecosystem.directory.errors import StaleEdit
from ecosystem.directory.fields import label_of, shown
from ecosystem.directory.forms import LogoForm
from ecosystem.directory.ties import ties_page
from ecosystem.directory.writing import with_pending, withdraw_pending
from mentors.actions import (
    create_mentor,
    pause_mentor,
    resume_mentor,
    set_capacity,
    submit_mentor,
    update_mentor,
)
from mentors.forms import MAX_SKILLS, AvailabilityForm, MentorForm, SkillFormSet
from mentors.models import Mentor
from mentors.rules import can_submit, missing_fields

PREFIX = "skills"


def own_mentor(request: HttpRequest) -> Mentor:
    """The person's mentor listing; without one, these pages do not exist for her."""
    mentor = Mentor.objects.live().filter(user=person_of(request)).first()
    if mentor is None:
        raise Http404
    return mentor


@member_required
def profile(request: HttpRequest) -> HttpResponse:
    """The profile on one page, as a draft at first; « another subject » adds a row and saves nothing."""
    person = person_of(request)
    mentor = Mentor.objects.live().filter(user=person).first()
    editing = with_pending(Mentor.objects.get(pk=mentor.pk)) if mentor else Mentor()
    initial = {} if mentor else {"name": person.full_name, "country": "FR", "languages": ["fr"], "capacity": 2}
    if request.method != "POST":
        skills = SkillFormSet(initial=_rows(mentor), prefix=PREFIX)
        return _profile_page(request, mentor, MentorForm(instance=editing, initial=initial), skills)
    if "another" in request.POST:
        return _with_another_row(request, mentor, editing)
    form, skills = MentorForm(request.POST, instance=editing), SkillFormSet(request.POST, prefix=PREFIX)
    if not (form.is_valid() & skills.is_valid()):
        return _profile_page(request, mentor, form, skills)
    try:
        messages.success(request, _saved(request, mentor, skills=skills.rows, **form.cleaned_data))
    except StaleEdit as error:
        return _stale(request, own_mentor(request), error)
    except Refused as error:
        form.add_error(None, str(error))
        return _profile_page(request, mentor, form, skills)
    return redirect("mentors:profile")


@member_required
def availability(request: HttpRequest) -> HttpResponse:
    """Places and pause."""
    mentor = own_mentor(request)
    until = mentor.paused_until if mentor.is_paused() else None
    start = {"capacity": mentor.capacity, "load_min": mentor.load_min, "paused_until": until}
    form = AvailabilityForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            set_capacity(mentor, form.cleaned_data["capacity"], load_min=form.cleaned_data["load_min"])
        except Refused as error:
            form.add_error("capacity", str(error))
        else:
            until = form.cleaned_data["paused_until"]
            pause_mentor(mentor, until=until) if until else resume_mentor(mentor)
            messages.success(request, _("Vos places et votre pause sont enregistrées."))
            return redirect("mentors:availability")
    return render(request, "mentors/space/availability.html", {"mentor": mentor, "form": form})


@member_required
def ties(request: HttpRequest) -> HttpResponse:
    """Shares, and startups not to be proposed again."""
    return ties_page(request, own_mentor(request), space="mentor")


@member_required
def logo(request: HttpRequest) -> HttpResponse:
    """Another picture, or none; whatever is wrong with the file, the former one stays."""
    mentor = own_mentor(request)
    if request.method != "POST":
        return redirect("mentors:profile")
    form = LogoForm(request.POST, request.FILES)
    if "remove" in request.POST:
        set_logo(mentor, None, by=person_of(request))
        messages.success(request, _("L’image est retirée."))
    elif form.is_valid():
        set_logo(mentor, form.cleaned_data["logo"], by=person_of(request))
        messages.success(request, _("Votre image est enregistrée."))
    else:
        skills = SkillFormSet(initial=_rows(mentor), prefix=PREFIX)
        return _profile_page(request, mentor, MentorForm(instance=mentor), skills, form)
    return redirect("mentors:profile")


@require_POST
@member_required
def submit(request: HttpRequest) -> HttpResponse:
    """Hand the profile to the curators."""
    try:
        submit_mentor(own_mentor(request), by=person_of(request))
        agree(person_of(request), Purpose.PUBLISH, Purpose.MATCHING, where="envoi", space="mentor")
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre profil est envoyé. L’équipe le relit sous deux jours ouvrés."))
    return redirect("mentors:profile")


@require_POST
@member_required
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back what waits for a curator; done already, it stays done."""
    withdraw_pending(own_mentor(request), by=person_of(request))
    messages.success(request, _("Vos changements en attente sont retirés : le profil en ligne ne bouge pas."))
    return redirect("mentors:profile")


@require_POST
@member_required
def hide(request: HttpRequest) -> HttpResponse:
    """Take a published profile off line."""
    mentor = own_mentor(request)
    try:
        move_listing(mentor, "hide", by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        enqueue(INDEX_LISTING, mentor.pk)
        messages.success(request, _("Votre profil est masqué : il n’apparaît plus dans l’annuaire."))
    return redirect("mentors:profile")


def _stale(request: HttpRequest, mentor: Mentor, error: StaleEdit) -> HttpResponse:
    """What was typed stays on the page, beside what somebody else wrote: saving again keeps what was typed.

    The fields that she left alone say what they say now: saving again undoes nobody's change.
    """
    editing, posted = with_pending(Mentor.objects.get(pk=mentor.pk)), request.POST.copy()
    for bound in MentorForm(instance=editing):
        if bound.name not in error.mine:
            value = bound.value()
            many = hasattr(value, "__iter__") and not isinstance(value, str)
            posted.setlist(bound.html_name, [text for one in (value if many else [value]) if (text := str(one or ""))])
    form = MentorForm(posted, instance=editing)
    mine = "skills" in error.mine
    skills = SkillFormSet(posted, prefix=PREFIX) if mine else SkillFormSet(initial=_rows(mentor), prefix=PREFIX)
    for name, (_base, now, _typed) in error.clashes.items():
        said = {"field": label_of(mentor, name), "now": shown(mentor, name, now) or "—"}
        message = (
            _("« %(field)s » a été modifié entre-temps : %(now)s. Enregistrez à nouveau pour garder le vôtre.") % said
        )
        form.add_error(name if name in form.fields else None, message)
    return _profile_page(request, mentor, form, skills, version=error.version, status=409)


def _saved(request: HttpRequest, mentor: Mentor | None, **fields: Any) -> str:
    """Write the profile that was there, or the first one; the sentence that says so."""
    person = person_of(request)
    if mentor:
        update_mentor(mentor, by=person, base_version=version_of(request), **fields)
        if mentor.is_public:
            enqueue(INDEX_LISTING, mentor.pk)
        return _("Votre profil est enregistré.")
    create_mentor(by=person, **fields)
    return _("Votre profil est enregistré en brouillon. Relisez-le, puis envoyez-le à l’équipe.")


def _rows(mentor: Mentor | None) -> list[dict[str, Any]]:
    """The subjects as the form shows them, with an empty row at the end."""
    known = list(mentor.skills.all()) if mentor else []
    rows: list[dict[str, Any]] = [{"skill": one.skill_id, "level": one.level, "proof": one.proof} for one in known]
    return rows if len(rows) >= MAX_SKILLS else [*rows, {}]


def _with_another_row(request: HttpRequest, mentor: Mentor | None, editing: Mentor) -> HttpResponse:
    """The same page with everything that was typed, and one more subject to fill."""
    posted = request.POST.copy()
    count = min(whole(posted.get(f"{PREFIX}-TOTAL_FORMS", "")) or 0, MAX_SKILLS - 1) + 1
    posted[f"{PREFIX}-TOTAL_FORMS"] = str(count)
    form = MentorForm(posted, instance=editing)
    form.errors.clear()
    skills = SkillFormSet(posted, prefix=PREFIX)
    for row in skills.forms:
        row.errors.clear()
    return _profile_page(request, mentor, form, skills)


def _profile_page(
    request: HttpRequest,
    mentor: Mentor | None,
    form: MentorForm,
    skills: Any,
    logo_form: LogoForm | None = None,
    *,
    version: int | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "mentor": mentor,
        "form": form,
        "skills": skills,
        "can_add": len(skills.forms) < MAX_SKILLS,
        "logo_form": logo_form or LogoForm(),
        "missing": missing_fields(mentor) if mentor else [],
        "can_submit": mentor is not None and can_submit(mentor),
        "version": version or request.POST.get("version") or (mentor.version if mentor else ""),
        "contact": settings.ESCALE_CONTACT,
    }
    return render(request, "mentors/space/profile.html", context, status=status)

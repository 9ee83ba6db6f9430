"""The words of the mails: read, rewritten, tried and taken back by the team."""

import re
from contextlib import suppress

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.core.mail_kinds import editable_kinds
from ecosystem.core.mail_previews import preview, send_test
from ecosystem.core.mail_texts import TextChanged, TextRefused, check_text, restore_original, words_of
from ecosystem.core.queue import enqueue
from ecosystem.home.forms import MailTextForm
from ecosystem.home.mail_desk import LANGUAGES, desk, kind_at, language_of, slug_of, version_at

BODY = re.compile("<body[^>]*>")
DELIVERY = "ecosystem.core.tasks.deliver_queued_mails"
DRAWN = {
    "default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["'self'"], "frame-ancestors": ["'self'"],
    "sandbox": [],
}  # fmt: skip
"""A mail carries its styles, and nothing in it runs or leads anywhere while it is looked at."""


@require_safe
@curator_required
def mails(request: HttpRequest) -> HttpResponse:
    """The first of the texts; the log while there is none."""
    first = next(iter(editable_kinds()), None)
    return redirect("home:mail_text", slug_of(first)) if first else redirect("home:mail_log")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@curator_required
def mail_text(request: HttpRequest, slug: str) -> HttpResponse:
    """A kind in one language; a text with a hole in it is kept on the page and not saved."""
    kind, person = kind_at(slug), person_of(request)
    language = language_of(request.POST.get("langue") or request.GET.get("langue", ""))
    context = desk(kind, language, person)
    shown = version_at(context["versions"], request.GET.get("version", ""))
    now = context["versions"][0]
    start = {"subject": shown.subject, "body": shown.body, "version": now.version}
    form = MailTextForm(request.POST or None, initial=start, kind=kind, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.save(person)
        except TextChanged as error:
            form = MailTextForm({**request.POST.dict(), "version": now.version}, kind=kind, language=language)
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le texte est enregistré.") if saved else _("Rien n’avait changé."))
            return redirect(_at(slug, language))
    status = 422 if request.method == "POST" else 200
    return render(request, "home/mail_text.html", {**context, "form": form, "shown": shown, "now": now}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@csp_replace(DRAWN)
@xframe_options_sameorigin
@never_cache
@curator_required
def mail_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The mail that the words of the page would give, saved or not, for a real recipient; it changes nothing."""
    kind, given = kind_at(slug), request.POST or request.GET
    language = language_of(given.get("langue", ""))
    words = words_of(kind, language)
    subject, body = given.get("subject", words.subject), given.get("body", words.body)
    drawn = preview(kind, language, subject=subject, body=body, recipient=given.get("pour", ""))
    errors = [text for texts in check_text(kind, subject, body).values() for text in texts]
    head = render_to_string("home/mails/preview.html", {"letter": drawn, "errors": errors, "language": language})
    return HttpResponse(BODY.sub(lambda found: found[0] + head, drawn.html, count=1))


@require_POST
@curator_required
def mail_test(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the words of the page to oneself, and with them today's in the other language."""
    kind, person = kind_at(slug), person_of(request)
    edited = language_of(request.POST.get("langue", ""))
    to = {"to": person.email, "recipient": request.POST.get("pour", "")}
    subject, body = request.POST.get("subject", ""), request.POST.get("body", "")
    try:
        send_test(kind, edited, subject=subject, body=body, **to)
    except TextRefused:
        return mail_text(request, slug)
    for other in LANGUAGES.keys() - {edited}:
        words = words_of(kind, other)
        with suppress(TextRefused):
            send_test(kind, other, subject=words.subject, body=words.body, **to)
    enqueue(DELIVERY)
    messages.success(request, _("L’essai part à %(to)s, en français et en anglais.") % {"to": person.email})
    return redirect(_at(slug, edited))


@require_POST
@curator_required
def mail_original(request: HttpRequest, slug: str) -> HttpResponse:
    """Back to the words that the site came with; those of today stay among the versions."""
    kind, language = kind_at(slug), language_of(request.POST.get("langue", ""))
    written = restore_original(kind, language, by=person_of(request))
    said = _("Le texte d’origine est revenu. L’autre reste parmi les versions.")
    messages.success(request, said if written else _("C’était déjà le texte d’origine."))
    return redirect(_at(slug, language))


def _at(slug: str, language: str) -> str:
    return f"{reverse('home:mail_text', args=[slug])}?langue={language}"

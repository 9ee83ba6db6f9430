"""Every mail that the site wrote: what became of it, what it said, and sending again what failed."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.mail_log import kind_label, may_be_read, record_label, send_again, without_keys
from ecosystem.core.models import Mail
from ecosystem.core.queue import enqueue
from ecosystem.home.forms import MailLogForm
from ecosystem.home.messages import own_page
from ecosystem.home.views.mail_texts import DELIVERY, DRAWN

MAILS_PER_PAGE = 30
SHAPES = {"sent": "full", "gathered": "full", "queued": "half", "sending": "busy", "failed": "failed"}


@require_safe
@never_cache
@curator_required
def mail_log(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first."""
    form = MailLogForm(request.GET)
    page = Paginator(form.found(), MAILS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(mail) for mail in page.object_list],
        "failed_count": Mail.objects.filter(state=Mail.State.FAILED).count(),
    }
    return render(request, "home/mail_log.html", context)


@require_safe
@never_cache
@curator_required
def mail_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail with its words, without what is signed in its links."""
    mail = get_object_or_404(Mail.objects.select_related("reader", "digest"), pk=pk)
    readable = may_be_read(mail)
    context = {
        **_row(mail),
        "readable": readable,
        "text": without_keys(mail.text) if readable else "",
        "page_url": own_page(mail.url),
    }
    return render(request, "home/mail_sent.html", context)


@require_safe
@csp_replace(DRAWN)
@xframe_options_sameorigin
@never_cache
@curator_required
def mail_drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as its reader saw it, its links without their keys."""
    mail = get_object_or_404(Mail, pk=pk)
    if not may_be_read(mail) or not mail.html:
        raise Http404
    return HttpResponse(without_keys(mail.html))


@require_POST
@curator_required
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a failed mail back into the queue, once however often the button is pressed."""
    mail = get_object_or_404(Mail, pk=pk)
    if send_again(mail.pk):
        enqueue(DELIVERY)
        messages.success(request, _("Le courriel repart à %(to)s.") % {"to": mail.to})
    else:
        messages.info(request, _("Ce courriel n’est pas en échec : il n’y a rien à renvoyer."))
    return redirect("home:mail_sent", pk)


def _row(mail: Mail) -> dict[str, object]:
    shape = SHAPES.get(mail.state, "closed" if mail.state in {"muted", "dropped"} else "")
    return {"mail": mail, "kind": kind_label(mail.template), "record": record_label(mail.about), "shape": shape}

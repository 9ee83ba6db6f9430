"""A person's messages: what was written to her account, read on the site; opening one changes nothing by itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.models import Mail, MailQuerySet
from ecosystem.home.messages import shown
from ecosystem.ui.navigation import space_of

MESSAGES_PER_PAGE = 20


def _mine(request: HttpRequest) -> MailQuerySet:
    return Mail.objects.inbox_of(person_of(request).pk)


@require_safe
@never_cache
@member_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Her messages, the newest first; all, or those that she has not read."""
    only_unread = request.GET.get("voir") == "non-lus"
    mine = _mine(request)
    unread_count = mine.unread().count()
    listed = (mine.unread() if only_unread else mine).defer("html").order_by("-created_at", "-pk")
    page = Paginator(listed, MESSAGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [shown(mail) for mail in page.object_list],
        "only_unread": only_unread,
        "unread_count": unread_count,
        "space": space_of(request),
    }
    return render(request, "home/inbox.html", context)


@require_safe
@never_cache
@member_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message, whole; the page itself then says that it was read."""
    mail = get_object_or_404(_mine(request), pk=pk)
    return render(request, "home/message.html", {"message": shown(mail), "space": space_of(request)})


@require_POST
@member_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """She has read this one; said by the page itself, the answer is empty."""
    get_object_or_404(_mine(request), pk=pk)
    _mine(request).filter(pk=pk).mark_read()
    return HttpResponse(status=204) if request.headers.get("HX-Request") == "true" else redirect("home:inbox")


@require_POST
@member_required
def unread(request: HttpRequest, pk: int) -> HttpResponse:
    """She wants to come back to this one."""
    get_object_or_404(_mine(request), pk=pk)
    _mine(request).filter(pk=pk).update(read_at=None)
    messages.success(request, _("Le message est de nouveau parmi les non lus."))
    return redirect("home:inbox")


@require_POST
@member_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything that she had not read."""
    count = _mine(request).mark_read()
    said = ngettext("%(count)d message marqué comme lu.", "%(count)d messages marqués comme lus.", count)
    messages.success(request, said % {"count": count} if count else _("Tout était déjà lu."))
    return redirect("home:inbox")

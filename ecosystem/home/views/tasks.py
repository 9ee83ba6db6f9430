"""The board of the tasks, and its three acts: start one, start a failed one again, set it aside."""

import logging

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.models import TaskRun
from ecosystem.core.queue import Standing, enqueue, standing
from ecosystem.home import task_board
from ecosystem.home.jobs import job_of, planned

logger = logging.getLogger(__name__)
SECONDS_KEPT = 10


@require_safe
@never_cache
@curator_required
def tasks(request: HttpRequest) -> HttpResponse:
    """Every task; the broker is only asked when the page says so, since it may be slow to answer."""
    now = timezone.now()
    asked = "ouvriers" in request.GET
    context = {
        **task_board.board(now),
        "now": now,
        "only_bad": request.GET.get("etat") == "echec",
        "asked": asked,
        "standing": _standing() if asked else None,
    }
    whole = request.headers.get("HX-Request") != "true"
    return render(request, "home/tasks.html" if whole else "home/tasks.html#workers", context)


@require_POST
@curator_required
def start_task(request: HttpRequest) -> HttpResponse:
    """Ask for a task of the beat now; one that runs already is not asked for again."""
    task = request.POST.get("tache", "")
    if planned().get(task) is None:
        raise Http404
    names = {"name": job_of(task).label}
    if any(not run.is_stuck for run in TaskRun.objects.under_way().filter(task=task)):
        messages.info(request, _("« %(name)s » est déjà en cours.") % names)
    else:
        logger.info("%s asks for %s.", request.user, task)
        enqueue(task)
        messages.success(request, _("« %(name)s » est demandée : un ouvrier la prend dès qu’il est libre.") % names)
    return redirect("home:tasks")


@require_POST
@curator_required
def start_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same work as a failed run, asked for once however often the button is pressed."""
    run = get_object_or_404(TaskRun, pk=pk)
    arguments = task_board.arguments(run)
    if arguments is None:
        raise Http404
    names = {"name": job_of(run.task).label}
    if _set_aside(run):
        enqueue(run.task, *arguments)
        messages.success(request, _("« %(name)s » est relancée.") % names)
    else:
        messages.info(request, _("« %(name)s » a déjà été relancée ou classée.") % names)
    return redirect("home:tasks")


@require_POST
@curator_required
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """A failure that needs nothing more leaves the top of the page; its row stays in the count of its day."""
    run = get_object_or_404(TaskRun, pk=pk)
    if _set_aside(run):
        messages.success(request, _("L’échec est classé."))
    return redirect("home:tasks")


def _set_aside(run: TaskRun) -> bool:
    waiting = TaskRun.objects.unresolved().filter(pk=run.pk)
    return bool(waiting.update(set_aside_at=timezone.now()))


def _standing() -> Standing | None:
    return cache.get_or_set("home.tasks.standing", standing, SECONDS_KEPT)

"""Imports: a file dropped, its columns confirmed, tried, written, undone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole
from ecosystem.curation.imports import files, mending, pages, runs, undoing
from ecosystem.curation.imports.errors import TooLateToUndo
from ecosystem.curation.imports.forms import KINDS, ColumnsForm, FileForm
from ecosystem.curation.tasks import TASKS
from ecosystem.directory.models import ImportRun

PER_PAGE, RUNS_A_PAGE = 50, 20
LINE_VERBS = {"ignorer": mending.leave_line, "reprendre": mending.take_line}
RunView = Callable[..., HttpResponse]


def refusal_goes_back(view: RunView) -> RunView:
    """When the rules refuse, say why and go back to the run, wherever it stands now."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("curation:import", pk)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
def imports(request: HttpRequest) -> HttpResponse:
    """The files that were dropped, the newest first, and a form for another."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        said = form.cleaned_data
        try:
            run = runs.receive_file(said["file"], kind=said["kind"], by=cast(User, request.user), source=said["source"])
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return redirect("curation:import", run.pk)
    page = Paginator(ImportRun.objects.select_related("by"), RUNS_A_PAGE).get_page(request.GET.get("page"))
    rows = [pages.run_row(run) for run in page]
    context = {"form": form, "page": page, "rows": rows, "kinds": KINDS}
    return render(request, "curation/imports.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@curator_required
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """A run where it stands; while a worker is at it, the page asks again by itself."""
    run = get_object_or_404(ImportRun.objects.select_related("by"), pk=pk)
    if request.headers.get("HX-Request") == "true" and run.is_under_way:
        return render(request, "curation/import.html#bar", {"run": run, "percent": pages.percent(run)})
    response = render(request, "curation/import.html", _context(request, run))
    if request.headers.get("HX-Request") == "true":
        response.headers["HX-Refresh"] = "true"
    return response


def _context(request: HttpRequest, run: ImportRun, form: ColumnsForm | None = None) -> dict[str, Any]:
    chosen = pages.chosen_filter(run, request)
    page = Paginator(pages.lines_of(run, chosen), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "run": run,
        "title": pages.TITLES[run.kind],
        "steps_done": pages.steps_of(run),
        "form": form or ColumnsForm(run=run),
        "summary": pages.summary(run),
        "besides": pages.besides(run),
        "percent": pages.percent(run),
        "takes": pages.to_write(run),
        "refused": run.counts.get("refused", 0),
        "undone": pages.undo_figures(run) if run.state == ImportRun.State.UNDONE else None,
        "chosen": chosen,
        "segments": pages.segments(run, chosen),
        "page": page,
        "rows": pages.line_rows(run, list(page), whole(request.GET.get("corriger", ""))),
        "here": urlencode({"lignes": chosen, "page": page.number}),
        "recent": ImportRun.objects.exclude(pk=run.pk)[:3],
    }


@require_POST
@curator_required
@refusal_goes_back
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what each column says, and have the file tried."""
    run = get_object_or_404(ImportRun, pk=pk)
    form = ColumnsForm(request.POST, run=run)
    if not form.is_valid():
        return render(request, "curation/import.html", _context(request, run, form), status=422)
    runs.ask_for_trial(run, form.mapping(), publish=form.cleaned_data["publish"])
    return _handed_over(run)


@require_POST
@curator_required
@refusal_goes_back
def import_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the columns."""
    runs.correct_columns(get_object_or_404(ImportRun, pk=pk))
    return redirect("curation:import", pk)


@require_POST
@curator_required
@refusal_goes_back
def import_line(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Correct a line of a tried file, leave it out or take it again; the file is then tried anew."""
    run = get_object_or_404(ImportRun, pk=pk)
    get_object_or_404(run.lines, line=number)
    verb = request.POST.get("acte", "corriger")
    if verb == "corriger":
        mending.correct_line(run, number, request.POST.dict())
    elif verb in LINE_VERBS:
        LINE_VERBS[verb](run, number)
    else:
        raise Http404
    return _handed_over(run)


@require_POST
@curator_required
@refusal_goes_back
def import_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the file written."""
    run = get_object_or_404(ImportRun, pk=pk)
    runs.ask_for_import(run)
    return _handed_over(run)


@require_POST
@curator_required
def import_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the worker to stop at its next batch."""
    if runs.ask_to_stop(get_object_or_404(ImportRun, pk=pk)):
        messages.info(request, _("Arrêt demandé : le travail s’arrête à son prochain lot."))
    else:
        messages.info(request, _("Rien n’est en cours : il n’y a rien à arrêter."))
    return redirect("curation:import", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@curator_required
@refusal_goes_back
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what an undo takes back, then do it."""
    run = get_object_or_404(ImportRun, pk=pk)
    if request.method == "POST":
        undoing.ask_for_undo(run)
        return _handed_over(run)
    if not run.may_be_undone:
        raise TooLateToUndo
    return render(request, "curation/import_undo.html", {"run": run, "summary": pages.summary(run)})


@require_safe
@curator_required
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that were refused, as a file to correct and drop again."""
    return files.refused_lines(get_object_or_404(ImportRun, pk=pk))


@require_safe
@curator_required
def import_model(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with the columns that the site understands."""
    if kind not in pages.TITLES:
        raise Http404
    return files.model_file(kind)


def _handed_over(run: ImportRun) -> HttpResponse:
    """A worker is asked for what the run waits for."""
    state = ImportRun.objects.values_list("state", flat=True).get(pk=run.pk)
    enqueue(TASKS[ImportRun.State(state)], run.pk)
    return redirect("curation:import", run.pk)

"""What announced scores were worth, and the weights that outcomes suggest: never applied alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.matching.actions.rounds import scenario_with_weights
from ecosystem.matching.calibration import FEWEST, calibration
from ecosystem.matching.models import Round


@require_safe
@curator_required
def calibrate(request: HttpRequest) -> HttpResponse:
    """Every kind of round, with enough outcomes or with what is missing to tell something."""
    context = {"found": [(label, calibration(kind)) for kind, label in Round.Kind.choices], "fewest": FEWEST}
    return render(request, "matching/calibration.html", context)


@require_POST
@curator_required
def follow(request: HttpRequest, kind: str) -> HttpResponse:
    """The suggested weights as a draft: somebody reads what it would change, and decides."""
    if kind not in Round.Kind.values:
        raise Http404
    found = calibration(kind)
    if not (found.is_told and found.suggests and found.latest):
        messages.warning(request, _("Les résultats ne suggèrent plus aucun autre poids : rien n’a été créé."))
        return redirect("matching:calibration")
    title = _("%(title)s, poids suggérés") % {"title": found.latest.title[:100]}
    try:
        made = scenario_with_weights(found.latest, found.suggested, title=title, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("matching:calibration")
    messages.success(request, _("Un brouillon porte les poids suggérés. Lisez ce qu’il change avant de l’enregistrer."))
    return redirect("matching:settings", made.pk)

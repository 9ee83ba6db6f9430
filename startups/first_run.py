"""The founder's first run: five things, each of which ticks itself."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ecosystem.directory.completeness import Completeness
from ecosystem.directory.models import Listing
from startups.models import Startup
from startups.steps import url_of


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing to do once; done, it stays on the list until all are."""

    label: str
    is_done: bool
    url: str


def first_run(startup: Startup, completeness: Completeness) -> list[Tick]:
    """What is left of a founder's beginning; empty once everything is done."""
    missing = {one.name for one in completeness.missing}
    sent = startup.state not in {Listing.State.DRAFT, Listing.State.CHANGES_REQUESTED}
    edit = reverse("startups:edit", args=[startup.pk])
    ticks = [
        Tick(_("Écrire votre fiche, à 60 % au moins"), completeness.is_enough, edit),
        Tick(_("Dire un premier besoin"), "needs" not in missing, url_of(startup, "besoins")),
        Tick(_("Montrer votre équipe"), "team" not in missing, url_of(startup, "equipe")),
        Tick(_("Envoyer votre fiche à l’équipe"), sent, url_of(startup, "relire")),
        Tick(_("Être en ligne"), startup.published_at is not None, url_of(startup, "relire")),
    ]
    return [] if all(tick.is_done for tick in ticks) else ticks

"""The first steps of a mentor and of a funder: each ticks itself, and the list goes once all is done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models import Listing
from ecosystem.ui.first_steps import Step, unless_complete
from funders.models import Funder
from mentors.models import Mentor

SENT = (Listing.State.SUBMITTED, Listing.State.PUBLISHED, Listing.State.HIDDEN)


def mentor_steps(mentor: Mentor) -> list[Step]:
    """What makes a mentor's start complete; nothing once all is done."""
    profile, places = reverse("mentors:profile"), reverse("mentors:availability")
    steps = [
        Step(_("Dire ce que vous savez faire"), bool(mentor.tagline) and mentor.skills.exists(), profile),
        Step(_("Choisir pour qui"), bool(mentor.stages) or mentor.sectors.exists(), profile),
        Step(_("Donner vos créneaux"), bool(mentor.slots or mentor.availability_note), profile),
        Step(_("Ouvrir au moins une place"), mentor.capacity > 0, places),
        Step(_("Ajouter une photo"), bool(mentor.logo), profile),
        Step(_("Envoyer à l’équipe"), mentor.state in SENT, profile),
    ]
    return unless_complete(steps)


def funder_steps(funder: Funder) -> list[Step]:
    """What makes a funder's start complete; nothing once all is done."""
    thesis, files = reverse("funders:thesis"), reverse("funders:availability")
    steps = [
        Step(_("Écrire votre thèse"), bool(funder.thesis), thesis),
        Step(_("Donner votre ticket"), funder.ticket_max_eur is not None, thesis),
        Step(_("Choisir les stades et les pays"), bool(funder.stages and funder.countries), thesis),
        Step(_("Régler le nombre de dossiers"), funder.files_per_month > 0, files),
        Step(_("Ajouter un logo"), bool(funder.logo), thesis),
        Step(_("Envoyer à l’équipe"), funder.state in SENT, thesis),
    ]
    return unless_complete(steps)

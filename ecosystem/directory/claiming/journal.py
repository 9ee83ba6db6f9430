"""What claims, invitations and letters to listings of nobody tell the journal."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.directory.claiming.mail_words import offer
from ecosystem.directory.models import Claim, Invitation, OrphanChase


def claimed(claim: Claim) -> Said:
    """Who asked, how, and what was decided."""
    title = _("%(name)s, reprise : %(state)s") % {
        "name": claim.listing,
        "state": claim.get_state_display().lower(),
    }
    who = str(claim.by or claim.address or _("Un compte effacé"))
    return Said(title, f"{who}. {claim.answer}".strip(), f"{reverse('claims:desk')}?etat=decidees")


def invited(invitation: Invitation) -> Said:
    """Who invited whom, and to what."""
    said = {"email": invitation.email, "offer": offer(invitation)}
    title = _("%(email)s, invitation à %(offer)s") % said
    return Said(title, invitation.get_state_display(), reverse("claims:invitations"))


def written(chase: OrphanChase) -> Said:
    """How many letters left to a listing of nobody."""
    title = ngettext("%(name)s, %(count)d courriel à son adresse", "%(name)s, %(count)d courriels", chase.sent_count)
    said = title % {"name": chase.listing, "count": chase.sent_count}
    return Said(said, str(chase.get_outcome_display()).capitalize(), reverse("claims:orphans"))


def register() -> None:
    """Called once, when the apps are ready."""
    on_a_listing: dict[str, Any] = {"listing": "listing", "related": ("listing",)}
    register_journal(
        Source(
            name="claim",
            label=gettext_lazy("Reprise"),
            model="directory.Claim",
            draw=claimed,
            icon="key-round",
            tone="blue",
            at="decided_at",
            by="decided_by",
            words=("listing__name", "by__full_name", "answer"),
            listing="listing",
            related=("listing", "by"),
        )
    )
    register_journal(
        Source(
            name="invitation",
            label=gettext_lazy("Invitation"),
            model="directory.Invitation",
            draw=invited,
            icon="send",
            words=("email", "name", "listing__name"),
            **on_a_listing,
        )
    )
    register_journal(
        Source(
            name="chase",
            label=gettext_lazy("Relance d’une fiche sans auteur"),
            model="directory.OrphanChase",
            draw=written,
            icon="mail",
            at="started_at",
            by="started_by",
            words=("listing__name",),
            **on_a_listing,
        )
    )

"""What accounts tell the journal: who of the team opened whose space."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.accounts.models import ActingAs, User
from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.ui.typography import clock


def said(acting: ActingAs) -> Said:
    """Whose space, why, and whether it is still open."""
    names = {"by": acting.by or _("Quelqu’un de l’équipe"), "user": acting.user}
    if acting.is_open:
        end = _("En cours, aucune écriture.")
    else:
        end = _("Fermé à %(clock)s, aucune écriture.") % {"clock": clock(acting.ended_at or acting.ends_at)}
    title = _("%(by)s a vu ce que voit %(user)s") % names
    return Said(title, _("Motif : « %(reason)s ».") % {"reason": acting.reason} + " " + end)


def own(user: User) -> Q:
    return Q(user=user)


def register() -> None:
    """Called once, when the apps are ready."""
    register_journal(
        Source(
            name="acting",
            label=gettext_lazy("Incarnation"),
            model="accounts.ActingAs",
            draw=said,
            icon="user",
            tone="yellow",
            words=("reason", "user__full_name", "user__email"),
            related=("user",),
            own=own,
        )
    )

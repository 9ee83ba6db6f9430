"""What needs tell the journal."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.directory.journal import signed
from startups.models import NeedMove


def moved(move: NeedMove) -> Said:
    title = _("%(startup)s, besoin : %(state)s") % {"startup": move.need.startup, "state": move.label.lower()}
    return Said(title, f"{move.need}. {signed(move.by, move.reason)}", move.need.get_absolute_url())


def register() -> None:
    """Called once, when the apps are ready."""
    register_journal(
        Source(
            name="need",
            label=gettext_lazy("Besoin"),
            model="startups.NeedMove",
            draw=moved,
            icon="target",
            listing="need__startup",
            words=("need__title", "need__startup__name", "reason"),
            related=("need__startup",),
        )
    )

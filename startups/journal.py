"""What needs and teams tell the journal."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.directory.journal import signed
from startups.models import Member, NeedMove


def moved(move: NeedMove) -> Said:
    title = _("%(startup)s, besoin : %(state)s") % {"startup": move.need.startup, "state": move.label.lower()}
    return Said(title, f"{move.need}. {signed(move.by, move.reason)}", move.need.get_absolute_url())


def joined(member: Member) -> Said:
    title = _("%(person)s a rejoint l’équipe de %(startup)s") % {"person": member.name, "startup": member.startup}
    return Said(title, str(member.get_role_display()).capitalize() + ".", member.startup.get_absolute_url())


def register() -> None:
    """Called once, when the apps are ready."""
    register_journal(
        Source(
            name="member",
            label=gettext_lazy("Équipe d’une startup"),
            model="startups.Member",
            draw=joined,
            icon="users",
            at="joined_at",
            by="",
            listing="startup",
            words=("name", "startup__name"),
            related=("startup",),
            only=Q(user__isnull=False),
        )
    )
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

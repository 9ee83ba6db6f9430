"""What rounds tell the journal: their moves, the sendings, and the calls of the team."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.directory.journal import signed
from ecosystem.matching.models import CallNote, Round, RoundMove, Sending
from ecosystem.ui.typography import clock


def moved(move: RoundMove) -> Said:
    state = str(Round.State(move.to_state).label).lower()
    title = _("%(round)s : %(state)s") % {"round": move.round, "state": state}
    tone = "red" if move.to_state == Round.State.FAILED else "teal" if move.to_state == Round.State.PUBLISHED else ""
    return Said(title, signed(move.by, move.reason), move.round.get_absolute_url(), tone)


def sent(sending: Sending) -> Said:
    state = _("Départ à %(clock)s.") % {"clock": clock(sending.leaves_at)}
    if sending.cancelled_at:
        state = _("Annulé à %(clock)s.") % {"clock": clock(sending.cancelled_at)}
    detail = f"{sending.round}. {signed(sending.by)} {state}"
    tone = "red" if sending.cancelled_at else "blue"
    return Said(_("Envoi confirmé"), detail, sending.round.get_absolute_url(), tone)


def called(note: CallNote) -> Said:
    person = note.proposal.mentor or note.proposal.funder
    return Said(_("Appel noté, %(person)s") % {"person": person}, f"{note.said} {signed(note.by)}")


def register() -> None:
    """Called once, when the apps are ready."""
    register_journal(
        Source(
            name="round",
            label=gettext_lazy("Tournée"),
            model="matching.RoundMove",
            draw=moved,
            icon="sliders-horizontal",
            words=("round__title", "reason"),
            related=("round",),
        )
    )
    register_journal(
        Source(
            name="sending",
            label=gettext_lazy("Envoi"),
            model="matching.Sending",
            draw=sent,
            icon="send",
            at="confirmed_at",
            words=("round__title",),
            related=("round",),
        )
    )
    register_journal(
        Source(
            name="call",
            label=gettext_lazy("Réponse"),
            model="matching.CallNote",
            draw=called,
            icon="phone",
            words=("said", "proposal__mentor__name", "proposal__funder__name"),
            related=("proposal__mentor", "proposal__funder"),
        )
    )

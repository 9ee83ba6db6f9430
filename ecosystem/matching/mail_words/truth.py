"""Whether what a mail says of a proposal or of a need is still so when it leaves, and what waits for a person."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.core.mail_digests import Todo
from ecosystem.matching.models import Proposal, Sending
from ecosystem.ui.typography import day, number
from startups.models import Need

MOST = 5
State, Answer = Proposal.State, Proposal.Answer


def _awaits_this_person(proposal: Proposal) -> bool:
    return proposal.state == State.SENT and not proposal.person_answer


def _awaits_the_person(proposal: Proposal) -> bool:
    """One of those that the mail asked about at least: a person's mail carries all her proposals of a round."""
    hers = Proposal.objects.sent().filter(round=proposal.round_id, mentor=proposal.mentor_id, funder=proposal.funder_id)
    return hers.filter(person_answer="").exists()


def _awaits_the_startup(proposal: Proposal) -> bool:
    return proposal.state == State.SENT and proposal.person_answer == Answer.YES and not proposal.startup_answer


CHECKS: Mapping[str, Callable[[Proposal], bool]] = {
    "proposals": _awaits_this_person,
    "proposals_together": _awaits_the_person,
    "reminder": _awaits_this_person,
    "last_chance": _awaits_this_person,
    "reminder_to_startup": _awaits_the_startup,
    "last_chance_to_startup": _awaits_the_startup,
    "startup_asked": _awaits_the_startup,
    "requester_waiting": _awaits_this_person,
    "introduction": lambda one: one.state == State.ACCEPTED,
}
"""By the last word of a mail's template; what is not here tells of something past, which stays true."""


def proposal_holds(pk: int, template: str) -> bool:
    """A question still awaits its answer, an introduction was not given back; a proposal that is gone says nothing."""
    proposal = Proposal.objects.filter(pk=pk).first()
    if proposal is None:
        return False
    check = CHECKS.get(template.rpartition("/")[2])
    return check is None or check(proposal)


def sending_holds(pk: int, _template: str) -> bool:
    """That somebody was asked is told unless the team took the sending back before the mail left."""
    return Sending.objects.filter(pk=pk, cancelled_at=None).exists()


def need_holds(pk: int, template: str) -> bool:
    """What goes on for a need is told while it is open; its end, whatever became of it since."""
    need = Need.objects.filter(pk=pk).first()
    return need is not None and (template.rpartition("/")[2] != "requester_moved" or need.state == Need.State.OPEN)


def waiting_for(user_id: int) -> Sequence[Todo]:
    """The answers that an account owes, the most urgent first, a few at most."""
    open_ = Proposal.objects.sent().filter(expires_on__gte=timezone.localdate()).with_parties().order_by("expires_on")
    hers = open_.filter(person_answer="", mentor__user=user_id) | open_.filter(person_answer="", funder__user=user_id)
    members = {"need__startup__members__user": user_id, "need__startup__members__role": "admin"}
    found = [*hers[:MOST], *open_.filter(person_answer=Answer.YES, startup_answer="", **members)[:MOST]]
    return [_todo(one, to_startup=bool(one.person_answer)) for one in found[:MOST]]


def _todo(proposal: Proposal, *, to_startup: bool) -> Todo:
    name = proposal.person.name if to_startup else proposal.need.startup.name
    title = _("Répondre à %(name)s avant le %(when)s") % {"name": name, "when": day(proposal.expires_on)}
    score = _("Score %(score)s sur 100.") % {"score": number(proposal.score_points)}
    return Todo(title, f"{proposal.need.title}. {score}", reverse("matching:proposal", args=[proposal.pk]))

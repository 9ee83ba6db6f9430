"""What the two ways to a proposal share: the page, and the act that only a POST does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.matching import answering, rules
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.giving_back import decline_and_rest
from ecosystem.matching.answer_forms import PersonDeclineForm
from ecosystem.matching.errors import AlreadyAnswered
from ecosystem.matching.forms import DeclineForm
from ecosystem.matching.models import Proposal

DELIVERY = "ecosystem.core.tasks.deliver_queued_mails"


class Visit:
    """One side of one proposal, read or answered; `shell` is the page's frame."""

    def __init__(
        self, request: HttpRequest, proposal: Proposal, side: str, address: answering.Address, shell: str
    ) -> None:
        self.request, self.proposal, self.side, self.address, self.shell = request, proposal, side, address, shell

    def show(self, *, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
        """The page; a refusal is shown in its place, with the state as it is now."""
        extra = {
            "refusal": refusal,
            "refusal_kind": type(refusal).__name__,
            "skills": answering.profile(self.proposal.person),
        }
        return self._page("matching/proposal.html", {**extra, "form": self._form()}, status)

    def answer(self) -> HttpResponse:
        """Act on a POST: accept, or decline with its one reason; anything else shows the page."""
        asked = self.request.POST.get("answer")
        if asked == "decline":
            return self.decline()
        return self._act(accept_proposal) if asked == "accept" else self.show(status=400)

    def decline(self) -> HttpResponse:
        """The form of refusal as a page; without a reason it asks for one."""
        if not rules.awaits(self.side, self.proposal, timezone.localdate()):
            return self._act(decline_proposal, reason="") if self.request.method == "POST" else redirect(self.here)
        form = self._form(self.request.POST if self.request.method == "POST" else None)
        if form.is_valid():
            said = {name: value for name, value in form.cleaned_data.items() if name != "rest"}
            return self._act(self._decline, **said)
        return self._page("matching/decline.html", {"form": form}, 200)

    @property
    def here(self) -> str:
        return self.address(self.proposal)

    def _act(self, action: Any, **fields: Any) -> HttpResponse:
        try:
            answered = action(self.proposal, side=self.side, by=self._signer(), **fields)
        except AlreadyAnswered as error:
            messages.info(self.request, str(error))
            return redirect(self.here)
        except Refused as error:
            self.proposal = Proposal.objects.with_parties().get(pk=self.proposal.pk)
            return self.show(refusal=error, status=409)
        enqueue(DELIVERY)
        messages.success(self.request, _thanks(answered, self.side))
        return redirect(self.here)

    def _form(self, data: QueryDict | None = None) -> DeclineForm:
        """A person may rest at the same time; a startup has nothing to rest from."""
        if self.side == Proposal.Side.PERSON:
            return PersonDeclineForm(self.proposal, data)
        return DeclineForm(self.side, data)

    def _decline(self, proposal: Proposal, *, side: str, by: User | None, **fields: Any) -> Proposal:
        if side == Proposal.Side.PERSON:
            return decline_and_rest(proposal, by=by, **fields)
        return decline_proposal(proposal, side=side, by=by, **fields)

    def _signer(self) -> User | None:
        """The account that signs the answer, when the one who came by the link is signed in on that side."""
        user = self.request.user
        return user if isinstance(user, User) and rules.side_of(user, self.proposal) == self.side else None

    def _page(self, template: str, more: dict[str, Any], status: int) -> HttpResponse:
        shown = answering.context(self.proposal, self.side, address=self.address)
        rail = answering.space(self.proposal, self.side)
        return render(self.request, template, {**shown, **more, "shell": self.shell, "space": rail}, status=status)


def _thanks(proposal: Proposal, side: str) -> str:
    if proposal.state == Proposal.State.ACCEPTED:
        return _("C’est un double oui : les coordonnées sont partagées.")
    if proposal.answer_of(side) == Proposal.Answer.YES:
        return _("Merci. Votre oui est enregistré, la startup est prévenue.")
    return _("Votre réponse est enregistrée. Merci de l’avoir donnée.")

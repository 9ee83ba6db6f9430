"""The page behind a link that gives something: with the account that is signed in, or with one made on the spot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from ecosystem.accounts.joining import create_proven, has_account, sign_in
from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.claiming.errors import LinkAltered
from ecosystem.directory.claiming.forms import JoinForm

DELIVERY = "ecosystem.core.tasks.deliver_queued_mails"


@dataclass(frozen=True)
class Door:
    """`email` is the address that the link was sent to, `take` what the link gives, `inside` where she goes then."""

    request: HttpRequest
    email: str
    take: Callable[[User], object]
    inside: Callable[[], str]
    thanks: str
    context: Mapping[str, Any]

    @property
    def person(self) -> User | None:
        return self.request.user if isinstance(self.request.user, User) else None

    def show(self, form: JoinForm | None = None, status: int = 200) -> HttpResponse:
        """What the link gives, and the one way to take it that fits who reads."""
        known = self.person is None and has_account(self.email)
        more = {
            "email": self.email,
            "known": known,
            "form": form or (None if self.person or known else JoinForm(email=self.email)),
            "other": self.person is not None and self.person.email != self.email,
        }
        return render(self.request, "directory/claiming/door.html", {**self.context, **more}, status=status)

    def open(self) -> HttpResponse:
        """Take it: an account is only made if what it was made for is given."""
        form = None
        if self.person is None:
            form = JoinForm(self.request.POST, email=self.email)
            if has_account(self.email) or not form.is_valid():
                return self.show(form if not has_account(self.email) else None, status=422)
        try:
            person = self._take(self.person, form)
        except Refused as error:
            messages.error(self.request, str(error))
            return redirect(self.request.path)
        if form is not None:
            sign_in(self.request, person)
        messages.success(self.request, self.thanks)
        enqueue(DELIVERY)
        return redirect(self.inside())

    @transaction.atomic
    def _take(self, person: User | None, form: JoinForm | None) -> User:
        taker = person or self._made(form.cleaned_data if form else {})
        self.take(taker)
        return taker

    def _made(self, said: Mapping[str, Any]) -> User:
        language = (get_language() or "fr")[:2]
        return create_proven(self.email, full_name=said["full_name"], password=said["password"], language=language)


def stopped(request: HttpRequest, error: Refused) -> HttpResponse:
    """A link that opens nothing says why: 400 for one that nobody signed, 410 for one that served."""
    altered = isinstance(error, LinkAltered)
    context = {"message": str(error), "altered": altered}
    return render(request, "directory/claiming/stopped.html", context, status=400 if altered else 410)

"""The words of the permission table: a row, and what each role is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ROLES = ("visitor", "founder", "mentor", "funder", "partner", "curator", "admin", "inactive")
OUTSIDE = ("visitor", "inactive")
TEAM = ("curator", "admin")


class To(StrEnum):
    """Redirections, told apart by where they lead."""

    LOGIN = "to the sign-in page, and back"
    ADMIN_LOGIN = "to the sign-in page of the back office"
    ELSEWHERE = "to another page of the site"


LOGIN, ADMIN_LOGIN, ELSEWHERE = To.LOGIN, To.ADMIN_LOGIN, To.ELSEWHERE
Answer = int | To
Answers = Mapping[str, Answer]


def everyone(answer: Answer, **but: Answer) -> Answers:
    """The same for all, except those named; an inactive account is a visitor."""
    return _with_inactive({**dict.fromkeys(ROLES, answer), **but}, but)


def members(answer: Answer, **but: Answer) -> Answers:
    """For whoever is signed in; the others sign in first."""
    return _with_inactive({**dict.fromkeys(ROLES, answer), "visitor": LOGIN, **but}, but)


def only(**answers: Answer) -> Answers:
    """For those named; other members find nothing there, and visitors sign in first."""
    return members(404, **answers)


def team(answer: Answer) -> Answers:
    """For the association's team."""
    return only(curator=answer, admin=answer)


def shown_to(*roles: str) -> Answers:
    """A page that looks public, and exists for these only."""
    return everyone(404, **dict.fromkeys(roles, 200))


def office(answer: Answer) -> Answers:
    """For administrators; everyone else is sent to its sign-in address, which is that of the site or a 403."""
    return everyone(ADMIN_LOGIN, admin=answer)


def _with_inactive(answers: dict[str, Answer], but: Mapping[str, Answer]) -> Answers:
    return {**answers, "inactive": but.get("inactive", answers["visitor"])}


@dataclass(frozen=True)
class Row:
    """One address in one state of its object, and what each role is answered by GET and by POST.

    `args` are paths from the world ("startup.pk"); `given` brings the world into the state that `state` names.
    `page` is false for what is no HTML page of ours, `head` for what refuses HEAD, `csrf` for what has no session;
    `stores_session` is for a page that may note in the visitor's session where she is, and writes nothing else.
    """

    name: str
    args: tuple[str, ...] = ()
    state: str = ""
    get: Answers = field(default_factory=lambda: everyone(405))
    post: Answers | None = field(default_factory=lambda: everyone(405))
    data: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    given: Callable[[Any], object] | None = None
    page: bool = True
    head: bool = True
    stores_session: bool = False
    csrf: bool = True

    def __str__(self) -> str:
        return f"{self.name} [{self.state}]" if self.state else self.name

    @property
    def readers(self) -> list[str]:
        """The roles that read a page there."""
        return [role for role in ROLES if self.get[role] == 200]

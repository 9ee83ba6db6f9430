"""What each app forgets of a person who erases her account (registered from `AppConfig.ready()`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from ecosystem.accounts.models import User

Text = str | Promise


@dataclass(frozen=True)
class Obstacle:
    """What must be settled before: said in words, with the page where it is done."""

    text: Text
    url: str = ""


@dataclass(frozen=True)
class Eraser:
    """How an app forgets a person, inside the transaction, and what stands in its way."""

    forget: Callable[[User], None]
    obstacles: Callable[[User], Iterable[Obstacle]] = lambda user: ()


_erasers: dict[str, Eraser] = {}


def register_eraser(name: str, eraser: Eraser) -> None:
    """Add one; the same name again replaces it."""
    _erasers[name] = eraser


def obstacles_of(user: User) -> list[Obstacle]:
    """What stands in the way, in all apps."""
    return [one for eraser in _erasers.values() for one in eraser.obstacles(user)]


def forget_everywhere(user: User) -> None:
    """Each app forgets the person; her account itself comes last."""
    for eraser in _erasers.values():
        eraser.forget(user)

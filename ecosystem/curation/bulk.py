"""One decision about several things that wait: each in its own transaction, those refused told apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.curation import deciding
from ecosystem.curation.desk import Item
from ecosystem.directory.noting import tag_listing

AT_ONCE = 100
"""Rows of one decision at most."""


class OneByOne(Refused):
    """A report, or a suggestion in words, is answered by itself."""

    message = _("Cela se décide un par un.")


class NobodyToWrite(Refused):
    """A listing without an account has no owner to write to."""

    message = _("Cette fiche n’appartient à aucun compte : personne à qui écrire.")


class TagMissing(Refused):
    """A tag has a name."""

    message = _("Écrivez l’étiquette à ajouter.")


@dataclass
class Outcome:
    """What was done, and what was refused with the reason."""

    done: list[Item] = field(default_factory=list)
    refused: list[tuple[Item, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for all the rows; `token` makes the same form sent twice write to people once."""

    verb: str
    by: User
    message: str = ""
    tag: str = ""
    token: str = ""


def decide_many(items: Sequence[Item], asked: Asked) -> Outcome:
    """The same act for each row; one that fails leaves the others done."""
    outcome = Outcome()
    for item in items[:AT_ONCE]:
        try:
            with transaction.atomic():
                ACTS[asked.verb](item, asked)
        except Refused as error:
            outcome.refused.append((item, str(error)))
        else:
            outcome.done.append(item)
    return outcome


def _publish(item: Item, asked: Asked) -> None:
    if item.key.sort == "fiche":
        deciding.decide(item.full, "publish", by=asked.by)
    elif item.key.sort == "modification":
        deciding.publish_change(item.row, by=asked.by, fields=list(item.row.values))
    elif item.key.sort == "suggestion" and item.row.values:
        deciding.answer_suggestion(item.row, by=asked.by, fields=list(item.row.values))
    else:
        raise OneByOne


def _ask(item: Item, asked: Asked) -> None:
    if item.key.sort == "fiche":
        deciding.decide(item.full, "request_changes", by=asked.by, message=asked.message)
    elif item.key.sort == "modification":
        deciding.ask_about_change(item.row, by=asked.by, message=asked.message)
    else:
        raise OneByOne


def _tag(item: Item, asked: Asked) -> None:
    if tag_listing(item.listing, asked.tag) is None:
        raise TagMissing


def _write(item: Item, asked: Asked) -> None:
    key = f"word:{asked.token}:{item.listing.pk}"
    if not deciding.write_owners(item.full, message=asked.message, key=key):
        raise NobodyToWrite


ACTS: dict[str, Callable[[Item, Asked], None]] = {
    "publish": _publish,
    "request_changes": _ask,
    "tag": _tag,
    "word": _write,
}

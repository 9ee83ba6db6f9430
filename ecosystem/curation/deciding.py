"""What a curator decides about what waits, and how its owner or its author learns it."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.mail import write_mail
from ecosystem.curation.taken import written_or_refused
from ecosystem.directory.actions import move_listing
from ecosystem.directory.errors import AlreadyDecided
from ecosystem.directory.fields import fields_of, label_of, of_its_kind
from ecosystem.directory.models import Listing, Report, Revision, Suggestion
from ecosystem.directory.owners import deciders_of
from ecosystem.directory.telling import close_report, decide_suggestion
from ecosystem.directory.writing import decide_revision, lock

Decision = Literal["publish", "request_changes"]
TO_THE_PAGE = frozenset({"publish", "change", "suggestion_applied", "restored"})
"""Kinds of mails whose button leads to the public page; the others lead to the owner's space."""
LONGEST = 500
"""Characters of a message to an owner."""


class MessageMissing(Refused):
    """A correction is asked for with words, or nobody knows what to correct."""

    message = _("Dites en une phrase ce qu’il faut corriger, puis renvoyez votre décision.")


class NothingChosen(Refused):
    """Publishing a change puts at least one of its fields on line."""

    message = _("Gardez au moins un champ pour publier, ou refusez la modification entière.")


class ChangedMeanwhile(Refused):
    """Nobody puts on line words that she has not read."""

    message = _("La fiche a changé depuis que vous la lisez. Relisez-la, puis renvoyez votre décision.")


def refuse_unread(listing: Listing, version: int | None) -> None:
    """Hold the listing, and refuse where it is no longer at the version that was read; None where nobody said."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile


@transaction.atomic
def decide(listing: Listing, decision: Decision, *, by: User, message: str = "", fields: Iterable[str] = ()) -> Listing:
    """Publish a submitted listing or ask for a correction, and write it to those who own it, once."""
    words = _words(message, needed=decision == "request_changes")
    named = [name for name in fields_of(listing) if name in set(fields)] if decision == "request_changes" else []
    move_listing(listing, decision, by=by, reason=words, fields=named)
    move = listing.moves.latest("pk")
    tell_owners(listing, f"listing-move:{move.pk}", decision, message=words, fields=named)
    return listing


@transaction.atomic
def publish_change(revision: Revision, *, by: User, fields: Iterable[str], message: str = "") -> Revision:
    """Put on line the chosen fields of what the owner changed; what is left out is refused, with words."""
    full, chosen = of_its_kind(revision.listing), set(fields) & set(revision.values)
    if not chosen:
        raise NothingChosen
    words = _words(message, needed=chosen != set(revision.values))
    with written_or_refused():
        decide_revision(revision, full, by=by, fields=chosen, message=words)
    kept_out = [name for name in revision.values if name not in chosen]
    tell_owners(full, f"revision:{revision.pk}", "change", message=words, fields=kept_out)
    return revision


@transaction.atomic
def refuse_change(revision: Revision, *, by: User, message: str) -> Revision:
    """Leave the page as it is: the change is closed, and its author reads why."""
    full, words = of_its_kind(revision.listing), _words(message, needed=True)
    decide_revision(revision, full, by=by, fields=(), message=words)
    tell_owners(full, f"revision:{revision.pk}", "change_refused", message=words, fields=list(revision.values))
    return revision


@transaction.atomic
def ask_about_change(revision: Revision, *, by: User, message: str, fields: Iterable[str] = ()) -> Revision:
    """Ask the owner to correct what waits; it leaves the queue until she writes it again, and nothing of it is lost."""
    words, full = _words(message, needed=True), lock(of_its_kind(revision.listing))
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if not Revision.objects.to_read().filter(pk=locked.pk).exists():
        raise AlreadyDecided
    named, now = [name for name in locked.values if name in set(fields)], timezone.now()
    asked = Revision.objects.filter(pk=locked.pk)
    asked.update(asked_at=now, asked_fields=named, message=words, decided_by=by)
    key = f"revision:{locked.pk}:{now.isoformat()}"
    tell_owners(full, key, "request_changes", message=words, fields=named)
    return locked


@transaction.atomic
def answer_suggestion(suggestion: Suggestion, *, by: User, fields: Iterable[str], answer: str = "") -> Suggestion:
    """Accept some fields of a suggestion, or none, and thank its author."""
    full = of_its_kind(suggestion.listing)
    with written_or_refused():
        written = decide_suggestion(suggestion, full, by=by, fields=fields, answer=answer.strip())
    suggestion.refresh_from_db()
    _tell_author(suggestion, "suggestion", message=answer.strip(), fields=list(suggestion.accepted_fields))
    if written.changed:
        changed = list(written.changed)
        tell_owners(full, f"suggestion:{suggestion.pk}", "suggestion_applied", message="", fields=changed)
    return suggestion


@transaction.atomic
def answer_report(report: Report, outcome: str, *, by: User, answer: str = "") -> Report:
    """Close a report with what was done; a listing that is hidden for it leaves the directory in the same act."""
    closed = close_report(report, outcome, by=by, answer=answer)
    if outcome == Report.Outcome.HIDDEN:
        reason = str(_("Signalement : %(reason)s") % {"reason": report.get_reason_display()})
        move_listing(report.listing, "hide", by=by, reason=reason[:LONGEST])
    _tell_author(closed, "report", message=closed.answer, fields=[])
    return closed


def write_owners(listing: Listing, *, message: str, key: str) -> int:
    """A few words of the team to those who own a listing; how many were written to."""
    words = _words(message, needed=True)
    return tell_owners(listing, key, "word", message=words, fields=[])


def _words(message: str, *, needed: bool) -> str:
    words = message.strip()
    if needed and not words:
        raise MessageMissing
    return words[:LONGEST]


def tell_owners(listing: Listing, key: str, kind: str, *, message: str, fields: Sequence[str]) -> int:
    """Write one kind of mail to each owner, once a key; how many were written to."""
    page = listing.get_absolute_url() if kind in TO_THE_PAGE else reverse("home:space")
    people = deciders_of(listing)
    for owner in people:
        write_mail(
            key=f"{key}:{owner.pk}",
            to=owner.email,
            template=f"curation/mails/{kind}",
            context={"listing": listing, "user": owner, "message": message, "labels": labels(listing, fields)},
            language=owner.language,
            reader=owner.pk,
            about=f"directory.listing:{listing.pk}",
            url=page,
        )
    return len(people)


def _tell_author(told: Suggestion | Report, kind: str, *, message: str, fields: Sequence[str]) -> None:
    """Only somebody who left an address, or has an account, is answered."""
    to = told.by.email if told.by else told.email
    if not to:
        return
    listing: Any = of_its_kind(told.listing)
    write_mail(
        key=f"{kind}:{told.pk}",
        to=to,
        template=f"curation/mails/{kind}",
        context={"listing": listing, "told": told, "message": message, "labels": labels(listing, fields)},
        language=told.language,
        reader=told.by_id,
        about=f"directory.listing:{listing.pk}",
        url=listing.get_absolute_url(),
    )


def labels(listing: Listing, names: Sequence[str]) -> "Labels":
    """The fields by name, translated when the mail is drawn."""
    return Labels(listing, names)


class Labels:
    """Names of fields, read in the language of the reader."""

    def __init__(self, listing: Listing, names: Sequence[str]) -> None:
        self.listing, self.names = listing, list(names)

    def __iter__(self) -> Any:
        return iter([label_of(self.listing, name) for name in self.names])

    def __bool__(self) -> bool:
        return bool(self.names)

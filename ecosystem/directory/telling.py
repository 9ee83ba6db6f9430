"""What anybody may tell the team of a published listing, and what the team answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.directory.errors import AlreadyDecided
from ecosystem.directory.fields import fields_of, values_of
from ecosystem.directory.models import Listing, Origin, Report, Suggestion
from ecosystem.directory.writing import Written, lock, write_listing

SHAPES = ("line", "words", "number", "choice", "date", "address")
"""What a stranger corrects in a form; lists and terms are said in words."""
OWN = frozenset({"capacity", "employer_siren", "files_per_month", "hours_per_month", "language", "parent_siren"})
"""What only the person herself knows, or what the site uses for itself."""


class NothingSuggested(Refused):
    """A suggestion changes a field, or says in words what should change."""

    message = _("Corrigez au moins un champ, ou dites en quelques mots ce qu’il faudrait changer.")


def fields_to_correct(listing: Listing) -> list[str]:
    """The public fields that a form can hold, in order; what its author keeps back is not public."""
    fields, left_out = fields_of(listing).items(), OWN | listing.kept_back
    return [name for name, field in fields if field.shape in SHAPES and not field.private and name not in left_out]


def suggest(
    listing: Listing, values: Mapping[str, Any], *, by: User | None, email: str, message: str, language: str
) -> Suggestion:
    """Keep what differs from the page, for the team to read; the page itself does not change."""
    fields, now = fields_of(listing), values_of(listing, list(values))
    plain = {name: fields[name].plain(type(listing), value) for name, value in values.items()}
    changed = {name: value for name, value in plain.items() if value != now[name]}
    if not changed and not message.strip():
        raise NothingSuggested
    return Suggestion.objects.create(
        listing_id=listing.pk,
        values=changed,
        base={name: now[name] for name in changed},
        by=by,
        email=email,
        message=message.strip(),
        language=language,
    )


def report(listing: Listing, *, reason: str, text: str, by: User | None, email: str, language: str) -> Report:
    """Open a report; it stays open until the team says what it did."""
    return Report.objects.create(
        listing_id=listing.pk, reason=reason, text=text.strip(), by=by, email=email, language=language
    )


@transaction.atomic
def decide_suggestion(
    suggestion: Suggestion, listing: Any, *, by: User, fields: Iterable[str], answer: str = ""
) -> Written[Any]:
    """Write the fields that the curator accepts, as the suggestion's word, and close it."""
    locked = lock(listing)
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk, listing_id=locked.pk)
    if suggestion.state != Suggestion.State.PENDING:
        raise AlreadyDecided
    wanted = set(fields)
    known = fields_of(locked)
    accepted = {name: value for name, value in suggestion.values.items() if name in wanted and name in known}
    suggestion.accepted_fields = list(accepted)
    suggestion.decided_by, suggestion.decided_at, suggestion.answer = by, timezone.now(), answer[:1000]
    suggestion.state = _outcome(len(accepted), len(suggestion.values))
    suggestion.save()
    return write_listing(
        locked, accepted, by=by, origin=Origin.SUGGESTION, reason=answer[:500], ref=f"suggestion:{suggestion.pk}"
    )


@transaction.atomic
def close_report(report: Report, outcome: str, *, by: User, answer: str = "") -> Report:
    """Say once what the team did about a report."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if locked.outcome:
        raise AlreadyDecided
    locked.outcome, locked.answer = outcome, answer.strip()[:1000]
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save()
    return locked


def _outcome(accepted: int, asked: int) -> str:
    if not accepted:
        return Suggestion.State.REFUSED
    return Suggestion.State.ACCEPTED if accepted == asked else Suggestion.State.PARTLY

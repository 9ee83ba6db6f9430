"""What waits in the sample queue: new listings, changes, suggestions and reports, since a few hours or days."""

from typing import Any

from ecosystem.accounts.models import User
from ecosystem.curation.samples.reading import Said, ago, curator, listing, person
from ecosystem.directory.actions import move_listing, save_under_a_free_slug
from ecosystem.directory.models import FieldOrigin, Listing, Report, Revision, Sector, Suggestion
from ecosystem.directory.places import find_place
from ecosystem.directory.telling import close_report, report, suggest
from ecosystem.directory.writing import write_listing
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Member, Startup

MODELS: dict[str, Any] = {"startup": Startup, "mentor": Mentor, "funder": Funder}


def write_owners(said: Said) -> int:
    """Some founders of the sample have accounts, and write their listings themselves."""
    for name, who in said["owners"].items():
        Member.objects.filter(startup=listing(name), name=who).update(user=person(who))
    return 0


def write_listings(said: Said) -> int:
    for entry in said["waiting"]:
        _new_listing(entry)
    again = said["sent_again"]
    found = listing(again["name"])
    move_listing(found, "request_changes", by=curator(), reason=again["message"], fields=again["fields"])
    move_listing(found, "submit", by=found.created_by)
    when = ago(hours=again["hours_ago"])
    asked, sent = found.moves.order_by("-pk")[1], found.moves.latest("pk")
    found.moves.filter(pk__lt=asked.pk).update(at=ago(hours=2 * again["hours_ago"]))
    found.moves.filter(pk=asked.pk).update(at=ago(hours=1.5 * again["hours_ago"]))
    found.moves.filter(pk=sent.pk).update(at=when)
    Listing.objects.filter(pk=found.pk).update(submitted_at=when)
    return len(said["waiting"]) + 1


def _new_listing(entry: Said) -> None:
    author, when = person(entry["by"]), ago(hours=entry["hours_ago"])
    values = dict(entry["values"])
    place = find_place(values["city"], "FR")
    where = {"region": place.department, "latitude": place.latitude, "longitude": place.longitude} if place else {}
    made = MODELS[entry["kind"]](name=entry["name"], created_by=author, contact_email=author.email, **where, **values)
    if entry["kind"] != "startup":
        made.user = author
    save_under_a_free_slug(made)
    made.sectors.set(Sector.objects.filter(slug__in=entry["sectors"]))
    if entry["kind"] == "startup":
        Member.objects.create(startup=made, user=author, name=author.full_name, role=Member.Role.ADMIN)
    move_listing(made, "submit", by=author)
    made.moves.update(at=when)
    Listing.objects.filter(pk=made.pk).update(created_at=when, submitted_at=when, updated_at=when)


def write_revisions(said: Said) -> int:
    """What owners changed of published listings: part of it is on line, part waits."""
    for entry in said["revisions"]:
        author, when, found = person(entry["by"]), ago(hours=entry["hours_ago"]), listing(entry["listing"])
        written = write_listing(found, entry["values"], by=author, base_version=found.version)
        Revision.objects.pending().filter(listing=found.pk).update(at=when)
        if written.changed:
            date_back(found, when)
    return len(said["revisions"])


def date_back(found: Listing, when: Any) -> None:
    """The last version of a listing, and what it says of the fields, are of that moment."""
    last = found.versions.latest("number")
    found.versions.filter(pk=last.pk).update(at=when)
    FieldOrigin.objects.filter(listing=found.pk, field__in=last.changes).update(at=when)
    if last.origin == "owner":
        Listing.objects.public().filter(pk=found.pk).update(verified_at=when)


def write_suggestions(said: Said) -> int:
    for entry in said["suggestions"]:
        made = suggest(
            listing(entry["listing"]),
            entry["values"],
            by=_by(entry),
            email=entry["email"],
            message=entry["message"],
            language=entry["language"],
        )
        Suggestion.objects.filter(pk=made.pk).update(at=ago(hours=entry["hours_ago"]))
    return len(said["suggestions"])


def write_reports(said: Said) -> int:
    for entry in said["reports"]:
        made = report(
            listing(entry["listing"]),
            reason=entry["reason"],
            text=entry["text"],
            by=_by(entry),
            email=entry["email"],
            language=entry["language"],
        )
        Report.objects.filter(pk=made.pk).update(at=ago(hours=entry["hours_ago"]))
        if entry.get("outcome"):
            close_report(made, entry["outcome"], by=curator(), answer=entry["answer"])
            Report.objects.filter(pk=made.pk).update(decided_at=ago(hours=entry["hours_ago"] - 20))
    return len(said["reports"])


def _by(entry: Said) -> User | None:
    return person(entry["by"]) if entry.get("by") else None

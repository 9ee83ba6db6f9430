"""The upkeep of the sample directory: its history, its imports, what was merged, how fresh it is, and its links."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.utils import timezone

from ecosystem.curation.imports import runs, writing
from ecosystem.curation.samples.reading import FOLDER, REF, Said, ago, curator, listing, person
from ecosystem.curation.samples.waiting import date_back
from ecosystem.directory.audience import record_opening
from ecosystem.directory.duplicates import find_likenesses
from ecosystem.directory.links import gather, tonight
from ecosystem.directory.merging import merge_listings
from ecosystem.directory.models import (
    MOVED,
    FreshnessAsk,
    ImportRun,
    LinkCheck,
    Listing,
    ListingMove,
    Merge,
    Opening,
    Origin,
    Version,
)
from ecosystem.directory.writing import restore_version, write_listing

Check = Listing.Check


def write_versions(said: Said) -> int:
    """Edits by an owner and by the team, and one that was taken back."""
    for entry in said["versions"]:
        author, found = person(entry["by"]), listing(entry["listing"])
        if "restore" in entry:
            restore_version(found, entry["restore"], by=author, fields=entry["fields"], reason=entry["reason"])
        else:
            origin = Origin.STAFF if author.is_curator else Origin.OWNER
            reason = entry.get("reason", "")
            write_listing(found, entry["values"], by=author, origin=origin, reason=reason, ref=REF)
        date_back(found, ago(days=entry["days_ago"]))
    return len(said["versions"])


def write_openings(said: Said) -> int:
    for entry in said["openings"]:
        reason = entry.get("reason", "")
        made = record_opening(listing(entry["listing"]), entry["what"], by=person(entry["by"]), reason=reason)
        Opening.objects.filter(pk=made.pk).update(at=ago(days=entry["days_ago"]))
    return len(said["openings"])


def write_imports(said: Said) -> int:
    """One file that was written some weeks ago, and one that was tried today and waits for a person."""
    for entry in said["imports"]:
        with (FOLDER / entry["file"]).open("rb") as handle:
            run = runs.receive_file(
                File(handle, name=entry["file"]), kind=entry["kind"], by=curator(), source=entry["source"]
            )
        runs.ask_for_trial(run, run.mapping, publish=False)
        writing.try_import(run.pk, REF)
        if entry["done"]:
            runs.ask_for_import(run)
            writing.write_import(run.pk, REF)
            _date_back_import(run, ago(days=entry["days_ago"]))
    return len(said["imports"])


def _date_back_import(run: ImportRun, when: datetime) -> None:
    ended = when + timedelta(seconds=1)
    ImportRun.objects.filter(pk=run.pk).update(created_at=when, began_at=when, beat_at=ended, ended_at=ended)
    made = Listing.objects.filter(import_lines__run=run).values("pk")
    Version.objects.filter(listing__in=made).update(at=when)
    ListingMove.objects.filter(listing__in=made).update(at=when)
    Listing.objects.filter(pk__in=made).update(created_at=when, updated_at=when)


def write_merge(said: Said) -> int:
    """Two listings of one company that the team has made one."""
    entry = said["merge"]
    kept, gone, when = listing(entry["kept"]), listing(entry["gone"]), ago(days=entry["days_ago"])
    merge = merge_listings(kept, gone, values={}, by=curator(), reason=entry["reason"])
    Merge.objects.filter(pk=merge.pk).update(at=when)
    ListingMove.objects.filter(listing=gone.pk, to_state=Listing.State.MERGED).update(at=when)
    return 1


def write_freshness(said: Said) -> int:
    """Listings of every age, asked once to four times, and how those that answered were verified."""
    for name, (days, count, last) in said["verified"].items():
        pk, since = listing(name).pk, ago(days=days)
        Listing.objects.filter(pk=pk).update(verified_at=since, published_at=since)
        if count:
            dates = {"since": since, "first_at": ago(days=last + 14 * (count - 1)), "last_at": ago(days=last)}
            FreshnessAsk.objects.create(listing_id=pk, count=count, **dates)
    for place, (name, after) in enumerate(said["confirmed"].items(), start=3):
        pk, answered = listing(name).pk, ago(days=3 * place)
        Listing.objects.filter(pk=pk).update(verified_at=answered, verified_how=Check.CONFIRMED)
        first = answered - timedelta(days=14 * after - 12)
        dates = {"since": first - timedelta(days=183), "first_at": first, "last_at": answered - timedelta(days=2)}
        facts = {"answer": FreshnessAsk.Answer.VERIFIED, "answered_at": answered, "answered_after": after}
        FreshnessAsk.objects.create(listing_id=pk, count=after, **dates, **facts)
    for how, names in ((Check.CALL, said["called"]), (Check.EDITED, said["edited"])):
        Listing.objects.filter(name__in=names).update(verified_how=how)
    return len(said["verified"]) + len(said["confirmed"])


def write_links(said: Said) -> int:
    """Every link was tried last night: most answer, some do not, one has moved."""
    gather()
    now = timezone.now()
    LinkCheck.objects.update(night=tonight(), checked_at=now, status=200)
    for entry in said["dead_links"]:
        since = ago(days=entry["nights"])
        facts: dict[str, Any] = {"why": entry["why"], "status": entry.get("status"), "fail_count": entry["nights"]}
        told = since + timedelta(days=3)
        _link(entry).update(**facts, failing_since=since, told_at=told if told < now else None)
    for entry in said["moved_links"]:
        _link(entry).update(final_url=entry["final"], status=MOVED)
    return len(said["dead_links"]) + len(said["moved_links"])


def _link(entry: Said) -> Any:
    return LinkCheck.objects.filter(listing=listing(entry["listing"]).pk)


def write_likenesses(said: Said) -> int:
    """What the nightly search for duplicates finds in all this."""
    return find_likenesses()

"""What the team keeps for itself beside a listing: notes, tags, and who follows it."""

from django.db import IntegrityError, transaction

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.text import fold
from ecosystem.directory.models import Assignment, Listing, Note, Tag


def add_note(listing: Listing, text: str, *, by: User) -> Note | None:
    """Keep a few words; empty ones are nothing, and the same words sent twice are kept once."""
    words = text.strip()[:2000]
    if not words:
        return None
    last = listing.notes.order_by("-pk").first()
    if last and (last.text, last.by_id) == (words, by.pk):
        return last
    return Note.objects.create(listing_id=listing.pk, text=words, by=by)


def remove_note(note: Note, *, by: User) -> None:
    """Only whoever wrote a note takes it away."""
    if note.by_id != by.pk:
        raise Refused
    note.delete()


def tag_listing(listing: Listing, name: str) -> Tag | None:
    """Add a word to a listing; a word that exists in other capitals or accents is the same."""
    words = " ".join(name.split())[:40]
    if not words:
        return None
    tag = _tag(words)
    tag.listings.add(listing.pk)
    return tag


def untag_listing(listing: Listing, tag: Tag) -> None:
    """Take a word away; a word that no listing bears any more goes."""
    tag.listings.remove(listing.pk)
    if not tag.listings.exists():
        tag.delete()


def assign_listing(listing: Listing, person: User | None, *, by: User) -> None:
    """Say who of the team follows a listing, or nobody."""
    if person is None:
        Assignment.objects.filter(listing_id=listing.pk).delete()
        return
    if not person.is_curator:
        raise Refused
    Assignment.objects.update_or_create(listing_id=listing.pk, defaults={"person": person, "by": by})


def _tag(words: str) -> Tag:
    found = Tag.objects.filter(key=fold(words)).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Tag.objects.create(name=words)
    except IntegrityError:  # somebody wrote it in the same moment
        return Tag.objects.get(key=fold(words))

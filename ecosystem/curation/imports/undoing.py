"""Taking an import back: what it made leaves, what it changed is as before, unless somebody has worked on it since."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecosystem.curation.imports.columns import MODELS
from ecosystem.curation.imports.errors import ImportMoved, TooLateToUndo
from ecosystem.curation.imports.runs import State, claim, locked_run, sign_of_life, start_writing, work
from ecosystem.curation.writing.owned import owned_among
from ecosystem.directory.fields import fields_of, of_its_kind, values_of
from ecosystem.directory.models import FieldOrigin, ImportLine, ImportRun, Listing, Origin
from ecosystem.directory.writing import Changes, record_many
from ecosystem.search.actions import IndexBusy, IndexUnavailable, remove

logger = logging.getLogger(__name__)

BATCH = 100
Undone = ImportLine.Undone
OWN = frozenset(
    {
        "directory.listing", "startups.startup", "mentors.mentor", "funders.funder", "tradeshows.tradeshow",
        "directory.listing_sectors", "directory.listingmove", "directory.fieldorigin", "directory.version",
        "mentors.mentorskill", "tradeshows.edition", "startups.need", "startups.need_sectors", "startups.needmove",
        "directory.importline", "directory.likeness", "directory.linkcheck", "directory.freshnessask",
        "directory.orphanchase",
    }
)  # fmt: skip
"""What an import itself, or the site by itself, hangs on a listing; anything else was put there by somebody."""


@transaction.atomic
def ask_for_undo(run: ImportRun) -> None:
    """Have everything that the run wrote taken back; asked twice, it is asked once."""
    locked = locked_run(run)
    if locked.state in {State.UNDOING, State.UNDONE}:
        raise ImportMoved
    if not locked.may_be_undone:
        raise TooLateToUndo
    start_writing(locked, State.UNDOING)


def undo_import(run_id: int, lease: str) -> bool:
    """Take back line after line, the last first; a line taken back is not taken back again."""
    run = claim(run_id, State.UNDOING, lease)
    if run is None:
        return False

    def act() -> dict[str, Any]:
        with override(run.by.language if run.by else "fr"):
            while _undo_batch(run):
                pass
        return {}

    return work(run, act, done=State.UNDONE, stopped=State.STOPPED)


@transaction.atomic
def _undo_batch(run: ImportRun) -> bool:
    """A batch of lines, whole or not at all; False when none is left."""
    locked_run(run)
    sign_of_life(run)
    written = run.lines.filter(state__in=["created", "updated"], undone="").order_by("-line")
    lines = list(written[:BATCH])
    _remove([line for line in lines if line.is_new], run)
    _restore([line for line in lines if not line.is_new], run)
    ImportLine.objects.bulk_update(lines, ["undone", "undone_why", "listing"])
    return bool(lines)


def _remove(lines: Sequence[ImportLine], run: ImportRun) -> None:
    """Delete the listings that the run created and that nobody touched since."""
    if not lines:
        return
    found = {one.pk: one for one in _held([line.listing_id for line in lines])}
    owned, moved = owned_among(run.kind, list(found)), _moved_since(run, list(found))
    free: list[ImportLine] = []
    for line in lines:
        listing = found.get(line.listing_id or 0)
        if listing is None:
            _told(line, Undone.KEPT, _("Elle n’existe plus."))
        elif listing.version > 1 or listing.pk in moved:
            _told(line, Undone.KEPT, _("Elle a été modifiée depuis."))
        elif listing.pk in owned:
            _told(line, Undone.KEPT, _("Quelqu’un l’a reprise depuis."))
        else:
            free.append(line)
    _delete(free, MODELS[run.kind])


def _delete(lines: Sequence[ImportLine], model: Any) -> None:
    """All of them in a few statements when nothing else hangs on any, else those on which nothing does."""
    rows = model._base_manager.in_bulk([line.listing_id for line in lines])
    if not _hangs_on(list(rows.values())):
        model._base_manager.filter(pk__in=rows).delete()
        for line in lines:
            _told(line, Undone.REMOVED)
    elif len(lines) > 1:
        half = len(lines) // 2
        _delete(lines[:half], model)
        _delete(lines[half:], model)
        return
    else:
        what = _hangs_on(list(rows.values()))
        _told(lines[0], Undone.KEPT, _("Autre chose s’y rattache : %(what)s.") % {"what": what})
        return
    transaction.on_commit(partial(_leave_the_index, list(rows)))
    for line in lines:
        line.listing_id = None


def _leave_the_index(pks: list[int]) -> None:
    """The search forgets them; while it is busy it shows nothing of a listing that is gone."""
    try:
        remove(pks)
    except (IndexBusy, IndexUnavailable):
        logger.info("The search index was busy: %d listings leave it when it is next built.", len(pks))


def _moved_since(run: ImportRun, pks: Sequence[int]) -> set[int]:
    """Listings whose state somebody moved after the import."""
    after = run.ended_at or run.began_at or run.created_at
    moves = Listing.objects.filter(pk__in=pks, moves__at__gt=run.began_at or after)
    theirs = moves.exclude(moves__reason=_("Import « %(source)s »") % {"source": run.source})
    return set(theirs.values_list("pk", flat=True))


def _hangs_on(rows: Sequence[Any]) -> str:
    """The first thing that the import did not put there, in words, or nothing."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    try:
        collector.collect(rows)
    except ProtectedError as error:
        return str(next(iter(error.protected_objects))._meta.verbose_name)
    models: set[Any] = set(collector.model_objs)
    foreign = [model for model in models if model._meta.label_lower not in OWN]
    protected: set[Any] = {type(one) for one in collector.protected}
    others = [*foreign, *protected]
    return str(others[0]._meta.verbose_name) if others else ""


def _restore(lines: Sequence[ImportLine], run: ImportRun) -> None:
    """Bring back the fields that still say what the run wrote."""
    found = {one.pk: one for one in _held([line.listing_id for line in lines])}
    written: dict[int, Changes] = {}
    for line in lines:
        listing = found.get(line.listing_id or 0)
        if listing is None:
            _told(line, Undone.KEPT, _("Elle n’existe plus."))
            continue
        back = _Back()
        changes = _fields_back(line, of_its_kind(listing), back)
        if changes:
            written[listing.pk] = changes
        for note in line.extras:
            _row_back(note, back)
        if not back.kept:
            _told(line, Undone.RESTORED)
        else:
            _told(line, Undone.PARTLY if back.done else Undone.KEPT, _kept_words(back.kept))
    if written:
        record_many(written, by=run.by, origin=Origin.IMPORT, reason=_("Import annulé"), ref=f"{run.ref}:undo")
        _origins_back([line for line in lines if line.listing_id in written], written)


@dataclass(slots=True)
class _Back:
    """What of a line went back, and the names of what was changed since and stays."""

    done: int = 0
    kept: list[str] = field(default_factory=list)


def _fields_back(line: ImportLine, listing: Any, back: _Back) -> Changes:
    """Write the former values where nobody wrote since."""
    fields = fields_of(listing)
    names = [name for name in line.changes if name in fields]
    now = values_of(listing, names)
    changes: Changes = {}
    for name in names:
        before, after = line.changes[name]
        if now[name] != after:
            back.kept.append(fields[name].label(type(listing)))
            continue
        fields[name].store(listing, before)
        changes[name] = [after, before]
        back.done += 1
    if changes:
        listing.save()
        for name, (_after, before) in changes.items():
            fields[name].relate(listing, before)
    return changes


def _row_back(note: dict[str, Any], back: _Back) -> None:
    """Take back a row beside the listing: one that was added leaves, columns that still say the same go back."""
    model: Any = apps.get_model(note["model"])
    row = model._base_manager.select_for_update().filter(pk=note["pk"]).first()
    if row is None:
        return
    if "was" not in note:
        if _hangs_on([row]):
            back.kept.append(str(model._meta.verbose_name))
            return
        row.delete()
        back.done += 1
        return
    for name, was in note["was"].items():
        column = model._meta.get_field(name)
        if getattr(row, column.attname) == column.to_python(note["now"][name]):
            setattr(row, column.attname, column.to_python(was))
            back.done += 1
        else:
            back.kept.append(str(column.verbose_name))
    row.save()


def _origins_back(lines: Iterable[ImportLine], written: dict[int, Changes]) -> None:
    """Each field is again the word of whoever it was before the import."""
    for line in lines:
        origins = FieldOrigin.objects.filter(listing=line.listing_id)
        for name in written[line.listing_id or 0]:
            if name in line.former:
                origin, ref, by, at = line.former[name]
                origins.filter(field=name).update(origin=origin, ref=ref, by=by, at=datetime.fromisoformat(at))
            else:
                origins.filter(field=name).delete()


def _held(pks: Iterable[int | None]) -> list[Listing]:
    wanted = [pk for pk in pks if pk is not None]
    return list(Listing.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def _told(line: ImportLine, undone: str, why: str = "") -> None:
    line.undone, line.undone_why = undone, why[:200]


def _kept_words(names: Sequence[str]) -> str:
    return _("Modifié depuis, et gardé : %(names)s.") % {"names": ", ".join(names)}

"""Shows and their editions: rows of one show meet, whatever their years."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from django.utils.translation import gettext as _

from ecosystem.curation.report import Outcome
from ecosystem.curation.rows.kinds import EditionRow, TradeShowRow
from ecosystem.curation.writing.batches import Job, Result, Seen, changed_row
from ecosystem.curation.writing.listings import ListingWriter
from ecosystem.curation.writing.recognising import identity
from ecosystem.directory.bulk import touch_listings
from ecosystem.tradeshows.models import Edition, TradeShow


class TradeShowWriter:
    """Each row is an edition; the first row of a show in the file describes the show, the others add their year."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.shows = ListingWriter(TradeShow, job, only_when_empty=frozenset({"website"}))
        self.editions_seen = Seen()

    def write(self, rows: Sequence[TradeShowRow]) -> list[Result]:
        shows = self._write_shows(rows)
        pks = {show.pk for show in shows if show.pk is not None}
        known = {(edition.tradeshow_id, edition.year): edition for edition in Edition.objects.filter(tradeshow__in=pks)}
        met: set[tuple[int, int]] = set()
        fresh: list[Edition] = []
        changed: list[Edition] = []
        results = []
        for row, show in zip(rows, shows, strict=True):
            if show.pk is None:
                results.append(show)
                continue
            key = (show.pk, row.edition.year)
            edition = known.get(key)
            if key in met or (edition is not None and edition.pk in self.editions_seen):
                results.append(Result(Outcome.REFUSED, self._repeated(row)))
                continue
            met.add(key)
            outcome, note = self._place(row.edition, edition, show.pk, fresh, changed)
            made = {"tradeshows": 1} if show.outcome is Outcome.CREATED else {}
            if outcome is Outcome.UNCHANGED and show.outcome is Outcome.UPDATED:
                outcome = Outcome.UPDATED
            result = replace(show, outcome=outcome, pk=edition.pk if edition else None, parent_pk=show.pk, made=made)
            result.extras = [*show.extras, *note]
            results.append(result)
        self._store(fresh, changed)
        touch_listings({edition.tradeshow_id for edition in [*fresh, *changed]})
        self._name_keys(rows, results, fresh)
        return results

    def settle(self, results: Sequence[Result]) -> None:
        for result in results:
            if result.parent_pk is not None and result.pk is not None:
                self.job.seen.add(result.parent_pk)
                self.editions_seen.add(result.pk)

    def _write_shows(self, rows: Sequence[TradeShowRow]) -> list[Result]:
        """What became of the show of each row: the first row of a show writes it, the others find it done."""
        known = self.shows.find(rows)
        keys = [identity(row, show) for row, show in zip(rows, known, strict=True)]
        first: dict[Any, TradeShowRow] = {}
        done: dict[Any, Result] = {}
        for key, row, show in zip(keys, rows, known, strict=True):
            if show is not None and show.pk in self.job.seen:
                done[key] = Result(Outcome.UNCHANGED, pk=show.pk)
            else:
                first.setdefault(key, row)
        done |= zip(first, self.shows.write(list(first.values())), strict=True)
        results = []
        for key, row in zip(keys, rows, strict=True):
            result = done[key]
            is_first = first.get(key) is row
            told = is_first or result.pk is None
            results.append(result if told else Result(Outcome.UNCHANGED, pk=result.pk))
        return results

    def _place(
        self, row: EditionRow, edition: Edition | None, show: int, fresh: list[Edition], changed: list[Edition]
    ) -> tuple[Outcome, list[dict[str, Any]]]:
        """What becomes of the edition, and what an undo gives back of it."""
        facts = {item.name: getattr(row, item.name) for item in fields(row) if getattr(row, item.name) is not None}
        if edition is None:
            fresh.append(Edition(tradeshow_id=show, **facts))
            return Outcome.CREATED, []
        differing = [name for name, value in facts.items() if getattr(edition, name) != value]
        if not differing:
            return Outcome.UNCHANGED, []
        columns: dict[str, Any] = {name: Edition._meta.get_field(name) for name in differing}
        was = {name: column.get_prep_value(getattr(edition, name)) for name, column in columns.items()}
        for name in differing:
            setattr(edition, name, facts[name])
        changed.append(edition)
        now = {name: column.get_prep_value(facts[name]) for name, column in columns.items()}
        return Outcome.UPDATED, [changed_row(edition, was, now)]

    def _store(self, fresh: list[Edition], changed: list[Edition]) -> None:
        Edition.objects.bulk_create(fresh, batch_size=1000)
        if changed:
            names = [item.name for item in fields(EditionRow) if item.name != "year"]
            Edition.objects.bulk_update(changed, names, batch_size=200)

    def _name_keys(self, rows: Sequence[TradeShowRow], results: Sequence[Result], fresh: Sequence[Edition]) -> None:
        """New editions have their keys only once they are stored."""
        keys = {(edition.tradeshow_id, edition.year): edition.pk for edition in fresh}
        for row, result in zip(rows, results, strict=True):
            if result.pk is None and result.parent_pk is not None:
                result.pk = keys[result.parent_pk, row.edition.year]
                result.extras.append({"model": Edition._meta.label_lower, "pk": result.pk})

    def _repeated(self, row: TradeShowRow) -> str:
        return _("L’édition %(year)d de « %(name)s » est déjà décrite plus haut dans le fichier.") % {
            "year": row.edition.year,
            "name": row.name,
        }

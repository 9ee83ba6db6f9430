"""Past deals of funders: the same company, day, stage and sum is the same deal, however often it is imported."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ecosystem.curation.report import Outcome
from ecosystem.curation.rows.kinds import DealRow
from ecosystem.curation.writing.batches import Job, Result, Seen
from funders.models import Deal, Funder

COMPARED = ("sector_id", "city", "region", "country", "source")


class DealWriter:
    """Writes the track record of funders of the same source, found by their reference in it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.seen = Seen()

    def write(self, rows: Sequence[DealRow]) -> list[Result]:
        refs = {row.funder_ref for row in rows}
        funders = Funder._default_manager.filter(source=self.job.source, source_ref__in=refs)
        pks = {ref: self.job.references[ref] for ref in refs if ref in self.job.references}
        pks |= dict(funders.values_list("source_ref", "pk"))
        deals = [self._deal(row, pks[row.funder_ref]) if row.funder_ref in pks else None for row in rows]
        wanted = {deal.fingerprint for deal in deals if deal}
        known = {
            (deal.funder_id, deal.fingerprint): deal
            for deal in Deal.objects.filter(funder_id__in=set(pks.values()), fingerprint__in=wanted)
        }
        fresh: dict[tuple[int, str], Deal] = {}
        changed: list[Deal] = []
        results = [self._place(row, deal, known, fresh, changed) for row, deal in zip(rows, deals, strict=True)]
        Deal.objects.bulk_create(fresh.values(), batch_size=2000)
        if changed:
            Deal.objects.bulk_update(changed, COMPARED_FIELDS, batch_size=200)
        for result, deal in zip(results, deals, strict=True):
            if result.outcome is Outcome.CREATED and deal is not None:
                result.pk = fresh[deal.funder_id, deal.fingerprint].pk
        return results

    def settle(self, results: Sequence[Result]) -> None:
        for result in results:
            if result.pk is not None:
                self.seen.add(result.pk)

    def _deal(self, row: DealRow, funder: int) -> Deal:
        deal = Deal(
            funder_id=funder,
            company=row.company,
            sector_id=row.sector,
            city=row.city,
            region=row.region,
            country=row.country,
            stage=row.stage,
            amount=row.amount,
            currency=row.currency,
            announced_on=row.announced_on,
            source=self.job.source,
        )
        deal.prepare()
        return deal

    def _place(
        self,
        row: DealRow,
        deal: Deal | None,
        known: dict[tuple[int, str], Deal],
        fresh: dict[tuple[int, str], Deal],
        changed: list[Deal],
    ) -> Result:
        """The first row of a deal in the file describes it; an empty cell changes nothing."""
        if deal is None:
            reason = _("Aucun financeur n’a l’identifiant « %(ref)s ».") % {"ref": row.funder_ref[:60]}
            return Result(Outcome.REFUSED, reason)
        key = (deal.funder_id, deal.fingerprint)
        found = known.get(key)
        if key in fresh or (found is not None and found.pk in self.seen):
            return Result(Outcome.UNCHANGED)
        if found is None:
            fresh[key] = deal
            return Result(Outcome.CREATED)
        differing = [name for name in COMPARED if getattr(deal, name) and getattr(deal, name) != getattr(found, name)]
        for name in differing:
            setattr(found, name, getattr(deal, name))
        if differing:
            changed.append(found)
        return Result(Outcome.UPDATED if differing else Outcome.UNCHANGED, pk=found.pk)


COMPARED_FIELDS = [name.removesuffix("_id") for name in COMPARED]

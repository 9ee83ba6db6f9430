"""What comes with a listing: the need of a startup that raises money, the subjects of a mentor."""

from collections.abc import Sequence
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecosystem.curation.report import Outcome
from ecosystem.curation.rows.kinds import MentorRow, NeedRow, StartupRow
from ecosystem.curation.writing.batches import Job, Result, changed_row, new_row
from ecosystem.curation.writing.history import Origins, slugs_of
from ecosystem.directory.models import Skill
from mentors.models import MentorSkill
from startups.models import Need, NeedMove

Taken = tuple[Any, Any, Result]


def _touch(result: Result, what: str) -> None:
    result.made[what] = result.made.get(what, 0) + 1
    if result.outcome is Outcome.UNCHANGED:
        result.outcome = Outcome.UPDATED


def _money(need: Need) -> dict[str, Any]:
    return {"amount": need.amount, "currency": need.currency, "topic_id": need.topic_id}


class Needs:
    """One funding need a startup: opened when there is none, then kept up to date; an owner's is only completed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.titles = {}
        for language in ("fr", "en"):
            with override(language):
                self.titles[language] = _("Levée de fonds")

    def lock(self, pks: Sequence[int]) -> None:
        """Needs before listings, in the order in which the moves of a need write them: neither waits for the other."""
        needs = Need.objects.for_funders().filter(startup_id__in=pks).order_by("pk")
        list(needs.select_for_update().values_list("pk", flat=True))

    def __call__(self, taken: Sequence[Taken], owned: set[int], origins: Origins) -> None:
        pks = [listing.pk for _row, listing, _result in taken]
        needs = Need.objects.for_funders().filter(startup_id__in=pks, topic__is_funding=True).order_by("pk")
        known = {need.startup_id: need for need in needs}
        changed: list[Need] = []
        fresh: list[tuple[StartupRow, Need]] = []
        opened: list[tuple[Result, Need]] = []
        for row, listing, result in taken:
            need = known.get(listing.pk)
            if need is None:
                fresh.append((row, self._new(row.need, listing)))
                opened.append((result, fresh[-1][1]))
                _touch(result, "needs")
                continue
            if need.state != Need.State.OPEN:
                continue
            was = _money(need)
            is_changed, kept = self._apply(row.need, need, listing.pk in owned)
            result.kept += kept
            if is_changed:
                result.extras.append(changed_row(need, was, _money(need)))
                changed.append(need)
                _touch(result, "needs_updated")
        self._insert(fresh)
        for result, need in opened:
            result.extras.append(new_row(need))
        if changed:
            Need.objects.bulk_update(changed, ["amount", "currency", "topic"], batch_size=200)

    def _new(self, said: NeedRow, listing: Any) -> Need:
        title = self.titles.get(listing.language, self.titles["fr"])
        need = Need(startup_id=listing.pk, title=title, mentors_wanted=0, funders_wanted=1, created_at=self.job.now)
        need.topic_id = self.job.vocabulary.funding_topic(said.stage)
        need.amount, need.currency = said.amount, said.currency
        need.open()
        need.created_at = need.opened_at = self._moment(said.raising_on)
        return need

    def _moment(self, day: date | None) -> datetime:
        """Noon of the day on which the raise was announced, unless that day is to come."""
        moment = datetime.combine(day, time(12), timezone.get_current_timezone()) if day else self.job.now
        return min(moment, self.job.now)

    def _apply(self, said: NeedRow, need: Need, is_owned: bool) -> tuple[bool, int]:
        """Whether the need changed, and how many of its fields were left to its startup."""
        topic = self.job.vocabulary.funding_topic(said.stage) if said.stage else need.topic_id
        money = (said.amount, said.currency) if said.amount is not None else (need.amount, need.currency)
        kept = 0
        if is_owned and need.topic_id not in (None, topic):
            topic, kept = need.topic_id, kept + 1
        if is_owned and need.amount is not None and money != (need.amount, need.currency):
            money, kept = (need.amount, need.currency), kept + 1
        if (need.topic_id, need.amount, need.currency) == (topic, *money):
            return False, kept
        need.topic_id = topic
        need.amount, need.currency = money
        return True, kept

    def _insert(self, fresh: Sequence[tuple[StartupRow, Need]]) -> None:
        needs = Need.objects.bulk_create([need for _row, need in fresh], batch_size=1000)
        moves = [
            NeedMove(
                need_id=need.pk,
                from_state=Need.State.DRAFT,
                to_state=Need.State.OPEN,
                at=self.job.now,
                by=self.job.by,
                reason=self.job.reason,
            )
            for need in needs
        ]
        NeedMove.objects.bulk_create(moves, batch_size=2000)
        through = Need.sectors.through
        links = [
            through(need_id=need.pk, sector_id=sector)
            for (row, _need), need in zip(fresh, needs, strict=True)
            for sector in row.sectors or []
        ]
        through._default_manager.bulk_create(links, batch_size=2000)


class Skills:
    """The subjects that a mentor's row names, added to those known unless she chose hers; levels and proofs stay."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def lock(self, pks: Sequence[int]) -> None:
        """Nobody writes subjects before a listing."""

    def __call__(self, taken: Sequence[Taken], owned: set[int], origins: Origins) -> None:
        known: dict[int, dict[int, dict[str, Any]]] = {listing.pk: {} for _row, listing, _result in taken}
        rows = MentorSkill.objects.filter(mentor_id__in=known).select_related("skill")
        for row in rows:
            known[row.mentor_id][row.skill_id] = {"skill": row.skill.slug, "level": row.level, "proof": row.proof}
        slugs = slugs_of(Skill, {skill for row, _listing, _result in taken for skill in self._named(row)})
        fresh = []
        for row, listing, result in taken:
            before = known[listing.pk]
            new = [MentorSkill(mentor_id=listing.pk, skill_id=pk) for pk in self._named(row) if pk not in before]
            if (before and listing.pk in owned) or origins.keep(listing.pk, "skills"):
                result.kept += bool(new)
                continue
            for _one in new:
                _touch(result, "skills")
            if new:
                added = [{"skill": slugs[one.skill_id], "level": one.level, "proof": one.proof} for one in new]
                both = [list(before.values()), [*before.values(), *added]]
                result.changes["skills"] = [sorted(rows, key=itemgetter("skill")) for rows in both]
                fresh += new
        MentorSkill.objects.bulk_create(fresh, batch_size=2000)

    def _named(self, row: MentorRow) -> list[int]:
        return row.skills or []

"""One need as it is being written, against everybody, by the engine's own rules: who would be a candidate today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils import timezone

from ecosystem.directory.models import Sector, Skill
from ecosystem.matching.conflicts import conflicts_of
from ecosystem.matching.engine.candidates import Sieve, scan
from ecosystem.matching.engine.facts import Forbidden
from ecosystem.matching.engine.funder_parts import FunderModel, funder_model
from ecosystem.matching.engine.hard_rules import Rule
from ecosystem.matching.engine.mentor_parts import MentorModel, mentor_model
from ecosystem.matching.engine.parts import Kind, weights_in_order
from ecosystem.matching.models import Round
from ecosystem.matching.models.parts import DEFAULT_MINIMUM, default_weights
from ecosystem.matching.snapshot.needs import NeedRows, funder_needs, mentor_needs, read_answers, read_needs
from ecosystem.matching.snapshot.pairs import forbidden
from ecosystem.matching.snapshot.people import Asked, funder_people, mentor_people, read_people
from ecosystem.matching.snapshot.taking import rules_of
from ecosystem.matching.snapshot.vocabulary import Positions, Terms
from startups.models import Need, Startup

SETTINGS = (
    "min_score", "rule_language", "rule_conflict", "rule_refused_before", "rule_stage", "rule_refused_sector",
    "rule_expertise", "rule_thesis",
)  # fmt: skip
OF_STARTUP = ("stage", "languages", "latitude", "longitude", "country", "region", "city", "language")


@dataclass(frozen=True)
class Step:
    """What one rule takes away from those that the former ones left; `low_score` is the round's minimal score."""

    rule: str
    removed: int
    left: int


@dataclass(frozen=True)
class Fit:
    """Who would be a candidate for the need: ids, how many people are published, and one step per rule that counts."""

    kind: str
    total: int
    steps: tuple[Step, ...]
    people: tuple[int, ...]
    minimum: int

    @property
    def count(self) -> int:
        return len(self.people)


def round_of_today(kind: str) -> Round:
    """A round that is only imagined: the settings of the latest one of the kind, read today; never saved."""
    dead = (Round.State.FAILED, Round.State.CANCELLED)
    latest = Round.objects.filter(kind=kind).exclude(state__in=dead).order_by("-pk").first()
    imagined = Round(kind=kind, as_of=timezone.localdate(), **default_weights(kind), min_score=DEFAULT_MINIMUM[kind])
    if latest is not None:
        for name in (*SETTINGS, *(f"weight_{part}" for part in latest.parts)):
            setattr(imagined, name, getattr(latest, name))
    return imagined


class Live:
    """The other open needs and the people, read once; then the need, as it is written or with a change, is tried."""

    def __init__(self, need: Need, sectors: Sequence[int], kind: str) -> None:
        self.round = round_of_today(kind)
        self.terms, self.skills = Terms.read(Sector), Terms.read(Skill)
        others = read_needs(self.round, self.terms)
        kept = [place for place, pk in enumerate(others.ids) if pk != need.pk]
        self.others = NeedRows(
            [others.rows[place] for place in kept],
            [others.sectors[place] for place in kept],
            [others.all_sectors[place] for place in kept],
            others.wanted[kept],
        )
        self.people = read_people(self.round)
        self.row, self.sectors = _row(need), [self.terms.ids[pk] for pk in sectors if pk in self.terms.ids]
        of_startup = Startup.sectors.through.objects.filter(listing=need.startup_id).values_list("sector_id", flat=True)
        self.inherited = [self.terms.ids[pk] for pk in of_startup]
        self.barred = self._barred(need)
        self.mentor_models: dict[tuple[object, ...], MentorModel] = {}
        self.funder_models: dict[tuple[object, ...], FunderModel] = {}

    def fit(self, sectors: Sequence[int] | None = None, **changes: Any) -> Fit:
        """Who would be a candidate, with some columns of the need, or its sectors, changed."""
        row = {**self.row, **changes}
        targeted = self.sectors if sectors is None else list(sectors)
        needs = NeedRows(
            [*self.others.rows, row],
            [*self.others.sectors, targeted or self.inherited],
            [*self.others.all_sectors, [*targeted, *self.inherited]],
            np.append(self.others.wanted, 1),
        )
        model = self._model(needs)
        place = len(self.others.rows)
        found = scan(model, self._sieve(place), place, place + 1)
        return self._fit(found.counts[0], tuple(self.people.ids[column] for column in found.person.tolist()))

    def _model(self, needs: NeedRows) -> MentorModel | FunderModel:
        """The needs against the people; whoever stays the same from one trial to the next is prepared once."""
        countries, regions, words = Positions(), Positions(), Positions()
        on = self.round.as_of
        if self.round.kind == Round.Kind.MENTORS:
            asked = mentor_needs(needs, self.terms, self.skills, countries, words)
            key: tuple[object, ...] = (*countries.keys, len(words.keys))
            if key not in self.mentor_models:
                positions = Asked(countries, words)
                offered, _sentences = mentor_people(self.people, self.terms, self.skills, positions, on)
                self.mentor_models[key] = mentor_model(asked, offered)
            return replace(self.mentor_models[key], needs=asked)
        wanted = funder_needs(needs, self.terms, countries, regions)
        key = (*countries.keys, *regions.keys)
        if key not in self.funder_models:
            funders, _deals = funder_people(self.people, self.terms, countries, regions, on)
            self.funder_models[key] = funder_model(wanted, funders)
        return replace(self.funder_models[key], needs=wanted)

    def _sieve(self, place: int) -> Sieve:
        return Sieve(
            weights=weights_in_order(Kind(self.round.kind), self.round.weights),
            rules=rules_of(self.round),
            forbidden=Forbidden(self.barred.need + place, self.barred.person, self.barred.reason),
            seed=1,
            need_keys=np.arange(place + 1, dtype=np.int64),
            person_keys=np.array(self.people.ids, dtype=np.int64),
            min_score=self.round.min_score * 100,
        )

    def _barred(self, need: Need) -> Forbidden:
        conflicts = conflicts_of(self.round.kind, [need.startup_id], self.people.ids)
        return forbidden(self.round, [need.pk or 0], [need.startup_id], self.people.at, conflicts)

    def _fit(self, counts: np.ndarray, people: tuple[int, ...]) -> Fit:
        left, steps = len(self.people.ids), []
        for rule in Rule:
            removed = int(counts[rule]) if rule != Rule.NONE else 0
            if removed:
                left -= removed
                steps.append(Step(rule.name.lower(), removed, left))
        if left > len(people):
            steps.append(Step("low_score", left - len(people), len(people)))
        return Fit(self.round.kind, len(self.people.ids), tuple(steps), people, self.round.min_score)


def _row(need: Need) -> dict[str, Any]:
    """The need's columns as `read_needs` reads them, from what is written so far."""
    startup = need.startup
    own: Mapping[str, Any] = {f"startup__{name}": getattr(startup, name) for name in OF_STARTUP}
    names = (
        "startup_id", "topic_id", "countries", "languages", "formats", "mentors_wanted", "funders_wanted", "amount",
        "currency", "title", "details", "answers", "importance",
    )  # fmt: skip
    row = {"pk": need.pk or 0, **{name: getattr(need, name) for name in names}, **own}
    read_answers([row])
    return row

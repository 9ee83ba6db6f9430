"""Hard rules: what removes a pair altogether. They never are a low score, and what is not stated excludes nobody."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from ecosystem.matching.engine.arrays import Array, Bools, Codes, Ints, dense, row_sizes
from ecosystem.matching.engine.facts import Bar, Forbidden
from ecosystem.matching.engine.funder_parts import FunderModel
from ecosystem.matching.engine.mentor_parts import MentorModel


class Rule(IntEnum):
    """The rules in the order in which they are reported: a pair counts under the first one that excludes it."""

    NONE = 0
    NO_COMMON_LANGUAGE = 1
    CONFLICT = 2
    REFUSED_BEFORE = 3
    ALREADY_TOGETHER = 4
    PAUSED = 5
    FULL = 6
    STAGE_NOT_ACCEPTED = 7
    REFUSED_SECTOR = 8
    OUTSIDE_THESIS = 9
    NO_EXPERTISE = 10
    SET_ASIDE = 11


BARS = {
    Bar.CONFLICT: Rule.CONFLICT,
    Bar.REFUSED_BEFORE: Rule.REFUSED_BEFORE,
    Bar.ALREADY_TOGETHER: Rule.ALREADY_TOGETHER,
    Bar.SET_ASIDE: Rule.SET_ASIDE,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rules are on; "already together", "paused", "full" and "set aside" always are.

    refused_sector: any sector of the need or of its startup, whatever other sector the need targets.
    thesis: of funders, a country that the thesis does not name, or an amount so far outside the ticket that it earns 0.
    expertise: of mentors who name skills, neither the need's topic nor another of its family is among them.
    """

    language: bool = True
    conflict: bool = True
    refused_before: bool = True
    stage: bool = True
    refused_sector: bool = True
    thesis: bool = True
    expertise: bool = True

    def active(self) -> frozenset[Rule]:
        """The rules that are on."""
        switched = {
            "language": Rule.NO_COMMON_LANGUAGE,
            "conflict": Rule.CONFLICT,
            "refused_before": Rule.REFUSED_BEFORE,
            "stage": Rule.STAGE_NOT_ACCEPTED,
            "refused_sector": Rule.REFUSED_SECTOR,
            "thesis": Rule.OUTSIDE_THESIS,
            "expertise": Rule.NO_EXPERTISE,
        }
        always = {Rule.ALREADY_TOGETHER, Rule.PAUSED, Rule.FULL, Rule.SET_ASIDE}
        return frozenset(always | {switched[field.name] for field in fields(self) if getattr(self, field.name)})


@dataclass(frozen=True, slots=True, eq=False)
class Exclusions:
    """Of a block of needs: the first rule that excludes each pair, int8 (needs of the block, people), 0 admissible."""

    codes: Codes

    @property
    def admissible(self) -> Bools:
        """Which pairs no rule excludes, same shape."""
        free: Bools = self.codes == Rule.NONE
        return free

    def counts(self) -> Ints:
        """How many people each rule excludes first, (needs of the block, rules); column 0 counts the admissible."""
        return np.stack([(self.codes == rule).sum(axis=1) for rule in Rule], axis=1).astype(np.int64)


def exclusions(
    model: MentorModel | FunderModel, forbidden: Forbidden, rules: Rules, start: int, stop: int
) -> Exclusions:
    """Apply the active rules to needs start..stop-1 against everybody."""
    active = rules.active()
    codes = np.zeros((stop - start, model.people.capacity.size), dtype=np.int8)
    masks = _masks(model, start, stop)
    need, person, reason = _barred(forbidden, start, stop)
    for rule in sorted(active, reverse=True):  # the last written wins, so the first rule goes last
        if rule in masks:
            codes[np.broadcast_to(masks[rule](), codes.shape)] = rule
        else:
            chosen = np.isin(reason, [bar for bar, code in BARS.items() if code == rule])
            codes[need[chosen], person[chosen]] = rule
    return Exclusions(codes)


def every_bar(model: MentorModel | FunderModel, forbidden: Forbidden, start: int, stop: int) -> Array:
    """Bit r is set where rule r excludes the pair, on or off, uint16 (needs start..stop-1, people)."""
    bits = np.zeros((stop - start, model.people.capacity.size), dtype=np.uint16)
    for rule, mask in _masks(model, start, stop).items():
        bits[np.broadcast_to(mask(), bits.shape)] |= bit(rule)
    need, person, reason = _barred(forbidden, start, stop)
    for bar, rule in BARS.items():
        chosen = reason == bar
        bits[need[chosen], person[chosen]] |= bit(rule)
    return bits


def bit(rule: Rule) -> np.uint16:
    """The bit of a rule in `every_bar`."""
    return np.uint16(1 << rule)


def _masks(model: MentorModel | FunderModel, start: int, stop: int) -> dict[Rule, Callable[[], Bools]]:
    """What each rule excludes of a block, where facts of both sides decide; some masks are only broadcastable."""
    people = model.people
    return {
        Rule.NO_COMMON_LANGUAGE: lambda: _no_common_language(model, start, stop),
        Rule.PAUSED: lambda: people.paused[None, :],
        Rule.FULL: lambda: (people.capacity == 0)[None, :],
        Rule.STAGE_NOT_ACCEPTED: lambda: _stage_not_accepted(model, start, stop),
        Rule.REFUSED_SECTOR: lambda: _refused_sector(model, start, stop),
        Rule.OUTSIDE_THESIS: lambda: _outside_thesis(model, start, stop),
        Rule.NO_EXPERTISE: lambda: _no_expertise(model, start, stop),
    }


def _barred(forbidden: Forbidden, start: int, stop: int) -> tuple[Ints, Ints, Ints]:
    """The barred pairs of a block: need from `start`, person, reason."""
    pairs = slice(*np.searchsorted(forbidden.need, [start, stop]))
    return forbidden.need[pairs] - start, forbidden.person[pairs], forbidden.reason[pairs]


def _no_common_language(model: MentorModel | FunderModel, start: int, stop: int) -> Bools:
    spoken, asked = model.people.languages, model.needs.languages
    if spoken is None or asked is None:
        return np.zeros((1, 1), dtype=np.bool_)
    common: Bools = dense(asked[start:stop]) @ dense(spoken).T > 0
    stated = (row_sizes(asked)[start:stop] > 0)[:, None] & (row_sizes(spoken) > 0)[None, :]
    return stated & ~common


def _stage_not_accepted(model: MentorModel | FunderModel, start: int, stop: int) -> Bools:
    stage = model.needs.stage[start:stop]
    if not model.stages.size:
        return np.zeros((1, 1), dtype=np.bool_)
    stated = (row_sizes(model.people.stages) > 0)[None, :]
    return ~model.stages[stage] & stated & (stage >= 0)[:, None]


def _refused_sector(model: MentorModel | FunderModel, start: int, stop: int) -> Bools:
    refused: Bools = dense(model.needs.all_sectors[start:stop]) @ dense(model.people.refused_sectors).T > 0
    return refused


def _outside_thesis(model: MentorModel | FunderModel, start: int, stop: int) -> Bools:
    if not isinstance(model, FunderModel):
        return np.zeros((1, 1), dtype=np.bool_)
    country, amount = model.needs.country[start:stop], model.needs.amount[start:stop]
    named = (row_sizes(model.people.countries) > 0)[None, :]
    abroad: Bools = ~model.countries[country] & named & (country >= 0)[:, None]
    outside: Bools = (model.ticket_fit(start, stop) == 0) & ~np.isnan(amount)[:, None]
    return abroad | outside


def _no_expertise(model: MentorModel | FunderModel, start: int, stop: int) -> Bools:
    if not isinstance(model, MentorModel) or not model.needs.skill_family.size:
        return np.zeros((1, 1), dtype=np.bool_)
    topic = model.needs.topic[start:stop]
    family = model.needs.skill_family[topic]
    unknown: Bools = (model.levels[topic] == 0) & (model.family_levels[family] == 0)
    named = (row_sizes(model.people.skills) > 0)[None, :]
    return unknown & named & (topic >= 0)[:, None]

"""The parts of a mentors' round: expertise, sector, market, stage, language, text, availability."""

from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Floats, Ints, Singles, dense, row_sizes
from ecosystem.matching.engine.facts import MentorNeeds, MentorPeople, check_together
from ecosystem.matching.engine.nearness import closeness, distances_km, unit_vectors
from ecosystem.matching.engine.parts import PARTS, Kind, PartValues
from ecosystem.matching.engine.texts import Texts, texts

FAMILY_SHARE = 0.5
"""Another skill of the topic's family is worth half its level."""
SECTOR_EXACT, SECTOR_SPREAD, SECTOR_PARENT = 0.7, 0.3, 0.4
"""A shared sector, the share of the need's sectors on top of it, and a sector of the same group alone."""
LANGUAGE_COMMON, LANGUAGE_SPREAD = 0.7, 0.3
"""A language in common, and the share of those that the need allows on top of it."""
FORMAT_SHARE, ROOM_SHARE = 0.7, 0.3
"""Of availability: the format in common, and the places left."""
ON_SITE_SHARE = 0.5
"""Of a format on site: being accepted; the rest is the distance."""
AMPLE_ROOM = 3
"""Places left that count as ample."""


@dataclass(frozen=True, slots=True, eq=False)
class MentorModel:
    """Mentors' facts as dense person-side tables, columns are people: the same for every block."""

    needs: MentorNeeds
    people: MentorPeople
    levels: Floats
    family_levels: Floats
    sectors: Singles
    parents: Singles
    countries: Singles
    stages: Bools
    formats: Singles
    places: Floats
    group_of: Singles
    languages: Singles
    texts: Texts

    def part_values(self, start: int, stop: int) -> PartValues:
        """The seven parts of needs start..stop-1 against everybody, in the order of PARTS."""
        block = PartValues.blank(len(PARTS[Kind.MENTORS]), stop - start, self.people.capacity.size)
        block.put(0, *self._expertise(start, stop))
        block.put(1, *self._sector(start, stop))
        block.put(2, *self._market(start, stop))
        block.put(3, *self._stage(start, stop))
        block.put(4, *self._language(start, stop))
        block.put(5, *self._text(start, stop))
        block.put(6, *self._availability(start, stop))
        return block

    def _expertise(self, start: int, stop: int) -> tuple[Floats, Bools]:
        topic = self.needs.topic[start:stop]
        if not self.needs.skill_family.size:
            return _nothing(stop - start, self.people.capacity.size)
        family = self.needs.skill_family[topic]
        values = np.maximum(self.levels[topic], FAMILY_SHARE * self.family_levels[family])
        return values, _either(topic < 0, row_sizes(self.people.skills) == 0)

    def _sector(self, start: int, stop: int) -> tuple[Floats, Bools]:
        asked = dense(self.needs.sectors[start:stop])
        sizes = row_sizes(self.needs.sectors)[start:stop]
        exact = (asked @ self.sectors).astype(np.float64)
        related = ((asked @ self.group_of) > 0).astype(np.float32) @ self.parents > 0
        spread = exact / np.maximum(sizes, 1)[:, None]
        values = np.where(exact > 0, SECTOR_EXACT + SECTOR_SPREAD * spread, np.where(related, SECTOR_PARENT, 0.0))
        return values, _either(sizes == 0, row_sizes(self.people.sectors) == 0)

    def _market(self, start: int, stop: int) -> tuple[Floats, Bools]:
        sizes = row_sizes(self.needs.countries)[start:stop]
        known = (dense(self.needs.countries[start:stop]) @ self.countries).astype(np.float64)
        return known / np.maximum(sizes, 1)[:, None], _either(sizes == 0, row_sizes(self.people.countries) == 0)

    def _stage(self, start: int, stop: int) -> tuple[Floats, Bools]:
        stage = self.needs.stage[start:stop]
        if not self.stages.size:
            return _nothing(stop - start, self.people.capacity.size)
        return self.stages[stage].astype(np.float64), _either(stage < 0, row_sizes(self.people.stages) == 0)

    def _language(self, start: int, stop: int) -> tuple[Floats, Bools]:
        sizes = row_sizes(self.needs.languages)[start:stop]
        common = (dense(self.needs.languages[start:stop]) @ self.languages).astype(np.float64)
        spread = LANGUAGE_COMMON + LANGUAGE_SPREAD * common / np.maximum(sizes, 1)[:, None]
        return np.where(common > 0, spread, 0.0), _either(sizes == 0, row_sizes(self.people.languages) == 0)

    def _text(self, start: int, stop: int) -> tuple[Floats, Bools]:
        return self.texts.values(start, stop), _either(self.texts.silent_needs[start:stop], self.texts.silent_people)

    def _availability(self, start: int, stop: int) -> tuple[Floats, Bools]:
        wanted = dense(self.needs.formats[start:stop])
        on_site = self.needs.format_on_site.astype(np.float32)
        remote = wanted @ (self.formats * (1 - on_site)[:, None]) > 0
        meeting = wanted @ (self.formats * on_site[:, None]) > 0
        near = closeness(
            distances_km(unit_vectors(self.needs.lat[start:stop], self.needs.lon[start:stop]), self.places)
        )
        on_site_fit = np.where(meeting, ON_SITE_SHARE + (1 - ON_SITE_SHARE) * near, 0.0)
        room = np.minimum(self.people.capacity, AMPLE_ROOM) / AMPLE_ROOM
        values = FORMAT_SHARE * np.where(remote, 1.0, on_site_fit) + ROOM_SHARE * room[None, :]
        unstated = _either(row_sizes(self.needs.formats)[start:stop] == 0, row_sizes(self.people.formats) == 0)
        return values, unstated


def mentor_model(needs: MentorNeeds, people: MentorPeople) -> MentorModel:
    """Prepare the facts of a mentors' round for scoring; raises BadFacts when the two do not go together."""
    check_together(needs, people)
    levels = people.skills.toarray().T.copy()
    families = int(needs.skill_family.max(initial=-1)) + 1
    family_levels = np.zeros((families, people.capacity.size))
    np.maximum.at(family_levels, needs.skill_family, levels)
    group_of = groups(needs.sector_parent)
    sectors = dense(people.sectors)
    return MentorModel(
        needs=needs,
        people=people,
        levels=levels,
        family_levels=family_levels,
        sectors=sectors.T.copy(),
        parents=(sectors @ group_of > 0).T.astype(np.float32),
        countries=dense(people.countries).T.copy(),
        stages=people.stages.toarray().T.copy(),
        formats=dense(people.formats).T.copy(),
        places=unit_vectors(people.lat, people.lon),
        group_of=group_of,
        languages=dense(people.languages).T.copy(),
        texts=texts(needs.words, people.sentences, people.sentence_person, people.capacity.size),
    )


def groups(sector_parent: Ints) -> Singles:
    """The membership table (sectors, groups) of 0 and 1."""
    table = np.zeros((sector_parent.size, int(sector_parent.max(initial=-1)) + 1), dtype=np.float32)
    table[np.arange(sector_parent.size), sector_parent] = 1.0
    return table


def _either(needs: Bools, people: Bools) -> Bools:
    return needs[:, None] | people[None, :]


def _nothing(needs: int, people: int) -> tuple[Floats, Bools]:
    return np.zeros((needs, people)), np.ones((needs, people), dtype=np.bool_)

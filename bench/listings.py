"""A directory of any size, made up batch by batch: the same for a seed, whatever the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.words import Sentences

BATCH = 2_000
SHARES = {"startup": 0.7, "mentor": 0.2, "funder": 0.08, "tradeshow": 0.02}
STAGES = ["idea", "prototype", "seed", "series_a", "growth"]
LANGUAGES = ["fr", "en", "de", "es", "it"]
TAGLINE, DESCRIPTION = 9, 40


@dataclass(frozen=True, slots=True)
class Made:
    """One listing before it is a row or a document; sectors and skills are places in the vocabulary."""

    number: int
    kind: str
    name: str
    tagline: str
    description: str
    place: int
    sectors: tuple[int, ...]
    skills: tuple[int, ...]
    stages: tuple[str, ...]
    languages: tuple[str, ...]
    headcount: int
    day: int


class Directory:
    """Listings of the four kinds, in the shares of a real one, at real places, most of them in a few towns."""

    def __init__(self, *, places: int, sectors: int, skills: int, seed: int = 1) -> None:
        self.random = np.random.default_rng(seed)
        self.sentences = Sentences(self.random)
        self.places, self.sectors, self.skills = places, sectors, skills
        weights = 1 / np.arange(1, places + 1)
        self.towns: Any = weights / weights.sum()

    def batches(self, count: int, *, start: int = 0) -> Iterator[list[Made]]:
        """So many listings, never more than a batch of them at a time."""
        for done in range(0, count, BATCH):
            yield self._batch(start + done, min(BATCH, count - done))

    def _batch(self, start: int, count: int) -> list[Made]:
        random, sentences = self.random, self.sentences
        kinds = random.choice(list(SHARES), size=count, p=list(SHARES.values()))
        names, taglines = sentences.many(count, 2, small=False), sentences.many(count, TAGLINE)
        texts = sentences.many(count, DESCRIPTION)
        towns = random.choice(self.places, size=count, p=self.towns)
        sectors = random.integers(self.sectors, size=(count, 2))
        skills = random.integers(self.skills, size=(count, 2))
        stages = random.integers(len(STAGES), size=count)
        heads, days = random.integers(1, 200, size=count), random.integers(1, 700, size=count)
        return [
            Made(
                number=start + row,
                kind=str(kinds[row]),
                name=f"{names[row].capitalize()} {start + row}",
                tagline=taglines[row].capitalize(),
                description=texts[row].capitalize(),
                place=int(towns[row]),
                sectors=tuple({int(one) for one in sectors[row]}),
                skills=tuple({int(one) for one in skills[row]}),
                stages=tuple(STAGES[: stages[row] + 1]),
                languages=tuple(LANGUAGES[: 1 + row % 3]),
                headcount=int(heads[row]),
                day=int(days[row]),
            )
            for row in range(count)
        ]

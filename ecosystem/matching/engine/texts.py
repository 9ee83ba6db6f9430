"""How alike the words of a need and of a profile are, and which sentence of the profile says it best."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, diags_array, vstack

from ecosystem.matching.engine.arrays import Bools, Floats, Ints, row_sizes

CLOSE_TEXTS = 0.3
"""The cosine from which two short texts are as close as texts get."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Needs, people and sentences as vectors of unit length; a word weighs more the fewer texts use it.

    needs (needs, words), people (people, words), sentences (sentences, words) in the order of the people:
    those of person p are starts[p] to starts[p + 1] - 1 of `order`, which holds their own numbers.
    """

    needs: csr_array
    people: csr_array
    sentences: csr_array
    order: Ints
    starts: Ints
    silent_needs: Bools
    silent_people: Bools

    def values(self, start: int, stop: int) -> Floats:
        """The closeness of needs start..stop-1 to everybody, 0..1, (needs, people); 0 without a word in common."""
        cosines: Floats = (self.needs[start:stop] @ self.people.T).toarray()
        return np.minimum(cosines / CLOSE_TEXTS, 1.0)

    def best_sentence(self, need: int, person: int) -> tuple[int, int]:
        """The sentence of the person that is closest to the need, and the words they share; -1 and 0 without any."""
        first, last = self.starts[person], self.starts[person + 1]
        if first == last or not (self.needs[[need]] @ self.people[[person]].T).nnz:
            return -1, 0
        closeness = (self.sentences[first:last] @ self.needs[[need]].T).toarray()[:, 0]
        best = int(np.lexsort((self.order[first:last], -closeness))[0])
        mine = self.sentences[[first + best]].indices
        return int(self.order[first + best]), int(np.isin(mine, self.needs[[need]].indices).sum())


def texts(needs: csr_array, sentences: csr_array, person: Ints, people: int) -> Texts:
    """Weigh words by their rarity among needs and profiles together (tf-idf, Sparck Jones 1972)."""
    of_person = csr_array(
        (np.ones(person.size), (person, np.arange(person.size))), shape=(people, person.size), dtype=np.float64
    )
    profiles = csr_array(of_person @ sentences)
    together = csr_array(vstack([needs, profiles]))
    used = np.bincount(together.indices, minlength=needs.shape[1])
    rarity = np.log((1.0 + together.shape[0]) / (1.0 + used)) + 1.0
    order = np.argsort(person, kind="stable")
    return Texts(
        needs=_unit(needs, rarity),
        people=_unit(profiles, rarity),
        sentences=_unit(csr_array(sentences[order]), rarity),
        order=order,
        starts=np.searchsorted(person[order], np.arange(people + 1)),
        silent_needs=row_sizes(needs) == 0,
        silent_people=row_sizes(profiles) == 0,
    )


def _unit(counts: csr_array, rarity: Floats) -> csr_array:
    """Rows of length 1, or 0 without a word: 1 + log(count), times the rarity."""
    weighed = csr_array(counts, dtype=np.float64, copy=True)
    weighed.sum_duplicates()
    weighed.eliminate_zeros()
    weighed.data = (1.0 + np.log(weighed.data)) * rarity[weighed.indices]
    length = np.sqrt(weighed.multiply(weighed).sum(axis=1))
    unit = csr_array(diags_array(1.0 / np.where(length > 0, length, 1.0)) @ weighed)
    unit.sort_indices()
    return unit

"""French sentences of any length, by Zipf's law: the n-th word comes n times less often than the first."""

import json
from typing import Any

import numpy as np
from faker.providers.lorem.fr_FR import Provider

from ecosystem.directory.vocabulary import TAXONOMY

SMALL = (
    "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce avec sont ou son nous vos aux"
    " sans leur leurs cette ces mais nos votre notre chaque entre vers depuis"
)
ENDINGS = "", "s", "er", "eur", "euse", "age", "ation", "able", "ique", "isme", "iste", "ité", "ment", "erie", "ette"
BEGINNINGS = "", "re", "dé", "pré", "sur", "inter", "télé", "bio", "éco", "micro"


def vocabulary(size: int) -> list[str]:
    """Words from the most frequent to the rarest: small words, the trade's, common ones, then what is made of them."""
    terms = [term for name in ("sectors", "skills") for term in json.loads((TAXONOMY / f"{name}.json").read_text())]
    names = [one["fr"] for term in terms for one in (term, *term.get("children", ()))]
    trade = [word for name in names for word in _words(name) if len(word) > 3]
    common = [word for word in Provider.word_list if len(word) > 3]
    made = [
        f"{start}{word.rstrip('ers')}{end}"
        for start in BEGINNINGS
        for end in ENDINGS
        for word in common
        if start or end
    ]
    return list(dict.fromkeys([*SMALL.split(), *trade, *common, *made]))[:size]


def _words(text: str) -> list[str]:
    return "".join(char if char.isalpha() else " " for char in text.lower()).split()


class Sentences:
    """Draws words by Zipf's law, many at a time."""

    def __init__(self, random: np.random.Generator, size: int = 40_000) -> None:
        self.random = random
        self.words = np.array(vocabulary(size))
        weights = 1 / np.arange(1, len(self.words) + 1)
        self.shares: Any = np.cumsum(weights / weights.sum())

    def many(self, count: int, length: int, *, small: bool = True) -> list[str]:
        """So many sentences of so many words, without the small ones if that is wanted."""
        least = 0.0 if small else self.shares[len(SMALL.split()) - 1]
        drawn = np.searchsorted(self.shares, least + (1 - least) * self.random.random((count, length)))
        return [" ".join(row) for row in self.words[np.minimum(drawn, len(self.words) - 1)].tolist()]

    def of_rank(self, rank: int) -> str:
        """The n-th most frequent word."""
        return str(self.words[rank - 1])

"""Texts as counts of stems, in French and in English, and the sentences that may be quoted."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import snowballstemmer
from scipy.sparse import csr_array

from ecosystem.core.text import fold
from ecosystem.matching.snapshot.vocabulary import Positions

ALGORITHMS = {"fr": "french", "en": "english"}
SHORTEST_WORD = 3
LONGEST_SENTENCE = 200
"""A longer one is cut between two words: what is quoted is always a piece of the profile as it stands."""
_FRENCH = (
    "ai ainsi alors apres aucun aujourd au aussi autre autres aux avant avec avez avoir avons beaucoup besoin bien bon "
    "bonne car ce cela celle celles celui ces cet cette ceux chaque chez ci comme comment contre dans de deja depuis "
    "des deux devoir dire doit dois donc dont du elle elles en encore entre es est et etaient etait etant etc ete etes "
    "etre eu eux faire fait faut fois grand grande ici il ils je jour jusqu la le les leur leurs lors lui ma mais me "
    "meme memes mes mieux mois moins mon ne nos notre nous on ont ou par parce pas pendant peu peut peuvent plus "
    "plusieurs pour pourquoi pouvoir premier premiere pres puis qu quand que quel quelle quelles quelques quels qui "
    "quoi sa sans se sera serait ses si soit son sont souhaite souhaitons sous sur ta tandis te tes toi ton toujours "
    "tous tout toute toutes tres trois trop tu un une vers veut voici voila vos votre vous vouloir voulons an annee "
    "annees ans "
)
_ENGLISH = (
    "about above after again all also always am an and another any are as at back be because been before being below "
    "between both but by can cannot could day did do does doing done down during each either even every few first for "
    "from further get gets got had has have having he help helped helping her here hers him his how if in into is it "
    "its itself just know like look looking made make many may me month months more most much must my need needs new "
    "no nor not now of off on once one only or other our ours out over own per same several she should since so some "
    "still such than that the their theirs them then there these they this those through to too two under until up us "
    "use used using very want wants was way we well were what when where which while who whom why will with within "
    "without would year years yet you your yours "
)
STOP_WORDS = frozenset(f"{_FRENCH} {_ENGLISH}".split())
"""Folded; words that say nothing of a trade, asking for help included."""

_WORDS = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"(?<=[.!?…])\s+|[\r\n]+|\s+[•·–—]\s+")


@lru_cache(maxsize=2)
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(ALGORITHMS.get(language, "french"))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The folded stem of a word of that language, French for another; empty for a word that says nothing."""
    folded = fold(word)
    if len(folded) < SHORTEST_WORD or folded in STOP_WORDS:
        return ""
    return fold(_stemmer(language).stemWord(word.lower()))


def stems(text: str, language: str) -> Counter[str]:
    """How often each stem stands in the text."""
    found = Counter(stem(word, language) for word in _WORDS.findall(text))
    del found[""]
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text as they stand, long ones cut between two words."""
    found: list[str] = []
    for piece in _ENDS.split(text):
        rest = " ".join(piece.split())
        while len(rest) > LONGEST_SENTENCE:
            cut = rest.rfind(" ", 0, LONGEST_SENTENCE + 1)
            cut = cut if cut > 0 else LONGEST_SENTENCE
            found.append(rest[:cut])
            rest = rest[cut:].strip()
        if rest:
            found.append(rest)
    return found


@dataclass
class Sentences:
    """The sentences of profiles: whose each is, what it says and in which language; `counts` are rows of stems."""

    owner: list[int] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    counts: list[Counter[str]] = field(default_factory=list)

    def add(self, owner: int, text: str, language: str) -> None:
        """Keep the sentences that say something, each once for its owner."""
        for sentence in sentences(text):
            counted = stems(sentence, language)
            if counted:
                self.owner.append(owner)
                self.said.append((sentence, language))
                self.counts.append(counted)


def counted(rows: Sequence[Counter[str]], words: Positions, *, grow: bool) -> csr_array:
    """Counts of stems as a table; only the words met so far have a column, unless the table may grow them."""
    cells = [
        (row, column, count)
        for row, found in enumerate(rows)
        for word, count in sorted(found.items())
        if (column := words.of(word) if grow else words.at.get(word, -1)) >= 0
    ]
    table = np.array(cells, dtype=np.int64).reshape(-1, 3)
    return csr_array((table[:, 2], (table[:, 0], table[:, 1])), shape=(len(rows), len(words.keys)))


def joined(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)

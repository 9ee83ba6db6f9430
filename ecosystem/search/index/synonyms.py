"""Expressions that mean the same, found among the words that a person typed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ecosystem.core.text import fold
from ecosystem.search.index.stems import stem, tokens

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Words as they were typed, and the other ways to say them: any one is enough."""

    words: Words
    others: tuple[Words, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Synonyms:
    """Groups of expressions, looked up by their stems so that a plural is known too; equal to itself alone."""

    groups: MappingProxyType[Words, tuple[Words, ...]] = field(default_factory=lambda: MappingProxyType({}))
    longest: int = 0

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> "Synonyms":
        """The dictionary of these groups; an expression that two groups hold means what both say."""
        known: dict[Words, tuple[Words, ...]] = {}
        for group in groups:
            expressions = list(filter(None, (tokens(fold(one)) for one in group)))
            for one in expressions:
                known[_key(one)] = tuple(dict.fromkeys((*known.get(_key(one), ()), *expressions)))
        return cls(MappingProxyType(known), max(map(len, known), default=0))

    def split(self, typed: Words) -> tuple[Words, tuple[Equivalent, ...]]:
        """The words that stand for themselves, and the expressions that can be said otherwise, the longest first."""
        rest: list[str] = []
        found: dict[Words, Equivalent] = {}
        for words, *others in self._pieces(typed):
            if others:
                found.setdefault(_key(words), Equivalent(words, tuple(others)))
            else:
                rest += words
        return tuple(rest), tuple(found.values())

    def variants(self, typed: str, *, most: int) -> tuple[str, ...]:
        """The text as typed, then with its expressions said otherwise, so many texts at most."""
        texts: list[Words] = [()]
        for said in self._pieces(tokens(fold(typed))):
            texts = [(*text, *words) for text in texts for words in said][:most]
        return tuple(dict.fromkeys((typed, *map(" ".join, texts))))[:most]

    def _pieces(self, typed: Words) -> Iterator[tuple[Words, ...]]:
        """The words in their order, each with the other ways to say it."""
        place = 0
        while place < len(typed):
            words, others = self._starting(typed[place : place + self.longest]) or (typed[place : place + 1], ())
            yield (words, *others)
            place += len(words)

    def _starting(self, typed: Words) -> tuple[Words, tuple[Words, ...]] | None:
        """The longest known expression at the start of these words, and the other ways to say it."""
        for length in range(len(typed), 0, -1):
            words = typed[:length]
            if known := self.groups.get(_key(words)):
                return words, tuple(one for one in known if _key(one) != _key(words))
        return None


def _key(words: Words) -> Words:
    return tuple(stem(word, "fr") for word in words)


NO_SYNONYMS = Synonyms()

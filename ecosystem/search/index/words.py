"""What a person typed, read leniently: words and quoted phrases, and nothing that could be refused."""

from dataclasses import dataclass
from functools import lru_cache

from ecosystem.core.text import fold
from ecosystem.search.index.schema import ANALYZERS, PLAIN

TEXT_MAX, WORDS_MAX, WORD_MAX = 200, 12, 40

_SMALL_WORDS = (
    "a au aux avec ce ces cette d dans de des du en et est l la le les leur leurs ou par pour qu que qui s sa se ses"
    " sur un une an and are as at by for from in is it its of on or the to with"
)
_STOPWORDS = frozenset(_SMALL_WORDS.split())
_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True, slots=True)
class Typed:
    """The words that must be found, the small words that only help, the phrases, and the word still being typed."""

    words: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    unfinished: str = ""
    key: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def tokens(folded: str) -> tuple[str, ...]:
    """The words of a folded text, cut as the index cuts them."""
    return tuple(word[:WORD_MAX] for word in PLAIN.analyze(folded))


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word in one language."""
    return next(iter(ANALYZERS[language].analyze(word)), word)


def tolerance(word: str) -> int:
    """How many letters of a word may be wrong: none under four letters, two from eight on."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def read(text: str) -> Typed:
    """Every text can be read; operators and stray signs mean nothing, a quoted passage is a phrase."""
    folded = fold(text[:TEXT_MAX].translate(_QUOTES))
    pieces = folded.split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [" ".join(pieces[-2:])]
    phrases = tuple(found for piece in pieces[1::2] if (found := tokens(piece)[:WORDS_MAX]))
    loose = tuple(dict.fromkeys(tokens(" ".join(pieces[::2]))))[:WORDS_MAX]
    words = tuple(word for word in loose if word not in _STOPWORDS)
    if not words and not phrases:
        return Typed(words=loose, unfinished=loose[-1] if loose else "", key=folded)
    helpers = tuple(word for word in loose if word in _STOPWORDS)
    unfinished = words[-1] if words and words[-1] == loose[-1] and not folded.endswith('"') else ""
    return Typed(words, helpers, phrases, unfinished, folded)

"""What a person typed, read leniently: words and quoted phrases, and nothing that could be refused."""

from dataclasses import dataclass

from ecosystem.core.text import fold
from ecosystem.search.index.stems import tokens
from ecosystem.search.index.synonyms import NO_SYNONYMS, Equivalent, Synonyms

TEXT_MAX, WORDS_MAX = 200, 12

_SMALL_WORDS = (
    "a au aux avec ce ces cette d dans de des du en et est l la le les leur leurs ou par pour qu que qui s sa se ses"
    " sur un une an and are as at by for from in is it its of on or the to with"
)
_STOPWORDS = frozenset(_SMALL_WORDS.split())
_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True, slots=True)
class Typed:
    """The words that must be found, the small words that only help, the phrases, and the word still being typed.

    An equivalent must be found too, in any of the ways to say it.
    """

    words: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    unfinished: str = ""
    key: str = ""
    equivalents: tuple[Equivalent, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.equivalents)

    @property
    def sought(self) -> tuple[str, ...]:
        """Every word whose presence answers the text."""
        said = [word for one in self.equivalents for words in (one.words, *one.others) for word in words]
        quoted = [word for phrase in self.phrases for word in phrase]
        return (*self.words, *quoted, *(word for word in said if word not in _STOPWORDS))


def tolerance(word: str) -> int:
    """How many letters of a word may be wrong: none under four letters, two from eight on."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def read(text: str, synonyms: Synonyms = NO_SYNONYMS) -> Typed:
    """Every text can be read; operators and stray signs mean nothing, a quoted passage is a phrase."""
    folded = fold(text[:TEXT_MAX].translate(_QUOTES))
    pieces = folded.split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [" ".join(pieces[-2:])]
    phrases = tuple(found for piece in pieces[1::2] if (found := tokens(piece)[:WORDS_MAX]))
    cut = tokens(" ".join(pieces[::2]))
    rest, equivalents = synonyms.split(cut)
    loose = tuple(dict.fromkeys(rest))[:WORDS_MAX]
    words = tuple(word for word in loose if word not in _STOPWORDS)
    if not words and not phrases and not equivalents:
        return Typed(words=loose, unfinished=loose[-1] if loose else "", key=folded)
    helpers = tuple(word for word in loose if word in _STOPWORDS)
    unfinished = cut[-1] if cut and cut[-1] not in _STOPWORDS and not folded.endswith('"') else ""
    return Typed(words, helpers, phrases, unfinished, folded, equivalents[:WORDS_MAX])

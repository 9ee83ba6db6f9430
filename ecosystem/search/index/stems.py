"""How words are compared: cut as the index cuts them, stemmed in both languages, and their irregular forms."""

from functools import lru_cache

from ecosystem.search.index.schema import ANALYZERS, PLAIN

WORD_MAX = 40

_ENDINGS = (
    ("aux", ("au", "ail")),
    ("au", ("aux",)),
    ("ail", ("aux",)),
    ("eux", ("eu",)),
    ("eu", ("eux",)),
    ("if", ("ive",)),
    ("ifs", ("ive",)),
    ("ive", ("if",)),
    ("ives", ("if",)),
    ("teur", ("trice", "teuse")),
    ("teurs", ("trice", "teuse")),
    ("trice", ("teur",)),
    ("trices", ("teur",)),
    ("eur", ("euse",)),
    ("eurs", ("euse",)),
    ("euse", ("eur", "eux")),
    ("euses", ("eur", "eux")),
    ("er", ("ere",)),
    ("ers", ("ere",)),
    ("ere", ("er",)),
    ("eres", ("er",)),
    ("ee", ("eee",)),
    ("eee", ("ee",)),
    ("eees", ("ee",)),
    ("ves", ("f", "fe")),
    ("fe", ("ves",)),
    ("f", ("ves",)),
    ("ices", ("ex", "ix")),
    ("ex", ("ices",)),
    ("ix", ("ices",)),
)
"""What the stemmers leave apart: a form that is no word costs one look into the dictionary of the index."""
_FAMILIES = (
    "oeil yeux",
    "ciel cieux",
    "child children",
    "man men",
    "woman women",
    "person people",
    "foot feet",
    "mouse mice",
    "criterion criteria",
    "medium media",
    "monsieur messieurs",
)
_IRREGULAR = {word: tuple(family.split()) for family in _FAMILIES for word in family.split()}


def tokens(folded: str) -> tuple[str, ...]:
    """The words of a folded text, cut as the index cuts them."""
    return tuple(word[:WORD_MAX] for word in PLAIN.analyze(folded))


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word in one language."""
    return next(iter(ANALYZERS[language].analyze(word)), word)


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """The word, then the forms of it that no stemmer brings back to it: travaux, travail; leaves, leaf."""
    found = [word, *_IRREGULAR.get(word, ())]
    for ending, others in _ENDINGS:
        if len(word) > len(ending) and word.endswith(ending):
            found += [word.removesuffix(ending) + other for other in others]
    return tuple(dict.fromkeys(found))

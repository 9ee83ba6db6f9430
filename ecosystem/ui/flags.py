"""Signal flags: which flag, initials and tint belong to a name, and how a flag is drawn in table cells."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

FALLBACK = "q"
TINTS = ("blue", "teal", "sun", "red")
LIGATURES = str.maketrans({"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o"})

COLOURS = {"b": "#0b4fa8", "r": "#da3b22", "y": "#ffc72e", "w": "#ffffff", "k": "#0a1f33"}

# Mail clients draw no SVG: each flag is rows of cells, exact for the straight ones, woven for the others.
WEAVES = {
    "a": "wb", "b": "r", "c": "b/w/r/w/b", "d": "y/b/b/y", "e": "b/r",
    "g": "ybybyb", "h": "wr", "j": "b/w/b", "k": "yb",
    "l": "yk/ky", "n": "bwbw/wbwb/bwbw/wbwb", "p": "bbb/bwb/bbb", "q": "y", "t": "rwb", "u": "rw/wr",
    "f": "wwrww/wrrrw/rrrrr/wrrrw/wwrww",
    "i": "yyyyy/ykkky/ykkky/ykkky/yyyyy",
    "m": "wbbbw/bwbwb/bbwbb/bwbwb/wbbbw",
    "o": "rrrrr/yrrrr/yyrrr/yyyrr/yyyyr",
    "r": "rryrr/rryrr/yyyyy/rryrr/rryrr",
    "s": "www/wbw/www",
    "v": "rwwwr/wrwrw/wwrww/wrwrw/rwwwr",
    "w": "bbbbb/bwwwb/bwrwb/bwwwb/bbbbb",
    "x": "wwbww/wwbww/bbbbb/wwbww/wwbww",
    "y": "ryyry/yyryy/yryyr/ryyry/yyryy",
    "z": "yyyyy/kyyyb/kkybb/krrrb/rrrrr",
}  # fmt: skip


def signals(name: str) -> Iterator[str]:
    """The letters and digits of a name, without accents: what can be hoisted."""
    for character in unicodedata.normalize("NFKD", str(name).translate(LIGATURES)).lower():
        if character.isascii() and character.isalnum():
            yield character


def initial(name: str) -> str:
    """The flag of a name: its first letter or digit, the plain yellow one when it has neither."""
    return next(signals(name), FALLBACK)


def hoisted(name: str, count: int = 3) -> list[str]:
    """The first flags of a name, in order; never empty."""
    letters = list(signals(name))[:count]
    return letters or [FALLBACK]


def initials(name: str) -> str:
    """Two capitals at most: of the first and of the last word."""
    words = [word for word in str(name).replace("-", " ").replace("‑", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in ends)


def tint(name: str) -> str:
    """A colour that stays with a name from page to page."""
    return TINTS[sum(map(ord, str(name))) % len(TINTS)]


def cells(letter: str, size: int) -> list[list[tuple[int, int, str]]]:
    """Rows of (width, height, colour) in pixels that add up to a square of `size`."""
    rows = WEAVES.get(letter, WEAVES[FALLBACK]).split("/")
    heights = _shares(size, len(rows))
    return [
        [(width, height, COLOURS[colour]) for width, colour in zip(_shares(size, len(row)), row, strict=True)]
        for height, row in zip(heights, rows, strict=True)
    ]


def _shares(total: int, parts: int) -> list[int]:
    edges = [round(total * index / parts) for index in range(parts + 1)]
    return [after - before for before, after in pairwise(edges)]

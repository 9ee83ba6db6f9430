"""Text as the site compares it: without accents, case or typography."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ß": "ss",
        "ẞ": "ss",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "\x00": " ",
    }
)
WHOLE_DIGITS = 18
_A_LETTER = re.compile(f"[{''.join(map(chr, _LETTERS))}]")
_COMMON_MARKS = re.compile("[\u0300-\u036f]+")


def _without_marks(text: str) -> str:
    """Drop what combines with a letter, and halves of characters that no encoding can write."""
    decomposed = _COMMON_MARKS.sub("", unicodedata.normalize("NFKD", text))
    if decomposed.isascii():
        return decomposed
    return "".join(char for char in decomposed if unicodedata.category(char) not in {"Mn", "Me", "Cs"})


def _spelt(text: str) -> str:
    """Ligatures and typographic signs in plain letters; most texts have none, which is told ten times faster."""
    return text.translate(_LETTERS) if _A_LETTER.search(text) else text


def fold(text: str) -> str:
    """The text in lower case, without accents, ligatures or doubled spaces; folding twice changes nothing."""
    if not text.isascii():
        text = _spelt(_without_marks(_spelt(text)))
    if not text.isascii():
        text = _spelt(_without_marks(text.casefold()))
    return " ".join(text.lower().replace("\x00", " ").split())


def sort_key(name: str, *, length: int = 200) -> str:
    """The key that sorts a name as a French reader expects, on every database: folded, punctuation left out."""
    folded = fold(name)
    words = "".join(char if char.isalnum() else " " for char in folded).split()
    return (" ".join(words) or folded)[:length]


def whole(text: str) -> int | None:
    """The whole number that a request writes in ASCII digits, 18 at most so that every database takes it; else None."""
    return int(text) if 0 < len(text) <= WHOLE_DIGITS and text.isascii() and text.isdecimal() else None


def written(text: str) -> str:
    """What was typed outside of a form, without the one character that no database keeps."""
    return text.replace("\x00", "")


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a telephone number keeps its plus."""
    if text.startswith(("=", "@", "\t", "\r")) or (
        text.startswith(("+", "-")) and not text[1:].replace(" ", "").replace(".", "").isdecimal()
    ):
        return f"'{text}"
    return text

"""What a mentor's own sentence says of her subjects: words of the vocabulary found in it, nothing guessed."""

from ecosystem.core.text import fold
from ecosystem.directory.models import Skill

MOST = 3
SHORTEST = 4
"""A word of fewer letters says nothing by itself."""


def subjects_in(text: str) -> list[Skill]:
    """The subjects that share the most telling words with the text, the best first, three at most; one query."""
    said = set(_words(text))
    scored = []
    for skill in Skill.objects.leaves().order_by("position", "pk"):
        names = (skill.name, skill.name_fr or "", skill.name_en or "", *skill.aliases)
        best = max((len(said & set(_words(name))) for name in names), default=0)
        if best:
            scored.append((best, skill))
    scored.sort(key=lambda pair: -pair[0])
    return [skill for _best, skill in scored[:MOST]]


def _words(text: str) -> list[str]:
    return [word for word in fold(text).replace("'", " ").replace("’", " ").split() if len(word) >= SHORTEST]

"""What a mentor's own sentence says of her subjects: words of the vocabulary found in it, nothing guessed."""

import re
from collections import Counter
from typing import Any

from ecosystem.core.text import fold
from ecosystem.directory.models import Skill

MOST = 3
SHORTEST = 4
"""A word of fewer letters says nothing by itself."""


def subjects_in(text: str) -> list[Skill]:
    """The subjects that share the most telling words with the text, the best first, three at most; one query.

    A word counts the less, the more subjects bear it: « export » alone points to none in particular.
    """
    said = set(_words(text))
    borne = [(skill, said & _words_of(skill)) for skill in Skill.objects.leaves().order_by("position", "pk")]
    bearers = Counter(word for _skill, words in borne for word in words)
    scored = [(sum(1 / bearers[word] for word in words), skill) for skill, words in borne if words]
    best = max((score for score, _skill in scored), default=0.0)
    kept = sorted((pair for pair in scored if pair[0] > best / 2), key=lambda pair: -pair[0])
    return [skill for _score, skill in kept[:MOST]]


def _words_of(skill: Any) -> set[str]:
    names = (skill.name, skill.name_fr or "", skill.name_en or "", *skill.aliases)
    return {word for name in names for word in _words(name)}


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", fold(text)) if len(word) >= SHORTEST]

"""A round's proposals as plain text, for a terminal."""

import shutil
from collections.abc import Sequence
from textwrap import shorten, wrap

from ecosystem.matching.models import Part, Proposal
from ecosystem.matching.words import Names, fact, points

NEED, PERSON, SCORE = 46, 22, 6
BEFORE_REASONS = NEED + PERSON + SCORE + 6
NARROWEST, USUAL = BEFORE_REASONS + 40, 160


def proposals_table(proposals: Sequence[Proposal]) -> str:
    """A row a proposal: the need, the person, the score, and the parts that earned points with what earned them.

    As wide as the terminal, or 160 characters in a file; reasons go on below where one line is too short.
    """
    width = max(NARROWEST, shutil.get_terminal_size((USUAL, 0)).columns)
    names = Names.of(proposals)
    lines = [_line("NEED", "PERSON", "SCORE", "REASONS"), "-" * width]
    for proposal in proposals:
        need = f"{proposal.need.startup.name}: {proposal.need.title}"
        first, *others = wrap(reasons(proposal, names), width - BEFORE_REASONS) or [""]
        lines.append(_line(need, proposal.person.name, f"{proposal.score_points:.2f}", first))
        lines += [" " * BEFORE_REASONS + other for other in others]
    return "\n".join(lines)


def reasons(proposal: Proposal, names: Names) -> str:
    """« sector (Robotique) 20/20, stage (Amorçage) 15/15 »: the parts with points, the best first."""
    earned = sorted(((points(proposal, part), part) for part in proposal.round.parts), key=lambda pair: -pair[0])
    return ", ".join(_reason(proposal, part, found, names) for found, part in earned if found)


def _reason(proposal: Proposal, part: Part, found: float, names: Names) -> str:
    known = fact(proposal, part, names)
    return f"{part.value}{f' ({known})' if known else ''} {found:g}/{proposal.round.weights[part]}"


def _line(need: str, person: str, score: str, why: str) -> str:
    cells = [f"{shorten(text, size, placeholder='…'):<{size}}" for text, size in ((need, NEED), (person, PERSON))]
    return "  ".join([*cells, f"{score:>{SCORE}}", why])

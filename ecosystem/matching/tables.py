"""A round's proposals as plain text, for a terminal."""

from collections.abc import Iterable
from textwrap import shorten

from ecosystem.matching.models import Part, Proposal

WIDTHS = (46, 24, 7)


def proposals_table(proposals: Iterable[Proposal]) -> str:
    """One line a proposal: the need, the person, the score, and the parts that earned most."""
    lines = [_line("NEED", "PERSON", "SCORE", "REASONS"), "-" * 132]
    for proposal in proposals:
        need = f"{proposal.need.startup.name}: {proposal.need.title}"
        lines.append(_line(need, proposal.person.name, f"{proposal.score_points:.2f}", reasons(proposal)))
    return "\n".join(lines)


def reasons(proposal: Proposal) -> str:
    """« sector 20/20, stage 15/15 »: the parts with points, the best first."""
    weights = proposal.round.weights
    earned = [(getattr(proposal, f"points_{part}") / 100, part) for part in proposal.round.parts]
    best = sorted(earned, key=lambda pair: -pair[0])
    return ", ".join(f"{Part(part).value} {points:g}/{weights[part]}" for points, part in best if points)


def _line(need: str, person: str, score: str, why: str) -> str:
    cells = [shorten(text, width, placeholder="…") for text, width in zip((need, person), WIDTHS, strict=False)]
    return f"{cells[0]:<{WIDTHS[0]}}  {cells[1]:<{WIDTHS[1]}}  {score:>{WIDTHS[2]}}  {why}"

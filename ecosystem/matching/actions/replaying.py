"""A round computed again and compared with what was stored."""

from dataclasses import dataclass

from ecosystem.matching.engine.run import compute
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot import take_snapshot


@dataclass(frozen=True)
class Replay:
    """What came out: identical, or the differences in words; digest of the inputs, as computed now."""

    identical: bool
    differences: list[str]
    digest: str


def replay_round(round_: Round) -> Replay:
    """Compute the round from the data as they are: its total and digest must agree."""
    result = compute(take_snapshot(round_).problem)
    stored = (round_.input_digest, round_.objective)
    same = stored == (result.digest, result.stats.objective)
    return Replay(same, [] if same else [f"{result.digest[:16]}"], result.digest)

"""Weights that always make 100: when one moves the others give or take in proportion, and what is locked stays."""

from collections.abc import Collection, Mapping

WHOLE = 100


def spread(weights: Mapping[str, int], locked: Collection[str] = (), moved: str = "") -> dict[str, int]:
    """The weights brought to 100: `moved` keeps its value where there is room, those in `locked` always keep theirs.

    The others share what is left in proportion to what they had, in equal parts when they had nothing; the points that
    rounding leaves go to the largest remainders, the first weights first. Where nothing is free to move, `moved` takes
    what is left; where even that cannot make 100, the weights come back as they are.
    """
    held = sum(value for key, value in weights.items() if key in locked and key != moved)
    if held > WHOLE:
        return dict(weights)
    found = dict(weights)
    if moved:
        found[moved] = max(0, min(found[moved], WHOLE - held))
        held += found[moved]
    free = [key for key in weights if key not in locked and key != moved]
    if free:
        return found | _shared(WHOLE - held, {key: weights[key] for key in free})
    if moved:
        found[moved] += WHOLE - held
    return found


def _shared(room: int, had: Mapping[str, int]) -> dict[str, int]:
    """So many points in proportion to what each had, by the largest remainder."""
    total = sum(had.values())
    parts = {key: (value if total else 1) * room for key, value in had.items()}
    whole = total or len(had)
    found = {key: part // whole for key, part in parts.items()}
    order = sorted(parts, key=lambda key: -(parts[key] % whole))
    for key in order[: room - sum(found.values())]:
        found[key] += 1
    return found

"""The worked example of a proposal, on the weights in force."""

from typing import Any

from ecosystem.matching.models import Round, parts_of
from ecosystem.matching.models.parts import DEFAULT_WEIGHTS

FIT = (0.97, 0.88, 0.9, 0.75, 1.0, 0.6, 0.8)
"""How far the fictional pair of the example fits, part by part."""


def weights_in_force(kind: str) -> tuple[Round | None, list[dict[str, Any]]]:
    """The latest published round of a kind with its weights; without any, those that a new round starts with."""
    latest = Round.objects.filter(kind=kind, published_at__isnull=False).order_by("-published_at", "-pk").first()
    weights = latest.weights if latest else {part.value: DEFAULT_WEIGHTS[kind][part] for part in parts_of(kind)}
    return latest, [{"label": part.label, "weight": weights[part.value]} for part in parts_of(kind)]


def example() -> dict[str, Any]:
    """A fictional pair scored on the mentors' weights: its parts sum to its score."""
    _latest, weights = weights_in_force(Round.Kind.MENTORS)
    parts = [{**one, "points": round(one["weight"] * fit)} for one, fit in zip(weights, FIT, strict=True)]
    return {"parts": parts, "score": sum(part["points"] for part in parts)}

"""`python -m bench.quality_tune --train DIR [--train DIR] [--minutes 30]`: fit the constants and weights of funders.

The product never runs this: what it prints is copied by hand into `engine/habits.py` and `models/parts.py`. Two steps,
both without chance. First the constants, one after the other, a step up and a step down, kept when the likelihood of
the real investors rises (a conditional logit over everybody, weights fitted anew each time, every startup counting the
same): it is smooth, and so less easily fooled by a few startups than the measures themselves. Then the weights are made
whole, and points are moved from part to part as long as the mean of recall@10, recall@50 and NDCG@10 rises.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from scipy.optimize import minimize

from bench.quality import measure_points, stated_rows
from bench.quality_data import Year, read_year
from ecosystem.matching.engine.arrays import Bools, Floats, Ints, Singles
from ecosystem.matching.engine.funder_parts import funder_model
from ecosystem.matching.engine.habits import HABITS, Habits
from ecosystem.matching.engine.parts import PARTS, Kind, quantise

Block: TypeAlias = tuple[Singles, Bools]
PARTS_COUNT = len(PARTS[Kind.FUNDERS])
SCALES = (
    "pace_days", "memory_days", "pace_crowd", "crowd", "country", "region", "reach", "sector_power", "sector_caution",
    "grain_place", "grain_sector", "grain_stage", "grain_amount", "grain_circle", "grain_pace", "partner_caution",
    "caution",
)  # fmt: skip
SHARES = ("beside", "base_sector", "base_stage", "base_amount", "base_place", "close", "least_alike", "overlap")
FIRST_STEP, FIRST_SHIFT, SMALLER = 1.6, 0.1, 0.6
LEAST_GAIN = 2e-4
RIDGE = 1e-4


def blocks(year: Year, habits: Habits) -> Iterator[tuple[Ints, Floats]]:
    """The rows of startups with a truth that see the same deals, and the values of their parts."""
    for rows, model in stated_rows(year, lambda needs, people: funder_model(needs, people, habits)):
        yield rows, model.part_values(0, rows.size).values


def prepared(years: list[Year], habits: Habits) -> list[Block]:
    made = []
    for year in years:
        for rows, values in blocks(year, habits):
            truth = np.zeros(values.shape[1:], dtype=np.bool_)
            for position, row in enumerate(rows.tolist()):
                truth[position, list(year.truth[row])] = True
            made.append((values.astype(np.float32), truth))
    return made


def fitted(given: list[Block], start: Floats) -> tuple[Floats, float]:
    """The weights of the conditional logit, and the mean surprise (minus the log-likelihood) of a startup."""

    def surprise(weights: Floats) -> tuple[float, Floats]:
        total, slope, size = 0.0, np.zeros(weights.size), 0
        for values, truth in given:
            logits = np.tensordot(weights.astype(np.float32), values, 1)
            logits -= logits.max(axis=1, keepdims=True)
            chances = np.exp(logits)
            mass = chances.sum(axis=1, keepdims=True)
            share = truth / truth.sum(axis=1, keepdims=True)
            total -= float(((logits - np.log(mass)) * share).sum())
            off = (share - chances / mass).astype(np.float32)
            slope -= np.array([float((part * off).sum()) for part in values])
            size += truth.shape[0]
        return total / size + RIDGE * float(weights @ weights), slope / size + 2 * RIDGE * weights

    found = minimize(surprise, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * start.size)
    return found.x, float(found.fun)


def tries(habits: Habits, step: float, shift: float) -> Iterator[tuple[str, list[Habits]]]:
    for name in (*SCALES, *SHARES):
        now = getattr(habits, name)
        values = (now * step, now / step) if name in SCALES else (min(now + shift, 1.0), max(now - shift, 0.0))
        yield name, [replace(habits, **{name: value}) for value in values if value != now]


def tuned_habits(years: list[Year], minutes: float) -> tuple[Habits, Floats]:
    """Coordinate descent with shrinking steps, until nothing is gained or the time is over."""
    habits, end = HABITS, time.monotonic() + 60 * minutes
    weights, least = fitted(prepared(years, habits), np.full(PARTS_COUNT, 3.0))
    tell("start", habits, weights, least)
    step, shift = FIRST_STEP, FIRST_SHIFT
    while time.monotonic() < end and step > 1.05:
        for name in (*SCALES, *SHARES):
            for other in dict(tries(habits, step, shift))[name]:
                found, surprise = fitted(prepared(years, other), weights)
                if surprise < least - LEAST_GAIN:
                    habits, weights, least = other, found, surprise
                    tell(name, habits, weights, least)
                    break
            if time.monotonic() > end:
                break
        step, shift = step**SMALLER, shift * SMALLER
    return habits, weights


def whole_weights(years: list[Year], habits: Habits, weights: Floats) -> tuple[dict[str, int], float]:
    """Whole weights that sum to 100, then points moved from part to part while the mean of the measures rises."""
    made = [(year, list(blocks(year, habits))) for year in years]

    def worth(of: Ints) -> float:
        return float(
            np.mean([measure_points(year, of_year, lambda v: quantise(v, of)).mean() for year, of_year in made])
        )

    exact = weights * 100 / weights.sum()
    now = np.floor(exact).astype(np.int64)
    now[np.argsort(now - exact)[: 100 - int(now.sum())]] += 1
    best = worth(now)
    for points in (4, 2, 1):
        moved = True
        while moved:
            moved = False
            for giver in range(PARTS_COUNT):
                for taker in range(PARTS_COUNT):
                    other = now.copy()
                    other[[giver, taker]] += (-points, points)
                    if giver != taker and other[giver] >= 0 and (value := worth(other)) > best + 1e-5:
                        now, best, moved = other, value, True
                        print(json.dumps({"weights": now.tolist(), "mean": round(best, 5)}), flush=True)
    return dict(zip(PARTS[Kind.FUNDERS], now.tolist(), strict=True)), best


def tell(name: str, habits: Habits, weights: Floats, surprise: float) -> None:
    value = getattr(habits, name, None)
    print(json.dumps({name: value, "surprise": round(surprise, 4), "weights": weights.round(2).tolist()}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, action="append", required=True, metavar="DIR")
    parser.add_argument("--minutes", type=float, default=30.0, help="for the constants; the weights come after")
    options = parser.parse_args()
    years = [read_year(folder) for folder in options.train]
    habits, weights = tuned_habits(years, options.minutes)
    print(json.dumps({"habits": asdict(habits)}), flush=True)
    whole, mean = whole_weights(years, habits, weights)
    print(json.dumps({"habits": asdict(habits), "weights": whole, "mean": round(mean, 5)}))


if __name__ == "__main__":
    main()

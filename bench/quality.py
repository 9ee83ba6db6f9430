"""`python -m bench.quality DIR [--train DIR]...`: how high the product's own score ranks the investors who did invest.

Prints one JSON line: recall@10, recall@50 and NDCG@10 (binary gains), each as a mean over the startups that have a
truth, with a 95 % interval (bootstrap over startups, fixed seed), and the seconds. A startup sees only the deals dated
strictly before its raising day, and no deal without a day. The weights are those of a new round; `--weights` tries
others, `--without PART` leaves one out. Nothing is learnt from DIR; each `--train` folder is scored and shown beside.
The hard rules cannot speak here: the data hold no thesis, language, conflict, pause or capacity.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.quality_data import Year, read_year
from ecosystem.matching.engine.arrays import Floats, Ints, Points, pair_hashes
from ecosystem.matching.engine.candidates import BLOCK_CELLS
from ecosystem.matching.engine.facts import FunderNeeds, FunderPeople
from ecosystem.matching.engine.funder_parts import FunderModel, funder_model
from ecosystem.matching.engine.parts import PARTS, Kind, quantise, weights_in_order

DRAWS, SEED = 2_000, 20_260_101
DEEP, SHALLOW = 50, 10


@dataclass(frozen=True)
class Measures:
    """One value a startup, 0..1: recall@10, recall@50, NDCG@10."""

    recall_10: Floats
    recall_50: Floats
    ndcg_10: Floats

    def summary(self) -> dict[str, Any]:
        """Means with their intervals, from the same draws of startups for all three."""
        size = self.recall_10.size
        shown: dict[str, Any] = {"n": size}
        draws = np.random.default_rng(SEED).integers(0, max(size, 1), (DRAWS, size))
        for name in ("recall_10", "recall_50", "ndcg_10"):
            values = getattr(self, name)
            low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5]) if size else (0.0, 0.0)
            key = name.replace("_", "@")
            shown[key] = round(float(values.mean()), 4) if size else None
            shown[f"{key}_95"] = [round(float(low), 4), round(float(high), 4)]
        return shown

    def mean(self) -> float:
        """The mean of the three, which the tuning raises."""
        return float((self.recall_10.mean() + self.recall_50.mean() + self.ndcg_10.mean()) / 3)


def measure(year: Year, weights: Ints) -> Measures:
    """Rank everybody for each startup that has a truth, by the product's own parts and rounding, ties by a hash."""
    return measure_points(year, blocks(year), lambda values: quantise(values, weights))


def measure_points(year: Year, given: Iterable[tuple[Ints, Floats]], points: Callable[[Floats], Points]) -> Measures:
    """The same from rows of startups and the values of their parts, (parts, rows, people)."""
    found: dict[int, tuple[float, float, float]] = {}
    for rows, values in given:
        scores = points(values).sum(axis=0, dtype=np.int64)
        for row, of_row in zip(rows.tolist(), scores, strict=True):
            found[row] = of_one(best(year, row, of_row), year.truth[row])
    table = np.array([found[row] for row in sorted(found)]).reshape(-1, 3)
    return Measures(*table.T)


def blocks(year: Year) -> Iterator[tuple[Ints, Floats]]:
    """The values of the parts, as many startups at a time as the product takes."""
    for rows, model in stated_rows(year, funder_model):
        step = max(1, BLOCK_CELLS // max(model.people.capacity.size, 1))
        for start in range(0, rows.size, step):
            stop = min(start + step, rows.size)
            yield rows[start:stop], model.part_values(start, stop).values


def stated_rows(
    year: Year, make: Callable[[FunderNeeds, FunderPeople], FunderModel]
) -> Iterator[tuple[Ints, FunderModel]]:
    """The startups that have a truth, those together that see the same deals, with the model of these."""
    for chosen, people in year.groups():
        rows = np.array([row for row in chosen.tolist() if year.truth[row]], dtype=np.int64)
        if rows.size:
            yield rows, make(some(year.needs, rows), people)


def some(needs: FunderNeeds, rows: Ints) -> FunderNeeds:
    names = ("amount", "stage", "country", "region", "city", "lat", "lon", "wanted", "sectors", "all_sectors")
    return FunderNeeds(**{name: getattr(needs, name)[rows] for name in names}, sector_parent=needs.sector_parent)


def best(year: Year, row: int, scores: Ints) -> Ints:
    """The first 50 people by score, then by hash."""
    ties = pair_hashes(0, year.need_keys[row : row + 1].repeat(scores.size), year.person_keys)
    order: Ints = np.lexsort((ties, -scores))[:DEEP]
    return order


def of_one(ranked: Ints, truth: frozenset[int]) -> tuple[float, float, float]:
    """Recall@10, recall@50 and NDCG@10 of one ranking."""
    hits = np.array([person in truth for person in ranked.tolist()], dtype=np.float64)
    discounts = 1.0 / np.log2(np.arange(SHALLOW) + 2.0)
    ideal = discounts[: len(truth)].sum()
    gain = (hits[:SHALLOW] * discounts[: hits[:SHALLOW].size]).sum()
    return hits[:SHALLOW].sum() / len(truth), hits.sum() / len(truth), gain / ideal


def default_weights() -> dict[str, int]:
    """The weights of a new round, read from the product (which knows Django, unlike the engine)."""
    from bench import database  # noqa: PLC0415 - only here: a given list of weights needs no Django

    database.none()
    from ecosystem.matching.models.parts import DEFAULT_WEIGHTS  # noqa: PLC0415 - models exist once Django is set up

    return {part.value: weight for part, weight in DEFAULT_WEIGHTS["funders"].items()}


def without(weights: Mapping[str, int], part: str) -> dict[str, int]:
    """The same weights with one part at 0 and the others raised in proportion, still summing to 100."""
    kept = {name: weight for name, weight in weights.items() if name != part}
    total = sum(kept.values())
    exact = {name: weight * 100 / total for name, weight in kept.items()}
    whole = {name: int(value) for name, value in exact.items()}
    for name in sorted(kept, key=lambda name: whole[name] - exact[name])[: 100 - sum(whole.values())]:
        whole[name] += 1
    return {part: 0, **whole}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--train", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--weights", help=f"whole numbers for {', '.join(PARTS[Kind.FUNDERS])}, summing to 100")
    parser.add_argument("--without", choices=PARTS[Kind.FUNDERS], metavar="PART")
    options = parser.parse_args()
    weights = default_weights()
    if options.weights:
        weights = dict(zip(PARTS[Kind.FUNDERS], map(int, options.weights.split(",")), strict=True))
    if options.without:
        weights = without(weights, options.without)
    given = weights_in_order(Kind.FUNDERS, weights)
    begin = time.perf_counter()
    year = read_year(options.folder)
    read = time.perf_counter()
    shown = measure(year, given).summary()
    end = time.perf_counter()
    line: dict[str, Any] = {"bench": "quality", "data": year.name, **shown}
    line |= {"seconds": round(end - begin, 2), "scoring_seconds": round(end - read, 2), "weights": weights}
    line |= {"hard_rules": "none: the data say nothing of them", "notes": year.notes}
    line |= {"train": {folder.name: measure(read_year(folder), given).summary() for folder in options.train}}
    print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()

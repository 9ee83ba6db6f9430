"""`python -m bench.instances OUT.npz --needs N --people M`: a made-up instance in the form of `bench.assign`.

Each need has `--degree` candidates, popular people more often; a score is a likeness of eight hidden traits, and some
chance; places are `--tight` times the people wanted, spread at random: some people have none. The same seed, the same
file.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np


def made_up(needs: int, people: int, degree: int, tight: float, seed: int) -> dict[str, Any]:
    """The arrays of an instance: CSR of needs x people, points 0..100, one person wanted by each need."""
    rng = np.random.default_rng(seed)
    traits, offers = rng.normal(size=(needs, 8)), rng.normal(size=(people, 8))
    rows = [_candidates(rng, people, degree) for _ in range(needs)]
    indices = np.concatenate(rows).astype(np.int32)
    need = np.repeat(np.arange(needs), degree)
    likeness = np.einsum("pt,pt->p", traits[need], offers[indices])
    points = 80 / (1 + np.exp(-likeness / 4)) + rng.uniform(0, 20, likeness.size)
    return {
        "indptr": np.arange(0, needs * degree + 1, degree),
        "indices": indices,
        "scores": np.clip(points, 0, 100),
        "demand": np.ones(needs, dtype=np.int32),
        "capacity": rng.multinomial(int(needs * tight), np.full(people, 1 / people)).astype(np.int32),
    }


def _candidates(rng: np.random.Generator, people: int, degree: int) -> Any:
    """So many different people, ascending; the first of them are the popular ones."""
    drawn = np.unique((people * rng.random(3 * degree) ** 1.5).astype(np.int64))
    while drawn.size < degree:
        drawn = np.unique(np.concatenate([drawn, rng.integers(0, people, degree)]))
    return np.sort(rng.choice(drawn, degree, replace=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--needs", type=int, default=1000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--degree", type=int, default=50)
    parser.add_argument("--tight", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not 0 < asked.degree <= asked.people or asked.needs < 0 or asked.tight < 0:
        raise SystemExit("the degree is between 1 and the people; needs and tight are not negative")
    np.savez(asked.out, **made_up(asked.needs, asked.people, asked.degree, asked.tight, asked.seed))


if __name__ == "__main__":
    main()

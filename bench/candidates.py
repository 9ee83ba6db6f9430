"""`python -m bench.candidates --needs N --people M`: the exact best k people of every need, by sparse profiles.

Prints one JSON line: seconds, peak memory of our part, and the ratio to sparse_dot_topn (two threads too) on the same
profiles in the same run, when it is installed. The kernels are compiled before, on a tiny input. The answer is checked
against blocked products of scipy for a sample of needs, and score by score against sparse_dot_topn for all of them.
"""

import argparse
import importlib.util
import json
import resource
import sys
import time
from typing import Any

import numpy as np
from scipy.sparse import csr_array, csr_matrix

from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.topk import HardRules, TieBreak, TopK, quantised, top_k

SCALE = 4_000
CHECKED = 500
THREADS = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--terms", type=int, default=2_000, help="distinct terms, drawn by Zipf's law")
    parser.add_argument(
        "--weights", choices=["rare", "flat"], default="rare", help="rare terms weigh more, or all alike"
    )
    parser.add_argument("--rules", action="store_true", help="with languages, paused people and barred pairs (no peer)")
    parser.add_argument("--k", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peer", action="store_true", help="leave sparse_dot_topn out")
    print(json.dumps({"bench": "candidates", **measure(parser.parse_args())}))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Ours first, its peak read before the check and the peer allocate anything."""
    random = np.random.default_rng(options.seed)
    needs = profiles(random, options.needs, options.terms, (8, 15), options.weights)
    people = profiles(random, options.people, options.terms, (10, 20), options.weights)
    rules = hard_rules(random, options.needs, options.people) if options.rules else None
    ties = TieBreak(options.seed, np.arange(options.needs), np.arange(options.people))
    warm_up(options.k, rules is not None)
    before, begin = peak_mb(), time.perf_counter()
    found = top_k(needs, people, options.k, ties, rules=rules, threads=THREADS)
    seconds, peak = time.perf_counter() - begin, peak_mb()
    told = {name: getattr(options, name) for name in ("needs", "people", "terms", "weights", "k", "seed", "rules")}
    told |= {"seconds": round(seconds, 3), "peak_mb": peak, "mb_before": before}
    sample = random.choice(options.needs, min(CHECKED, options.needs), replace=False)
    exact = is_exact(found, needs, people, ties, rules, sample)
    if rules is None and not options.no_peer and importlib.util.find_spec("sparse_dot_topn"):
        theirs, same = peer(found, needs, people, options.k)
        told |= {"sparse_dot_topn_seconds": round(theirs, 3), "ratio_to_sparse_dot_topn": round(seconds / theirs, 3)}
        exact = exact and same
    return told | {"exact": bool(exact), "checked_needs": int(sample.size), "python": sys.version.split()[0]}


def profiles(random: np.random.Generator, rows: int, terms: int, sizes: tuple[int, int], weights: str) -> csr_array:
    """Rows of distinct terms drawn by Zipf's law, with levels 1..3, of the same length when `rare`."""
    chances = 1.0 / np.arange(1, terms + 1)
    edges = np.cumsum(chances / chances.sum())
    counts = random.integers(sizes[0], sizes[1] + 1, rows)
    row = np.repeat(np.arange(rows), counts)
    term = np.minimum(np.searchsorted(edges, random.random(row.size)), terms - 1)
    for _ in range(60):  # a term drawn twice by the same row is drawn again
        keys = row * np.int64(terms) + term
        order = np.argsort(keys, kind="stable")
        twice = order[1:][keys[order[1:]] == keys[order[:-1]]]
        if not twice.size:
            break
        term[twice] = np.minimum(np.searchsorted(edges, random.random(twice.size)), terms - 1)
    level = random.integers(1, 4, row.size).astype(np.float64)
    if weights == "rare":
        level *= np.log(1.0 + 1.0 / (edges - np.append(0.0, edges[:-1])))[term]
    table = csr_array((level, (row, term)), shape=(rows, terms))
    table.sum_duplicates()
    return quantised(table, SCALE) if weights == "rare" else csr_array(table.astype(np.int32))


def hard_rules(random: np.random.Generator, needs: int, people: int) -> HardRules:
    """Two of eight languages a side, one person in ten away, three barred people a need."""

    def spoken(rows: int) -> Any:
        return (np.uint64(1) << random.integers(0, 8, (2, rows)).astype(np.uint64)).sum(axis=0, dtype=np.uint64)

    barred = (np.repeat(np.arange(needs), 3), random.integers(0, people, 3 * needs))
    return HardRules(
        groups=((spoken(needs), spoken(people)),),
        excluded=random.random(people) < 0.1,
        barred=csr_array((np.ones(3 * needs, dtype=np.bool_), barred), shape=(needs, people)),
    )


def warm_up(k: int, with_rules: bool) -> None:
    """Compile on a tiny input: what is measured is the work, not the compiler."""
    random = np.random.default_rng(0)
    needs, people = (profiles(random, 300, 50, (3, 6), "flat") for _ in range(2))
    rules = hard_rules(random, 300, 300) if with_rules else None
    top_k(needs, people, k, TieBreak(0, np.arange(300), np.arange(300)), rules=rules, threads=THREADS)


def is_exact(
    found: TopK, needs: csr_array, people: csr_array, ties: TieBreak, rules: HardRules | None, sample: Any
) -> bool:
    """Whether the sampled needs have the very people, scores and order of a full product, sorted."""
    k = found.person.shape[1]
    for block in np.array_split(sample, max(1, sample.size // 100)):
        scores = (needs[block].astype(np.int64) @ people.T.astype(np.int64)).toarray()
        if rules is not None:
            forbid(scores, rules, block)
        for need, row in zip(block.tolist(), scores, strict=True):
            fit = np.flatnonzero(row > 0)
            hashes = pair_hashes(ties.seed, np.full(fit.size, need), fit)
            best = fit[np.lexsort((hashes, -row[fit]))][:k]
            if not (found.person[need, : best.size] == best).all() or (found.person[need, best.size :] >= 0).any():
                return False
            if not (found.score[need, : best.size] == row[best]).all():
                return False
    return True


def forbid(scores: Any, rules: HardRules, block: Any) -> None:
    """The hard rules, pair by pair, on a dense block."""
    for of_needs, of_people in rules.groups:
        asked, offered = of_needs[block][:, None], of_people[None, :]
        scores[(asked != 0) & (offered != 0) & ((asked & offered) == 0)] = 0
    if rules.excluded is not None:
        scores[:, rules.excluded] = 0
    if rules.barred is not None:
        scores[rules.barred[block].toarray()] = 0


def peer(found: TopK, needs: csr_array, people: csr_array, k: int) -> tuple[float, bool]:
    """Seconds of sparse_dot_topn with as many threads, and whether every need has the same scores."""
    from sparse_dot_topn import sp_matmul_topn  # noqa: PLC0415 - an optional peer

    left, right = csr_matrix(needs.astype(np.float32)), csr_matrix(people.T.tocsr().astype(np.float32))
    sp_matmul_topn(left[:200], right, top_n=k, threshold=0.0, sort=True, n_threads=THREADS)
    begin = time.perf_counter()
    theirs = sp_matmul_topn(left, right, top_n=k, threshold=0.0, sort=True, n_threads=THREADS)
    seconds = time.perf_counter() - begin
    sizes = np.diff(theirs.indptr)
    held = np.arange(k)[None, :] < sizes[:, None]
    ours = np.where(held, found.score, 0)
    best = np.zeros_like(ours)
    best[held] = theirs.data.astype(np.int64)
    same = (np.sort(best, axis=1) == np.sort(ours, axis=1)).all() and ((found.person >= 0) == held).all()
    return seconds, bool(same)


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()

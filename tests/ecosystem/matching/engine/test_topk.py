"""The best k people by sparse profiles are those of a full product, rules and ties included."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from ecosystem.matching.engine import topk as module
from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.errors import BadFacts
from ecosystem.matching.engine.topk import HardRules, TieBreak, TopK, quantised, top_k
from tests.ecosystem.matching.engine.builders import quick


def profiles(rng: np.random.Generator, rows: int, terms: int, high: int = 3) -> csr_array:
    """Some terms are held by nearly everybody, most by few."""
    held = rng.random((rows, terms)) < rng.random(terms) ** 3
    return csr_array(np.where(held, rng.integers(1, high + 1, (rows, terms)), 0))


def ties(needs: int, people: int, seed: int = 5) -> TieBreak:
    return TieBreak(seed, np.arange(needs) * 3 + 1, np.arange(people) * 7 + 2)


def some_rules(rng: np.random.Generator, needs: int, people: int) -> HardRules:
    def values(rows: int) -> Any:
        return rng.choice(np.array([0, 1, 2, 3, 8, 1 << 63], dtype=np.uint64), rows)

    return HardRules(
        groups=tuple((values(needs), values(people)) for _ in range(2)),
        excluded=rng.random(people) < 0.2,
        barred=csr_array(rng.random((needs, people)) < 0.1),
    )


def by_brute_force(needs: csr_array, people: csr_array, k: int, order: TieBreak, rules: HardRules) -> TopK:
    scores = (needs @ people.T).toarray()
    for asked, offered in rules.groups:
        stated = (asked != 0)[:, None] & (offered != 0)[None, :]
        scores[stated & ((asked[:, None] & offered[None, :]) == 0)] = 0
    if rules.excluded is not None:
        scores[:, rules.excluded] = 0
    if rules.barred is not None:
        scores[rules.barred.toarray()] = 0
    found = TopK(np.full((scores.shape[0], k), -1), np.zeros((scores.shape[0], k), dtype=int))
    for need, row in enumerate(scores):
        hashes = pair_hashes(order.seed, np.full(row.size, order.need_keys[need]), order.person_keys)
        best = sorted(np.flatnonzero(row), key=lambda person: (-row[person], hashes[person]))[:k]
        found.person[need, : len(best)], found.score[need, : len(best)] = best, row[best]
    return found


def same(left: TopK, right: TopK) -> bool:
    return left.person.tolist() == right.person.tolist() and left.score.tolist() == right.score.tolist()


@quick
@given(
    seed=st.integers(0, 10_000),
    needs=st.integers(0, 12),
    people=st.integers(0, 150),
    k=st.integers(1, 12),
    with_rules=st.booleans(),
)
def test_they_are_those_of_a_full_product(seed: int, needs: int, people: int, k: int, with_rules: bool) -> None:
    rng = np.random.default_rng(seed)
    asked, held = profiles(rng, needs, 9), profiles(rng, people, 9)
    rules = some_rules(rng, needs, people) if with_rules else HardRules()
    found = top_k(asked, held, k, ties(needs, people), rules=rules, threads=1)
    assert same(found, by_brute_force(asked, held, k, ties(needs, people), rules))


@pytest.mark.parametrize(("k", "people"), [(1, 400), (3, 2_000), (60, 1_500)])
@pytest.mark.parametrize("share", [0.0, 0.3, 2.0])
def test_large_chunks_dense_rows_and_postings_change_nothing(
    k: int, people: int, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(k)
    asked, held = profiles(rng, 40, 30, high=90), profiles(rng, people, 30, high=90)
    rules = some_rules(rng, 40, people)
    monkeypatch.setattr(module, "DENSE_SHARE", share)
    monkeypatch.setattr(module, "DENSE_FROM", 1)
    found = top_k(asked, held, k, ties(40, people), rules=rules)
    assert same(found, by_brute_force(asked, held, k, ties(40, people), rules))


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    asked, held = profiles(rng, 90, 20), profiles(rng, 300, 20)
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 7)
    one, three = (top_k(asked, held, 5, ties(90, 300), threads=threads) for threads in (1, 3))
    assert same(one, three)


def test_the_seed_decides_between_equals() -> None:
    asked, held = csr_array(np.ones((1, 1), dtype=int)), csr_array(np.ones((200, 1), dtype=int))
    chosen = {tuple(top_k(asked, held, 2, ties(1, 200, seed)).person[0].tolist()) for seed in range(9)}
    assert len(chosen) > 3


def test_what_cannot_be_computed_with_is_named() -> None:
    asked, held = csr_array(np.eye(3, dtype=int)), csr_array(np.eye(3, dtype=int) * 5_000)
    with pytest.raises(BadFacts, match=r"people: row 1 holds 0\.5"):
        top_k(asked, csr_array(np.diag([1, 0.5, 1])), 2, ties(3, 3))
    with pytest.raises(BadFacts, match="needs: row 0 holds -1"):
        top_k(csr_array(-np.eye(3, dtype=int)), held, 2, ties(3, 3))
    with pytest.raises(BadFacts, match="needs: row 2 could score 25000000"):
        top_k(csr_array(np.diag([1, 1, 5_000])), held, 2, ties(3, 3))
    with pytest.raises(BadFacts, match="k is 0"):
        top_k(asked, held, 0, ties(3, 3))
    with pytest.raises(BadFacts, match="3 terms of needs and 2 of people"):
        top_k(asked, held[:, :2], 1, ties(3, 3))
    with pytest.raises(BadFacts, match="2 and 3 keys for 3 needs"):
        top_k(asked, held, 1, ties(2, 3))
    with pytest.raises(BadFacts, match="excluded: 2 flags for 3 people"):
        top_k(asked, held, 1, ties(3, 3), rules=HardRules(excluded=np.zeros(2, bool)))
    with pytest.raises(BadFacts, match="barred"):
        top_k(asked, held, 1, ties(3, 3), rules=HardRules(barred=csr_array((2, 3), dtype=bool)))
    bits = np.ones(3, dtype=np.uint64)
    with pytest.raises(BadFacts, match="group 0"):
        top_k(asked, held, 1, ties(3, 3), rules=HardRules(groups=((bits, bits[:2]),)))


def test_profiles_become_whole_weights_of_one_length() -> None:
    made = quantised(csr_array(np.array([[3.0, 4.0], [0.0, 0.0], [0.0, 0.2]])), 1_000)
    assert made.toarray().tolist() == [[600, 800], [0, 0], [0, 1_000]]
    assert made.nnz == 3

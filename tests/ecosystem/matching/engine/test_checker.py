"""The checker accepts every computed round, and refuses every tampered one, by itself."""

import gzip
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine import checker
from ecosystem.matching.engine.certificate import Prices, dual_bound
from ecosystem.matching.engine.certificate_file import write
from ecosystem.matching.engine.checker import verify, verify_file
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.parts import Kind
from tests.ecosystem.matching.engine.builders import instance_from_rows, quick
from tests.ecosystem.matching.engine.certificates import certified, finding, forged, lies, plain, refused, sealed

ROOT = Path(checker.__file__).parents[3]
sizes = st.integers(0, 9)
CHECKS = [
    "format", "seal", "pairs", "capacity", "demand", "scores", "locks", "balance", "coverage", "floor", "total",
    "proof", "inputs",
]  # fmt: skip


@quick
@given(st.integers(0, 10**6), st.sampled_from(Kind), sizes, sizes)
def test_every_computed_round_is_accepted(seed, kind, needs, people):
    made = certified(seed, kind, needs, people)
    findings = verify(made, content=made["content"], digest=made["round"]["digest"])
    assert [one.check for one in findings] == CHECKS
    assert [one.said for one in findings if not one.ok] == []
    assert refused(plain(made)) == []


def test_a_larger_round_with_packed_arrays_is_accepted():
    made = certified(3, Kind.MENTORS, 150, 40)
    assert isinstance(made["candidates"]["person"], dict)
    assert refused(made) == []
    assert refused(plain(made)) == []


def test_the_figures_are_counted_from_the_pairs():
    made = certified(1)
    chosen = made["chosen"]
    assert finding(made, "pairs").figures == {"bad": 0, "of": len(chosen["need"]), "forbidden": 5}
    assert finding(made, "capacity").figures == {
        "taken": len(chosen["need"]), "places": sum(made["people"]["capacity"]), "people": 9,
    }  # fmt: skip
    assert finding(made, "coverage").figures == {"covered": len(set(chosen["need"])), "of": 12}
    assert finding(made, "total").figures["total"] == sum(chosen["score"])
    assert finding(made, "scores").figures == {"right": len(chosen["need"]), "of": len(chosen["need"])}
    best = dict.fromkeys(chosen["need"], 0)
    for need, score in zip(chosen["need"], chosen["score"], strict=True):
        best[need] = max(best[need], score)
    assert finding(made, "floor").figures["worst"] == min(best.values())


@quick
@given(st.integers(0, 10**6), st.sampled_from(Kind), st.integers(1, 6), st.integers(1, 5))
def test_every_single_tampering_is_refused_even_under_a_new_seal(seed, kind, needs, people):
    made = plain(certified(seed, kind, needs, people))
    for name, change in lies(made):
        assert refused(forged(made, change)), name


@quick
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 5), st.data())
def test_a_pair_given_to_somebody_else_is_refused(seed, needs, people, data):
    made = plain(certified(seed, Kind.MENTORS, needs, people))
    chosen = made["chosen"]
    if not chosen["need"]:
        return
    row = data.draw(st.integers(0, len(chosen["need"]) - 1))
    other = data.draw(st.integers(0, people - 1).filter(lambda one: one != chosen["person"][row]))

    def swap(it: dict[str, Any]) -> None:
        it["chosen"]["person"][row] = other

    if people > 1:
        assert refused(forged(made, swap))


@quick
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 5), st.data())
def test_a_changed_price_is_refused_unless_it_proves_as_much(seed, needs, people, data):
    made = plain(certified(seed, Kind.MENTORS, needs, people))
    side = data.draw(st.sampled_from(["need", "person"]))
    row = data.draw(st.integers(0, len(made["proofs"][0][side]) - 1))
    step = data.draw(st.integers(-2_000, 2_000).filter(bool))

    def change(it: dict[str, Any]) -> None:
        it["proofs"][0][side][row] += step

    changed = forged(made, change)
    proof, candidates, counts = changed["proofs"][0], changed["candidates"], changed["candidates"]["count"]
    rows, at = [], 0
    for count in counts:
        span = slice(at, at + count)
        rows.append(dict(zip(candidates["person"][span], candidates["score"][span], strict=True)))
        at += count
    instance = instance_from_rows(rows, changed["needs"]["demand"], changed["people"]["capacity"])
    prices = Prices(*(np.array(proof[name], dtype=np.int64) for name in ("need", "person", "floor")))
    bound = dual_bound(instance, Goal(), prices, (proof["weights"][0], 0))
    still = min(proof["person"]) >= 0 and bound == proof["bound"]
    assert (refused(changed) == []) == still


@quick
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 5), st.data())
def test_whatever_else_is_changed_the_published_seal_tells(seed, needs, people, data):
    made = plain(certified(seed, Kind.MENTORS, needs, people))
    changes = {
        "a place more": lambda it: it["people"]["capacity"].__setitem__(0, it["people"]["capacity"][0] + 1),
        "one person more wanted": lambda it: it["needs"]["demand"].__setitem__(0, it["needs"]["demand"][0] + 1),
        "another seed": lambda it: it["round"].update(seed=it["round"]["seed"] + 1),
        "another digest": lambda it: it["round"].update(digest="0" * 64),
        "another person": lambda it: it["people"]["id"].__setitem__(0, 999_983),
        "another date": lambda it: it["round"].update(as_of="2027-01-01"),
        "one who is barred no more": lambda it: it.update(forbidden={"need": [], "person": []}, note=1),
    }
    name = data.draw(st.sampled_from(sorted(changes)))
    changed = forged(made, changes[name])
    assert "seal" in refused(changed, content=made["content"])


def test_another_digest_than_the_published_one_is_refused():
    made = plain(certified(1))
    changed = forged(made, lambda it: it["round"].update(digest="0" * 64))
    assert refused(changed) == []
    assert refused(changed, digest=made["round"]["digest"]) == ["inputs"]


def test_a_change_under_the_old_seal_is_refused():
    made = certified(1)
    made["round"]["title"] = "Janvier"
    assert finding(made, "seal").said == "the content does not match its seal"


def test_names_are_a_courtesy_that_can_be_erased_without_breaking_the_seal():
    made = certified(1)
    assert refused({**made, "names": {"needs": ["Kermès"], "people": ["Nadia Belkacem"]}}) == []


def test_an_added_pair_says_who_has_too_many_and_how_much_more_is_announced():
    made = plain(certified(1))
    full = next(person for person in made["chosen"]["person"] if made["people"]["capacity"][person] == 1)
    name, change = next((n, c) for n, c in lies(made) if n.startswith("add") and n.endswith(f", {full})"))
    findings = {one.check: one for one in verify(forged(made, change))}
    assert findings["capacity"].facts == {"person": made["people"]["id"][full], "load": 2, "limit": 1}, name
    assert findings["proof"].code in ("gap", "unproven")


# --- levels, floors, minimums, locks, rules and terms, written by hand ---------------------------------------------


def by_hand(**changes: Any) -> dict[str, Any]:
    """Two needs and two people: 0-0 for 90 points, 1-1 for 75; each proof below was worked out on paper."""
    made = {
        "format": "escale.certificate", "version": 1, "engine": 2,
        "round": {"seed": 1, "digest": "0" * 64},
        "weights": {"sector": 100},
        "goal": {"coverage": True, "floor": False},
        "needs": {"id": [11, 12], "demand": [1, 1], "floor": [0, 0]},
        "people": {"id": [21, 22], "capacity": [1, 1], "minimum": [0, 0]},
        "candidates": {"count": [2, 2], "person": [0, 1, 0, 1], "score": [9_000, 8_000, 7_000, 7_500], "terms": {}},
        "forbidden": {"need": [], "person": []},
        "locked": {"need": [], "person": []},
        "balance": [],
        "chosen": {
            "need": [0, 1], "person": [0, 1], "score": [9_000, 7_500], "value": [9_000, 7_500],
            "parts": {"sector": [9_000, 7_500]},
        },
        "result": {"covered": 2, "above_floor": 0, "total": 16_500, "score": 16_500},
        "proofs": [{
            "weights": [18_001, 0, 1], "need": [0, 0], "person": [9_000, 8_000], "floor": [0, 0],
            "rule": [], "bound": 17_000 + 2 * 18_001,
        }],
    }  # fmt: skip
    made["proofs"][0] |= {"person": [8_500, 7_500], "need": [500, 0], "bound": 16_500 + 2 * 18_001}
    return sealed({**made, **changes})


def proof(weights: list[int], need: list[int], person: list[int], bound: int, **more: Any) -> dict[str, Any]:
    return {
        "weights": weights, "need": need, "person": person, "floor": [0, 0], "rule": [], "bound": bound,
        **more,
    }  # fmt: skip


def test_one_proof_may_settle_everything_and_two_may_share_the_work():
    assert refused(by_hand()) == []
    covered = proof([1, 0, 0], [0, 0], [0, 0], 2)
    total = proof([0, 0, 1], [500, 0], [8_500, 7_500], 16_500)
    assert refused(by_hand(proofs=[covered, total])) == []
    assert refused(by_hand(proofs=[total])) == ["coverage", "total", "proof"]
    assert refused(by_hand(proofs=[total, covered])) == ["total", "proof"]
    assert refused(by_hand(proofs=[covered])) == ["total", "proof"]


def test_a_bonus_that_scores_could_outweigh_proves_no_coverage():
    small = proof([16_000, 0, 1], [500, 0], [8_500, 7_500], 16_500 + 2 * 16_000)
    assert finding(by_hand(proofs=[small]), "proof").code == "unproven"


def test_prices_may_be_fractions_of_the_weight_of_one_unit():
    halves = proof([2 * 18_001, 0, 2], [999, -1], [17_001, 15_001], 33_000 + 4 * 18_001)
    assert finding(by_hand(proofs=[halves]), "proof").code == ""
    rounded = proof([2 * 18_001, 0, 2], [1_000, 1], [17_000, 15_000], 33_001 + 4 * 18_001)
    assert refused(by_hand(proofs=[rounded])) == [], "half a hundredth of slack hides no better total"
    loose = proof([2 * 18_001, 0, 2], [1_000, 2], [17_000, 15_000], 33_002 + 4 * 18_001)
    assert finding(by_hand(proofs=[loose]), "proof").code == "gap"


def test_a_floor_is_proven_before_the_total():
    needs = {"id": [11, 12], "demand": [1, 1], "floor": [8_500, 7_400]}
    goal = {"coverage": True, "floor": True}
    reached = {"covered": 2, "above_floor": 2, "total": 16_500, "score": 16_500}
    high = 18_001
    tight = proof([2 * high + high, high, 1], [500, 0], [8_500, 7_500], 16_500 + 2 * high + 6 * high)
    held = {"needs": needs, "goal": goal, "result": reached}
    assert refused(by_hand(**held, proofs=[tight])) == []
    assert finding(by_hand(**held, proofs=[tight]), "floor").figures["above"] == 2
    lower = {"covered": 2, "above_floor": 1, "total": 16_500, "score": 16_500}
    assert "floor" in refused(by_hand(**{**held, "result": lower}, proofs=[tight]))
    weak = proof([2 * high, 1, 1], [500, 0], [8_500, 7_500], 16_500 + 2 + 4 * high)
    assert finding(by_hand(**held, proofs=[weak]), "floor").code == "unproven"


def test_a_minimum_load_is_counted_and_lets_a_price_fall_below_zero():
    chosen = {
        "need": [0, 1], "person": [1, 0], "score": [8_000, 7_000], "value": [8_000, 7_000],
        "parts": {"sector": [8_000, 7_000]},
    }  # fmt: skip
    result = {"covered": 2, "above_floor": 0, "total": 15_000, "score": 15_000}
    assert "proof" in refused(by_hand(chosen=chosen, result=result))
    people = {"id": [21, 22], "capacity": [2, 1], "minimum": [0, 1]}
    only = {"need": [0], "person": [0], "score": [9_000], "value": [9_000], "parts": {"sector": [9_000]}}
    alone = {"covered": 1, "above_floor": 0, "total": 9_000, "score": 9_000}
    assert finding(by_hand(people=people, chosen=only, result=alone), "capacity").code == "under_minimum"
    two = {
        "need": [0, 1], "person": [0, 1], "score": [9_000, 6_000], "value": [9_000, 6_000],
        "parts": {"sector": [9_000, 6_000]},
    }  # fmt: skip
    poorer = {"count": [2, 2], "person": [0, 1, 0, 1], "score": [9_000, 8_000, 7_000, 6_500], "terms": {}}
    poorer["score"][3] = 6_000
    lower = {"covered": 2, "above_floor": 0, "total": 15_000, "score": 15_000}
    forced = proof([18_001, 0, 1], [9_000, 7_000], [0, -1_000], 15_000 + 2 * 18_001)
    facts = {"people": people, "candidates": poorer, "chosen": two, "result": lower, "proofs": [forced]}
    assert refused(by_hand(**facts)) == []
    free = {"id": [21, 22], "capacity": [2, 1], "minimum": [0, 0]}
    assert finding(by_hand(**{**facts, "people": free}), "proof").code == "wrong_sign"


def test_a_locked_pair_is_kept_and_costs_what_it_costs():
    chosen = {
        "need": [0, 1], "person": [1, 0], "score": [8_000, 7_000], "value": [8_000, 7_000],
        "parts": {"sector": [8_000, 7_000]},
    }  # fmt: skip
    locked = {"need": [0], "person": [1]}
    result = {"covered": 2, "above_floor": 0, "total": 15_000, "score": 15_000}
    prices = proof([18_001, 0, 1], [2_000, 0], [7_000, 7_500], 15_000 + 2 * 18_001)
    held = {"chosen": chosen, "result": result, "proofs": [prices]}
    assert refused(by_hand(locked=locked, **held)) == []
    assert "proof" in refused(by_hand(**held))
    assert finding(by_hand(locked=locked), "locks").code == "lock_missing"
    assert finding(by_hand(locked=locked, **held), "locks").figures == {"kept": 1, "of": 1}


def test_a_rule_of_balance_is_kept_and_priced():
    chosen = {
        "need": [0, 1], "person": [1, 0], "score": [8_000, 7_000], "value": [8_000, 7_000],
        "parts": {"sector": [8_000, 7_000]},
    }  # fmt: skip
    rule = [{"name": "un expert", "least": 1, "need": [0], "person": [1]}]
    result = {"covered": 2, "above_floor": 0, "total": 15_000, "score": 15_000}
    prices = proof([18_001, 0, 1], [2_000, 0], [7_000, 7_500], 15_000 + 2 * 18_001, rule=[1_500])
    held = {"chosen": chosen, "result": result}
    assert refused(by_hand(balance=rule, **held, proofs=[prices])) == []
    negative = {**prices, "rule": [-1]}
    assert finding(by_hand(balance=rule, **held, proofs=[negative]), "proof").code == "wrong_sign"
    broken = by_hand(balance=rule, proofs=[{**prices, "rule": [0]}])
    assert finding(broken, "balance").said == "rule un expert: 0 pairs, at least 1"


def test_a_declared_term_moves_the_value_never_the_score():
    terms = {"memory": {"limit": 500, "points": [0, 0, 0, 500]}}
    scores = {"count": [2, 2], "person": [0, 1, 0, 1], "score": [9_000, 8_000, 7_000, 7_000], "terms": terms}
    chosen = {
        "need": [0, 1], "person": [0, 1], "score": [9_000, 7_000], "value": [9_000, 7_500],
        "parts": {"sector": [9_000, 7_000]},
    }  # fmt: skip
    result = {"covered": 2, "above_floor": 0, "total": 16_500, "score": 16_000}
    assert refused(by_hand(candidates=scores, chosen=chosen, result=result)) == []
    beyond = {"memory": {"limit": 400, "points": [0, 0, 0, 500]}}
    made = by_hand(candidates={**scores, "terms": beyond}, chosen=chosen, result=result)
    assert refused(made) == ["format"]


# --- as a stranger runs it ------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ecosystem.matching.engine.checker", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_prints_each_check_and_its_status_is_the_verdict(tmp_path):
    made = certified(1)
    good, bad = tmp_path / "good.json.gz", tmp_path / "bad.json"
    good.write_bytes(gzip.compress(write(made)))
    bad.write_bytes(write(forged(plain(made), lambda it: it["result"].update(total=1))))
    done = run(str(good), "--content", made["content"], "--digest", made["round"]["digest"])
    assert (done.returncode, done.stdout.count("OK "), done.stderr) == (0, len(CHECKS), "")
    done = run(str(bad))
    assert (done.returncode, done.stderr) == (1, "")
    assert "refused  total     1 announced" in done.stdout
    assert run(str(good), "--content", "0" * 64).returncode == 1
    assert run(str(tmp_path / "none.json")).returncode == 1


def test_the_checker_brings_nothing_of_the_solver_with_it():
    asked = (
        "import sys, ecosystem.matching.engine.checker as c\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'numpy', 'scipy', 'ortools', 'numba', 'django'}"
        " or m.startswith('ecosystem.matching.engine.')))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    names = ("certificate_bound", "certificate_file", "certificate_sheet", "checker")
    assert done.stdout.strip() == str([f"ecosystem.matching.engine.{name}" for name in names])


def test_a_file_that_is_no_certificate_is_refused_in_one_sentence():
    (only,) = verify_file(b"bonjour")
    assert (only.check, only.ok, only.said) == ("format", False, "not a certificate: file not json")

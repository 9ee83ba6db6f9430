"""The bound that prices prove, by the formula of linear programming duality, in exact whole numbers.

Value of a matching: W_c * covered needs + W_f * needs with a floor and a pair that reaches it + W_s * total value.
x a pair, y and z "need i is covered, is above its floor"; d demand, c capacity, l minimum, r "at least k of":

    y_i <= sum_j x_ij (price t_i)       sum_j x_ij <= d_i (u_i; q_i = u_i - t_i)    sum x >= k_r over r (rho_r)
    z_i <= sum_j x_ij at floor (w_i)    l_j <= sum_i x_ij <= c_j (v_j, any sign)    x = 1 where locked

By linear programming duality no matching has a value above this, for any prices with w, rho >= 0, and v_j >= 0 where
l_j = 0:

    sum d max(q, 0) + sum (c max(v, 0) + l min(v, 0)) + sum_{d > 0} max(0, W_c - max(-q, 0))
    + sum_{d > 0, floor > 0} max(0, W_f - w) - sum k rho
    + sum_pairs max(0, W_s s - q + w [s >= floor > 0] - v + rho)                (a locked pair without its max)

When the chosen pairs reach the bound, or miss it by less than the weight of one unit, none does better. A weight above
everything that the next ones can add proves them in order; several proofs may share the work, each resting on what
those before it have proven.
"""

from collections import Counter

from ecosystem.matching.engine.certificate_sheet import Proof, Sheet

Places = dict[tuple[int, int], int]
"""Where some pairs (need, person) stand among the candidates."""


def most_pairs(found: Sheet) -> int:
    """More pairs than that can never be chosen."""
    degree = Counter(found.person)
    counts = zip(found.demand, found.start, found.start[1:], strict=False)
    return min(
        sum(min(demand, stop - start) for demand, start, stop in counts),
        sum(min(capacity, degree[person]) for person, capacity in enumerate(found.capacity)),
    )


def bound_of(found: Sheet, proof: Proof, at: Places) -> int:
    """The bound of the module's formula, in exact whole numbers."""
    covered, above, per_point = proof.weights
    people = zip(found.capacity, found.minimum, proof.person, strict=True)
    total = sum(c * v if v > 0 else least * v for c, least, v in people)
    total -= sum(rule.least * price for rule, price in zip(found.rules, proof.rule, strict=True))
    for need, (demand, q, w) in enumerate(zip(found.demand, proof.need, proof.floor, strict=True)):
        floor = found.floor[need]
        total += demand * max(q, 0)
        if demand > 0:
            total += max(0, covered - max(-q, 0)) + (max(0, above - w) if floor else 0)
        start, stop = found.start[need], found.start[need + 1]
        pairs = zip(found.person[start:stop], found.value[start:stop], strict=True)
        if w and floor:
            gains = (per_point * s - q - proof.person[p] + (w if s >= floor else 0) for p, s in pairs)
        else:
            gains = (per_point * s - q - proof.person[p] for p, s in pairs)
        total += sum([gain for gain in gains if gain > 0])
    return total + _corrections(found, proof, at, per_point)


def _corrections(found: Sheet, proof: Proof, at: Places, per_point: int) -> int:
    """What locks and rules change in the terms of their pairs."""
    extra: Counter[tuple[int, int]] = Counter()
    locked = set(zip(found.locked.need, found.locked.person, strict=True))
    for rule, price in zip(found.rules, proof.rule, strict=True):
        for pair in set(zip(rule.pairs.need, rule.pairs.person, strict=True)):
            extra[pair] += price
    change = 0
    for need, person in {*extra, *locked} & set(at):
        value = found.value[at[need, person]]
        gain = per_point * value - proof.need[need] - proof.person[person]
        gain += proof.floor[need] if 0 < found.floor[need] <= value else 0
        whole = gain + extra[need, person]
        change += (whole if (need, person) in locked else max(0, whole)) - max(0, gain)
    return change

"""A funder with a track record is scored on it: what was done anew, lately, with whom, as shares of all that was."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.arrays import rows_to_table
from ecosystem.matching.engine.facts import Deals
from ecosystem.matching.engine.habits import HABITS
from ecosystem.matching.engine.parts import PARTS, Kind
from ecosystem.matching.engine.record_kernels import ALIKE, AMOUNT, PLACE, SECTOR, STAGE
from ecosystem.matching.engine.run import prepare
from ecosystem.matching.engine.track_record import crowds, first_deals, same_rounds
from tests.ecosystem.matching.engine import builders
from tests.ecosystem.matching.engine.builders import one_funder, quick, some_deals


def value(problem, key, person=0):
    block = prepare(problem).part_values(0, problem.needs.wanted.size)
    position = PARTS[problem.kind].index(key)
    return float(block.values[position, 0, person]), bool(block.unstated[position, 0, person])


def habit(done, known, grain):
    """Written again: the logarithm of a share, counted from the grain up."""
    return pytest.approx(float(np.log(1 + done / (known * grain)) / np.log(1 + 1 / grain)))


OLD = float(np.exp2(-4_000 / HABITS.memory_days))
"""The weight of a deal of 4,000 days, which is the age of those of `some_deals`."""


def test_a_track_record_speaks_before_the_thesis():
    thesis = {"sectors": rows_to_table([[0]], 20), "stages": rows_to_table([[1]], 4)}
    declared = one_funder(**thesis)
    other = one_funder(some_deals(sector=[7, 7, 7], stage=[3, 3, 3]), **thesis)
    same = one_funder(some_deals(sector=[0, 0, 0], stage=[1, 1, 1]))
    assert (value(declared, "sector"), value(declared, "stage")) == ((1.0, False), (1.0, False))
    assert (value(other, "sector"), value(other, "stage")) == ((0.0, False), (0.0, False))
    weight = 3 * OLD
    assert value(same, "sector") == (habit(weight, weight + HABITS.caution, HABITS.grain_sector), False)
    assert value(same, "stage") == (habit(weight, weight + HABITS.caution, HABITS.grain_stage), False)


def test_deals_that_say_nothing_of_a_part_leave_it_to_the_thesis():
    problem = one_funder(some_deals(stage=[1]), sectors=rows_to_table([[0]], 20))
    assert value(problem, "sector") == (1.0, False)
    assert value(problem, "place") == (0.0, True)


def test_more_deals_of_a_kind_are_worth_more_than_one():
    one, many = (value(one_funder(some_deals(sector=[0] * size)), "sector")[0] for size in (1, 20))
    assert 0 < one < many < 1


def test_the_same_deals_among_others_are_worth_less():
    only = value(one_funder(some_deals(sector=[0] * 4)), "sector")[0]
    among = value(one_funder(some_deals(sector=[0] * 4 + [7] * 30)), "sector")[0]
    assert 0 < among < only


def test_only_the_first_deal_in_a_company_is_something_new():
    once = one_funder(some_deals(sector=[0, 7], company=[1, 2], age_days=[900, 900]))
    again = one_funder(some_deals(sector=[0, 0, 0, 7], company=[1, 1, 1, 2], age_days=[900, 40, 10, 900]))
    assert value(once, "sector") == value(again, "sector")
    rows = first_deals(np.array([0, 0, 0, 1]), np.array([5, 5, 6, 5]), np.array([10, 900, -1, 3]))
    assert rows.tolist() == [1, 2, 3]


def test_a_neighbouring_stage_and_a_sector_of_the_group_count_for_less():
    def of(**facts):
        return value(one_funder(some_deals(**facts)), "stage" if "stage" in facts else "sector")[0]

    assert 0 < of(sector=[5, 10, 15]) < of(sector=[0, 0, 0])  # sectors 0, 5, 10, 15 are a group
    assert 0 < of(stage=[0, 2, 2]) < of(stage=[1, 1, 1])
    assert of(stage=[3, 3, 3]) == 0.0


def test_two_sectors_that_the_same_people_finance_are_close():
    both = Deals(
        person=np.repeat(np.arange(6), 2),
        sector=np.array([0, 7] * 5 + [0, 8]),
        age_days=np.full(12, 100),
        amount_eur=np.full(12, np.nan),
        **{name: np.full(12, -1) for name in ("country", "region", "city", "stage", "company")},
    )
    problem = builders.with_people(builders.problem(Kind.FUNDERS, 1, 6), deals=both)
    fit = prepare(problem).sector_fit
    assert fit[0, 7] > fit[0, 8] >= 0
    assert (np.diag(fit) == 1).all()
    assert (fit == fit.T).all()


def test_the_nearer_the_amount_of_past_rounds_the_better():
    exact, near, far = (value(one_funder(some_deals(amount_eur=[amount] * 3)), "ticket") for amount in (1e6, 5e5, 1e4))
    assert exact[0] > near[0] > far[0] == 0.0
    assert far == (0.0, False)


def test_place_counts_the_city_then_the_region_then_the_country():
    silent = one_funder(some_deals(country=[9, 9, 9]))
    country, region, city = (
        value(one_funder(some_deals(**facts)), "place")[0]
        for facts in (
            {"country": [2, 2, 2]},
            {"country": [2, 2, 2], "region": [3, 3, 3]},
            {"country": [2, 2, 2], "region": [3, 3, 3], "city": [4, 4, 4]},
        )
    )
    assert 0 < country < region < city
    assert value(silent, "place") == (0.0, False)
    assert value(one_funder(countries=rows_to_table([[2]], 10)), "place") == (0.5, False)
    assert value(one_funder(region=np.array([3])), "place") == (0.5, False)


def test_activity_is_recent_and_frequent_or_not_stated():
    def of(*ages):
        """Beside somebody whose latest deal is of yesterday."""
        size = len(ages)
        facts = {"sector": [0] * (size + 1), "age_days": [*ages, 1], "person": [0] * size + [1]}
        people = builders.problem(Kind.FUNDERS, 1, 2)
        return value(builders.with_people(people, deals=some_deals(**facts)), "activity")[0]

    assert 0 < of(3_650) < of(100) < of(*range(1, 13)) <= 1
    assert value(one_funder(), "activity") == (0.0, True)


def test_a_record_that_stops_long_ago_is_read_as_of_its_last_day():
    now, before = (one_funder(some_deals(age_days=[0 + gap, 90 + gap])) for gap in (0, 500))
    assert value(now, "activity") == value(before, "activity")


def test_a_deal_without_a_date_is_no_activity_and_counts_as_an_old_one_elsewhere():
    undated = one_funder(some_deals(sector=[0, 0], age_days=[-1, -1]))
    old = one_funder(some_deals(sector=[0, 0], age_days=[round(HABITS.memory_days)] * 2))
    assert value(undated, "activity") == (0.0, True)
    assert value(undated, "sector")[0] == pytest.approx(value(old, "sector")[0], abs=1e-4)
    mixed, dated = one_funder(some_deals(age_days=[-1, 800, -1])), one_funder(some_deals(age_days=[800]))
    assert value(mixed, "activity") == value(dated, "activity")


def together(people, companies, ages):
    """Deals of several people, nothing stated but who, in what, when."""
    return some_deals(person=people, company=companies, age_days=ages)


def test_those_who_share_a_round_are_partners_and_its_funders_count_less():
    deals = together([0, 1, 2, 0, 3, 3], [1, 1, 1, 2, 2, 2], [100, 120, 400, 50, 60, 65])
    left, right = same_rounds(deals.person, deals.company, deals.age_days)
    pairs = sorted({(int(deals.person[a]), int(deals.person[b])) for a, b in zip(left, right, strict=True)})
    assert pairs == [(0, 1), (0, 3), (1, 0), (3, 0)]
    assert crowds(deals.person, left, right).tolist() == [2, 2, 1, 2, 2, 2]


def circle_of(sector, city=-1):
    """Four funders: 0 met 1, who finances that sector; 2 and 3 met nobody; the need is of sector 0 and city 4."""
    deals = some_deals(
        person=[0, 1, 1, 1, 2],
        company=[1, 1, 2, 3, 4],
        age_days=[90, 90, 300, 310, 20],
        sector=[7, sector, sector, sector, 0],
        city=[city, -1, -1, -1, -1],
    )
    one = one_funder()
    four = builders.problem(Kind.FUNDERS, 1, 4)
    names = ("amount", "stage", "sectors", "country", "region", "city", "lat", "lon")
    needs = replace(four.needs, **{name: getattr(one.needs, name) for name in names})
    return builders.with_people(replace(four, needs=needs), deals=deals)


def test_the_circle_is_what_partners_finance():
    alike, other = circle_of(0), circle_of(13)
    assert value(alike, "circle")[0] > 0
    assert value(other, "circle") == (0.0, False)
    assert value(alike, "circle", person=2) == value(alike, "circle", person=3) == (0.0, True)


def test_the_circle_tells_less_of_somebody_whose_own_deals_tell_the_place():
    elsewhere, there = circle_of(0, city=5), circle_of(0, city=4)
    place = value(there, "place")[0]
    assert value(elsewhere, "place")[0] == 0.0 < place
    whole, less = value(elsewhere, "circle")[0], value(there, "circle")[0]
    assert less == pytest.approx(whole * (1 - HABITS.overlap * place))
    assert 0 < less < whole


@quick
@given(seed=st.integers(0, 10_000))
def test_the_kernel_adds_up_what_it_tells_of_each_deal(seed):
    problem = builders.problem(Kind.FUNDERS, 5, 6, seed=seed)
    model = prepare(problem)
    sums = model.sums(0, 5)
    needs, deals = problem.needs, problem.people.deals
    weight = dict(zip(model.record.rows.tolist(), model.record.weight.tolist(), strict=True))
    for need in range(5):
        for person in range(6):
            rows, found = model.resemblances(need, person)
            weights = np.array([weight[row] for row in rows.tolist()])
            assert sums[:, need, person] == pytest.approx(weights @ found if rows.size else np.zeros(5))
            assert ((found >= 0) & (found <= 1)).all()
            assert (deals.person[rows] == person).all()
            assert (
                (found[:, STAGE] == 1) == ((deals.stage[rows] == needs.stage[need]) & (needs.stage[need] >= 0))
            ).all()
            assert not found[deals.sector[rows] < 0, SECTOR].any()
            assert not found[np.isnan(deals.amount_eur[rows]), AMOUNT].any()
            unplaced = (deals.city[rows] < 0) & (deals.region[rows] < 0) & (deals.country[rows] < 0)
            assert not found[unplaced, PLACE].any()
            assert (found[:, ALIKE] <= 1).all()

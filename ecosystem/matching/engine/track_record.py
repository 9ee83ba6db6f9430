"""What funders have done: the weight of each past deal, what is alike in sector and stage, pace, and partners."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, diags_array

from ecosystem.matching.engine.arrays import Bools, Floats, Ints
from ecosystem.matching.engine.facts import Deals
from ecosystem.matching.engine.habits import Habits

YEAR_DAYS = 365
CODES = ("sector", "stage", "city", "region", "country")
SAME_ROUND_DAYS = 45
"""Two deals in one company so near in time are one round, and their funders partners."""


@dataclass(frozen=True, slots=True, eq=False)
class TrackRecord:
    """The deals of every person, made ready for comparison; people without a deal have zeros.

    rows: the first deal of each person in each company (rows of Deals), what they did anew; weight (rows,): by age and
    by how many shared the round; log_amount (rows,), NaN; codes (rows, 5): sector, stage, city, region, country;
    *_known (people,): the weight of each person's rows that state the facet, and of all; dated (people,);
    pace (people,): dated rows weighted by their age, counted from the latest deal that the record knows, so that a
    record that stops in spring is read as of spring; sector_fit (sectors, sectors): 0..1, how much the same people
    finance both; partners (people, people): of each, how much each other was met.
    """

    rows: Ints
    weight: Floats
    log_amount: Floats
    codes: Ints
    sector_known: Floats
    stage_known: Floats
    amount_known: Floats
    place_known: Floats
    known: Floats
    dated: Bools
    pace: Floats
    sector_fit: Floats
    partners: csr_array


def track_record(deals: Deals, people: int, sectors: int, habits: Habits) -> TrackRecord:
    """Make the deals of `people` persons over `sectors` sectors ready."""
    company = np.where(deals.company < 0, -1 - np.arange(deals.company.size), deals.company)
    left, right = same_rounds(deals.person, company, deals.age_days)
    rows = first_deals(deals.person, company, deals.age_days)
    person, age = deals.person[rows], deals.age_days[rows]
    crowd = crowds(deals.person, left, right)[rows]
    dated = age >= 0
    weight = np.exp2(-np.where(dated, age, habits.memory_days) / habits.memory_days) * crowd**-habits.crowd
    lately = np.exp2(-(age - age[dated].min(initial=age.max(initial=0))) / habits.pace_days) * crowd**-habits.pace_crowd

    def total(stated: Bools) -> Floats:
        return np.bincount(person, weight * stated, minlength=people).astype(np.float64)

    return TrackRecord(
        rows=rows,
        weight=weight,
        log_amount=np.log(deals.amount_eur[rows]),
        codes=np.stack([getattr(deals, name)[rows] for name in CODES], axis=1),
        sector_known=total(deals.sector[rows] >= 0),
        stage_known=total(deals.stage[rows] >= 0),
        amount_known=total(~np.isnan(deals.amount_eur[rows])),
        place_known=total((deals.country[rows] >= 0) | (deals.region[rows] >= 0) | (deals.city[rows] >= 0)),
        known=total(np.ones(rows.size, dtype=np.bool_)),
        dated=np.bincount(person[dated], minlength=people) > 0,
        pace=np.bincount(person[dated], lately[dated], minlength=people).astype(np.float64),
        sector_fit=financed_together(person, deals.sector[rows], weight, (people, sectors), habits),
        partners=partners(deals, rows, left, right, people, habits),
    )


def first_deals(person: Ints, company: Ints, age_days: Ints) -> Ints:
    """The oldest dated deal of each person in each company, else the first of its undated ones: rows, ascending."""
    order = np.lexsort((-age_days, company, person))
    begins = np.diff(person[order], prepend=-1) != 0
    begins |= np.diff(company[order], prepend=company[order[:1]] - 1) != 0
    rows: Ints = np.sort(order[begins])
    return rows


def same_rounds(person: Ints, company: Ints, age_days: Ints) -> tuple[Ints, Ints]:
    """Every ordered pair of rows of two persons in the same company, dated at most 45 days apart.

    Of the rows of one company, each is compared with those that stand k places later by age, for k = 1, 2...
    """
    order = np.lexsort((age_days, company))
    order = order[age_days[order] >= 0]
    lefts, rights = [order[:0]], [order[:0]]
    for step in range(1, order.size):
        one, other = order[:-step], order[step:]
        near = (company[one] == company[other]) & (age_days[other] - age_days[one] <= SAME_ROUND_DAYS)
        if not near.any():
            break
        pairs = near & (person[one] != person[other])
        lefts += [one[pairs], other[pairs]]
        rights += [other[pairs], one[pairs]]
    return np.concatenate(lefts), np.concatenate(rights)


def financed_together(person: Ints, sector: Ints, weight: Floats, size: tuple[int, int], habits: Habits) -> Floats:
    """How close two sectors are, 0..1: a power of the cosine of the shares that people give them; 1 with itself.

    It knows no taxonomy: two sectors are close when the same people finance both.
    """
    people, sectors = size
    stated = sector >= 0
    cells = person[stated] * sectors + sector[stated]
    done = np.bincount(cells, weight[stated], minlength=people * sectors).reshape(people, sectors)
    shares = done / (done.sum(axis=1, keepdims=True) + 1.0)
    common = np.zeros((sectors, sectors))
    for start in range(0, people, 256):  # block after block, so that no library reorders a long sum by its threads
        block = shares[start : start + 256]
        common += np.einsum("ps,pt->st", block, block)
    length = np.sqrt(np.diag(common) + habits.sector_caution)
    fit: Floats = (common / (length[:, None] * length[None, :])) ** habits.sector_power
    fit[fit < habits.close] = 0.0
    np.fill_diagonal(fit, 1.0)
    return fit


def crowds(person: Ints, left: Ints, right: Ints) -> Floats:
    """How many people stand in the round of each deal, itself included: 1.0 and more."""
    pairs = np.unique(np.stack([left, person[right]]), axis=1)
    return np.bincount(pairs[0], minlength=person.size) + np.ones(person.size)


def partners(deals: Deals, rows: Ints, left: Ints, right: Ints, people: int, habits: Habits) -> csr_array:
    """How much each person (row) met each other one in a round new to both; recent meetings first, sums below 1."""
    new = np.zeros(deals.person.size, dtype=np.bool_)
    new[rows] = True
    both = new[left] & new[right]
    left, right = left[both], right[both]
    weight = np.exp2(-deals.age_days[left] / habits.memory_days)
    met = coo_array((weight, (deals.person[left], deals.person[right])), shape=(people, people)).tocsr()
    shared = csr_array(diags_array(1.0 / (met.sum(axis=1) + habits.partner_caution)) @ met)
    shared.sort_indices()
    return shared

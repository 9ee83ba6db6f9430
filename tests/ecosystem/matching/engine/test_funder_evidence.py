"""What a funder's past deals are told as: companies, each once, the latest first; without a date no activity."""

from ecosystem.matching.engine.evidence import NOT_STATED
from ecosystem.matching.engine.explain import Explainer
from ecosystem.matching.engine.parts import PARTS, Kind, weights_in_order
from ecosystem.matching.engine.run import prepare
from tests.ecosystem.matching.engine.builders import one_funder, some_deals


def told(deals, part):
    """The evidence of one part, for the only need and the only funder."""
    problem = one_funder(deals)
    explainer = Explainer(prepare(problem), weights_in_order(Kind.FUNDERS, problem.weights))
    evidence = explainer.pair(0, 0, explainer.points(0, 0).tolist())
    return evidence[PARTS[Kind.FUNDERS].index(part)]


def test_a_company_that_was_financed_three_times_is_one_company():
    found = told(some_deals(sector=[0, 0, 0], company=[7, 7, 7], age_days=[900, 500, 700]), "sector")
    assert (found.code, found.refs, found.count, found.total) == ("deals_in_sector", (0,), 1, 1)


def test_companies_are_named_by_the_first_deal_in_them_the_latest_first():
    deals = some_deals(sector=[0, 0, 0, 3], company=[7, 8, 7, 9], age_days=[900, 500, 100, 50])
    found = told(deals, "sector")
    assert (found.refs, found.count, found.total) == ((1, 0), 2, 3)


def test_each_deal_of_an_unknown_company_is_one_of_its_own():
    found = told(some_deals(stage=[1, 1, 1], company=[-1, -1, 0], age_days=[3, 2, 1]), "stage")
    assert (found.code, found.refs, found.count, found.total) == ("deals_at_stage", (2, 1, 0), 3, 3)


def test_five_companies_are_named_and_all_are_counted():
    found = told(some_deals(age_days=list(range(12)), company=[row // 2 for row in range(12)]), "activity")
    assert (found.code, found.refs, found.count, found.total) == ("active_recently", (1, 3, 5, 7, 9), 6, 6)


def test_deals_without_a_date_are_named_last():
    found = told(some_deals(sector=[0, 0, 0], company=[4, 5, 6], age_days=[-1, 900, 20]), "sector")
    assert (found.refs, found.count) == ((2, 1, 0), 3)


def test_deals_without_a_date_say_nothing_of_activity():
    found = told(some_deals(company=[4, 5], age_days=[-1, -1]), "activity")
    assert (found.code, found.refs, found.count, found.points) == (NOT_STATED, (), 0, 0)


def test_activity_is_told_with_the_dated_deals_only():
    lately = told(some_deals(company=[4, 5, 6], age_days=[-1, 20, 900]), "activity")
    before = told(some_deals(company=[4, 5, 6], age_days=[-1, 400, 900]), "activity")
    assert (lately.code, lately.refs, lately.count, lately.total) == ("active_recently", (1,), 1, 2)
    assert (before.code, before.refs, before.count, before.total) == ("active_before", (1, 2), 2, 2)

"""Scenarios kept and sent by several people at the same moment, on a real PostgreSQL."""

import pytest

from ecosystem.matching.actions.rounds import publish_round
from ecosystem.matching.actions.scenarios import adopt_scenario
from ecosystem.matching.models import Round
from tests.concurrency import at_once
from tests.factories import ProposalFactory, RoundFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 12


def family(size):
    base = ProposalFactory().round
    return [base, *(ProposalFactory(round=RoundFactory(ready=True, source=base)).round for _row in range(size - 1))]


def test_however_many_choose_at_once_one_scenario_is_kept():
    scenarios = family(4)
    found = at_once(PEOPLE, lambda number: adopt_scenario(scenarios[number % 4], by=None))
    assert found == {"done": PEOPLE}
    assert Round.objects.filter(adopted=True).count() == 1


def test_choosing_and_sending_at_once_never_sends_two_of_a_family():
    for _attempt in range(5):
        scenarios = family(2)
        adopt_scenario(scenarios[0], by=None)

        def act(number, scenarios=scenarios):
            if number % 3 == 0:
                return adopt_scenario(scenarios[number % 2], by=None)
            return publish_round(scenarios[number % 2], by=None)

        found = at_once(PEOPLE, act)
        assert set(found) <= {"done", "AnotherScenario", "ScenarioSent", "IllegalMove"}
        sent = Round.objects.filter(pk__in=[one.pk for one in scenarios], published_at__isnull=False)
        assert [one.adopted for one in sent] in ([], [True])

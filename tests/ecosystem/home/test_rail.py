"""What the rail of the team counts: everything in one query, whatever the number of its lines."""

from typing import Any

import pytest
from django.urls import reverse

from ecosystem.matching.models import Round
from ecosystem.ui.navigation import rail
from tests.factories import NeedFactory, ProposalFactory, RoundFactory, TaskRunFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_all_that_the_rail_counts_is_counted_in_one_query_nought_included(
    rf: Any, django_assert_num_queries: Any
) -> None:
    NeedFactory.create_batch(2, opened=True, startup__published=True)
    ProposalFactory(sent=True)
    TaskRunFactory(failed=True)
    RoundFactory(state=Round.State.FAILED)
    request = rf.get("/equipe/tournees/")
    request.user = UserFactory(curator=True)
    with django_assert_num_queries(1):
        groups = rail("staff", request)
    counts = {link.url: link.count for _section, links in groups for link in links}
    expected = {"matching:board": 1, "home:tasks": 2, "home:inbox": 0, "curation:queue": 0, "matching:rounds": None}
    assert {name: counts[reverse(name)] for name in expected} == expected
    assert counts[reverse("startups:triage")] >= 2

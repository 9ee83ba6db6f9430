"""The API keeps to its own description, whatever it is asked."""

import warnings

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from hypothesis import HealthCheck, given, settings
from rest_framework.throttling import SimpleRateThrottle
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tests import factories

pytestmark = pytest.mark.django_db

KEPT_TO = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def site() -> WSGIHandler:
    """The site as a server runs it; no file of its pages is asked for."""
    with warnings.catch_warnings(action="ignore"):
        return WSGIHandler()


def test_every_answer_is_one_that_the_description_announces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a directory with a row of each sort: never a 500, only announced statuses, bodies of the announced shape."""
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"visitor": None, "key": None})
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)
    startup = factories.StartupFactory(published=True, sectors=[factories.SectorFactory()])
    factories.NeedFactory(startup=startup, opened=True)
    factories.MentorSkillFactory(mentor=factories.MentorFactory(published=True))
    factories.FunderFactory(published=True)
    factories.EditionFactory(tradeshow=factories.TradeShowFactory(published=True), dated=True)
    description = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", site())
    asked = 0
    for operation in description.get_all_operations():
        asked += 1

        @settings(max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=HealthCheck)
        @given(case=operation.ok().as_strategy())
        def keeps_to_it(case: schemathesis.Case) -> None:
            case.validate_response(case.call(), checks=KEPT_TO)

        keeps_to_it()
    assert asked == 16

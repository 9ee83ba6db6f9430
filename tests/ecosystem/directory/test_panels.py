"""Panels: an app above shows something on a listing's page without being imported."""

import pytest
from django.test import Client

from ecosystem.directory import panels
from startups.models import Startup
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})


def test_a_registered_panel_is_on_the_page_of_its_kind_alone(client: Client) -> None:
    panels.register_panel(Startup, "ui/state.html", lambda listing, request: {"label": "Vu ici", "kind": "full"})
    startup, mentor = factories.StartupFactory(published=True), factories.MentorFactory(published=True)
    assert "Vu ici" in client.get(startup.get_absolute_url()).content.decode()
    assert "Vu ici" not in client.get(mentor.get_absolute_url()).content.decode()


def test_a_panel_with_nothing_to_say_is_not_drawn(client: Client) -> None:
    panels.register_panel(Startup, "ui/state.html", lambda listing, request: None)
    assert client.get(factories.StartupFactory(published=True).get_absolute_url()).status_code == 200


def test_registering_again_replaces_and_the_order_is_kept() -> None:
    for order, name in ((20, "b"), (10, "a"), (5, "b")):
        panels.register_panel(Startup, name, lambda listing, request: {}, order=order)
    shown = panels.panels_of(Startup(), None)  # type: ignore[arg-type]
    assert [template for template, _context in shown] == ["b", "a"]

import pytest

from ecosystem.ui import navigation
from ecosystem.ui.navigation import register_own_rail, register_rail
from tests.ecosystem.ui.drawing import at, draw


@pytest.fixture(autouse=True)
def _own_rail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_rails", {"staff": [], "founder": [], "mentor": [], "funder": []})


def test_the_rail_groups_and_orders_its_lines() -> None:
    register_rail("staff", "Annuaire", "Composants", "ui:components", "list", order=5)
    register_rail("staff", "", "Lumière", "ui:theme", "sun", order=9, count=lambda request: 7)
    groups = navigation.rail("staff", at("/composants/"))
    assert [section for section, _links in groups] == ["", "Annuaire"]
    assert groups[0][1][0].count == 7
    assert groups[1][1][0].current is True


def test_the_lines_of_the_person_stand_below_those_of_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_own", {})
    register_rail("staff", "", "Lumière", "ui:theme", "sun")
    register_rail("staff", "Annuaire", "Composants", "ui:components", "list")
    register_own_rail("staff", "Mes réseaux", "network", lambda request: [("La Jetée", "/reseau/la-jetee/")])
    groups = navigation.rail("staff", at("/reseau/la-jetee/"))
    assert [section for section, _links in groups] == ["", "Mes réseaux", "Annuaire"]
    assert [(link.label, link.current) for link in groups[1][1]] == [("La Jetée", True)]


def test_a_page_that_does_not_exist_is_left_out() -> None:
    register_rail("staff", "", "Nulle part", "nowhere:list", "x")
    assert navigation.rail("staff", at("/")) == []


def test_the_same_page_twice_stands_once() -> None:
    register_rail("staff", "", "Avant", "ui:components", "list")
    register_rail("staff", "", "Après", "ui:components", "list")
    assert "Avant" not in draw("{% rail 'staff' %}")
    assert "Après" in draw("{% rail 'staff' %}")


def test_a_lone_zero_is_not_counted() -> None:
    register_rail("staff", "", "Vide", "ui:components", "list", count=lambda request: 0)
    assert 'class="n' not in draw("{% rail 'staff' %}")


def test_the_page_in_the_other_language_is_the_same_page() -> None:
    assert draw("{% language_url 'en' %}", request=at("/composants/?q=1")) == "/composants/?q=1"


def test_a_rail_without_a_name_is_that_of_the_first_space_where_the_person_is_at_home(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(navigation, "_belongs", {})
    assert navigation.space_of(at("/")) == "founder"
    navigation.register_space("funder", lambda request: True)
    navigation.register_space("mentor", lambda request: True)
    navigation.register_space("staff", lambda request: False)
    assert navigation.space_of(at("/")) == "mentor"

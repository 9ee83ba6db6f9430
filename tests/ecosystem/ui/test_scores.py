from dataclasses import dataclass

import pytest

from ecosystem.ui.templatetags.ui_charts import tidy_step
from tests.ecosystem.ui.drawing import draw

PARTS = [
    {"label": "Expertise", "points": 32, "weight": 35, "quote": "vente aux <ports>", "icon": "target"},
    {"label": "Secteur", "points": 22.5, "weight": 25},
    {"label": "Stade", "points": None, "weight": 20},
]


@dataclass
class Part:
    label: str
    points: float
    weight: float


def test_a_ring_says_its_score_and_draws_it() -> None:
    drawn = draw("{% ring 87 %}")
    assert 'aria-label="87 sur 100"' in drawn
    assert 'stroke-dasharray="87 100"' in drawn


def test_a_ring_without_a_score_says_so() -> None:
    drawn = draw("{% ring None %}")
    assert "Score non renseigné" in drawn
    assert "stroke-dasharray" not in drawn


def test_a_bar_stays_between_its_ends() -> None:
    assert 'width="100%" height="100%"' in draw("{% bar 300 100 %}")
    assert 'class="value" width="0%"' in draw("{% bar -5 %}")
    assert 'class="value" width="0%"' in draw("{% bar 5 0 %}")


def test_reasons_show_points_weights_and_quotes_escaped() -> None:
    drawn = draw("{% reasons parts %}", parts=PARTS)
    assert "32 / 35" in drawn
    assert "22,5 / 25" in drawn
    assert "vente aux &lt;ports&gt;" in drawn
    assert "non renseigné" in drawn


def test_parts_may_be_objects() -> None:
    assert "12 / 20" in draw("{% reasons parts %}", parts=[Part("Stade", 12, 20)])


def test_stacked_parts_follow_each_other() -> None:
    drawn = draw("{% stacked parts %}", parts=PARTS)
    assert 'class="p2" x="32.00%" width="22.50%"' in drawn
    assert 'aria-label="Expertise 32, Secteur 22,5, Stade ' in drawn


def test_weights_fill_the_whole_bar() -> None:
    drawn = draw("{% weights parts %}", parts=[{"label": "A", "weight": 1}, {"label": "B", "weight": 3}])
    assert 'x="25.00%" width="75.00%"' in drawn


def test_berths_count_what_is_free() -> None:
    drawn = draw("{% berths 1 4 held=1 %}")
    assert 'aria-label="2 places libres sur 4"' in drawn
    assert [drawn.count(f'"hull {kind}"') for kind in ("on", "held", "off")] == [1, 1, 2]
    assert draw("{% berths 5 2 %}").count('"hull on"') == 2


def test_no_component_needs_an_inline_style() -> None:
    pieces = (
        "{% ring 5 %}{% bar 5 %}{% stacked p %}{% weights p %}{% reasons p %}"
        "{% progress 5 %}{% histogram b %}{% hbars b %}{% line b %}"
    )
    assert "style=" not in draw(pieces, p=PARTS, b=[{"label": "a", "value": 2}, {"label": "b", "value": 0}])


def test_charts_of_nothing_are_drawn() -> None:
    assert "<svg" in draw("{% histogram b %}", b=[])
    assert "<ul" in draw("{% hbars b %}", b=[])
    assert "<svg" in draw("{% line b %}", b=[])


def test_a_group_kept_back_is_hatched_and_what_is_left_over_is_grey() -> None:
    rows = [{"label": "a", "value": 7}, {"label": "b", "value": None}, {"label": "c", "value": 14, "rest": True}]
    drawn = draw("{% hbars b %}", b=rows)
    assert (drawn.count('class="masked"'), drawn.count('class="rest"'), drawn.count(">masqué<")) == (1, 1, 1)
    assert [width in drawn for width in ('width="50%"', 'width="0%"', 'width="100%"')] == [True, True, True]


def test_a_line_marks_every_point_and_says_them_all() -> None:
    drawn = draw("{% line b label='Startups' %}", b=[{"label": f"T{n}", "value": n * 60} for n in range(1, 9)])
    assert drawn.count("<circle") == 8
    assert "Startups T1\N{NO-BREAK SPACE}: 60, T2" in drawn
    assert [number in drawn for number in (">0</text>", ">200</text>", ">400</text>", ">600</text>")] == [True] * 4
    assert drawn.count('class="n"') == 3


@pytest.mark.parametrize(("rough", "step"), [(0, 1), (0.4, 1), (1.2, 2), (19.3, 20), (34, 50), (160, 200), (100, 100)])
def test_a_scale_has_round_steps(rough: float, step: float) -> None:
    assert tidy_step(rough) == step


def test_progress_is_told_to_screen_readers() -> None:
    assert 'aria-valuenow="58"' in draw("{% progress 29 50 %}")


def test_brief_reasons_keep_points_and_bars_without_quotes_or_icons() -> None:
    part = {"label": "Secteur", "points": 8, "weight": 20, "icon": "anchor", "quote": "un quai"}
    drawn = draw("{% reasons parts brief=True %}", parts=[part])
    assert "8 / 20" in drawn
    assert 'width="40%"' in drawn
    assert "un quai" not in drawn
    assert "with-icons" not in drawn

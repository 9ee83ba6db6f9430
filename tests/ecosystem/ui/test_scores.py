from dataclasses import dataclass

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
        "{% progress 5 %}{% histogram b %}{% hbars b %}"
    )
    assert "style=" not in draw(pieces, p=PARTS, b=[{"label": "a", "value": 2}, {"label": "b", "value": 0}])


def test_charts_of_nothing_are_drawn() -> None:
    assert "<svg" in draw("{% histogram b %}", b=[])
    assert "<ul" in draw("{% hbars b %}", b=[])


def test_progress_is_told_to_screen_readers() -> None:
    assert 'aria-valuenow="58"' in draw("{% progress 29 50 %}")

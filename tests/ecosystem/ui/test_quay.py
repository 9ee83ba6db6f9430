"""The quay of a shared stand."""

import re

import pytest

from tests.ecosystem.ui.drawing import draw


@pytest.mark.parametrize("count", [1, 6, 12, 60])
def test_every_berth_stands_inside_a_drawing_that_is_shown_whole(count: int) -> None:
    drawn = draw("{% load ui %}{% quay names %}", names=["Ondine"] * count)
    width = int(re.search(r'<svg[^>]* width="([0-9]+)"', drawn)[1])
    places = [int(x) for x in re.findall(r"translate[(]([0-9]+) 0[)]", drawn)]
    assert len(places) == count
    assert min(places) > 24
    assert max(places) < width - 24
    assert "slice" not in drawn

"""The scale of tickets: logarithmic, the same for all, and honest about what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funders.models import Funder
from funders.templatetags.funders import FROM, TO, place, ticket, ticket_words


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_money_never_stands_further_left(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= place(low) <= place(high) <= 100


def test_each_power_of_ten_takes_a_third_of_the_scale() -> None:
    assert [round(place(amount), 3) for amount in (FROM, 100_000, 1_000_000, TO)] == [0, 33.333, 66.667, 100]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (50_000, 300_000, "50\xa0k€ à 300\xa0k€"),
        (50_000, None, "à partir de 50\xa0k€"),
        (None, 300_000, "jusqu’à 300\xa0k€"),
        (None, None, "ticket non renseigné"),
    ],
)
def test_a_missing_bound_is_said_and_never_guessed(low: int | None, high: int | None, words: str) -> None:
    funder = Funder(ticket_min_eur=low, ticket_max_eur=high)
    assert ticket_words(funder) == words
    assert ticket(funder)["known"] is bool(low or high)


@given(st.integers(1, 10**11), st.integers(1, 10**11))
def test_a_bar_stays_on_the_scale(low: int, high: int) -> None:
    low, high = sorted((low, high))
    drawn = ticket(Funder(ticket_min_eur=low, ticket_max_eur=high))
    start, width = (float(str(drawn[name]).rstrip("%")) for name in ("start", "width"))
    assert start >= 0
    assert width >= 1.5
    assert start + width <= 100.01

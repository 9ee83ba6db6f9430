"""One row that fails does not stop the others, and is not forgotten."""

import logging

import pytest

from ecosystem.core.rows import for_each


def test_what_was_done_is_counted() -> None:
    assert for_each([1, 2, 3], lambda number: number != 2) == 2
    assert for_each([], bool) == 0


def test_the_others_are_done_and_the_failure_is_logged_and_raised(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    def act(number: int) -> bool:
        if number % 2:
            raise ValueError(f"rangée {number}")
        done.append(number)
        return True

    with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match="rangée 3"):
        for_each([1, 2, 3, 4], act)
    assert done == [2, 4]
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["rangée 1", "rangée 3"]

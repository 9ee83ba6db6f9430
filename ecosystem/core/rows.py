"""What the beat does to many rows: one that fails stops no other."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
logger = logging.getLogger(__name__)


def for_each(rows: Iterable[T], act: Callable[[T], bool]) -> int:
    """Act on every row and count the yeses; each failure is logged, and the last one is raised after the loop."""
    count, failure = 0, None
    for row in rows:
        try:
            count += act(row)
        except Exception as error:
            logger.exception("%s %s failed; the others go on.", type(row).__name__, getattr(row, "pk", row))
            failure = error
    if failure is not None:
        raise failure
    return count

"""Acts that happen together, for the real PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def at_once(count: int, act: Callable[[int], Any]) -> Counter[str]:
    """Let `count` threads act together, and count what became of them: `done`, or the name of what was raised."""
    together = Barrier(count, timeout=60)
    ends: list[str] = []

    def one(number: int) -> None:
        try:
            together.wait()
            act(number)
            ends.append("done")
        except Exception as error:
            ends.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(ends) == count
    return Counter(ends)

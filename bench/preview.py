"""`python -m bench.preview --needs N --mentors M`: what a curator waits for while a weight moves.

Prints one JSON line. cold: the first preview of a page (facts read, pairs scored, two settings solved), the compiled
loops loaded; warm: the next ones, each with other weights, on the facts of the first (median and worst); page: the same
through the view, names and reasons included, as htmx receives it; floor: one assignment of the same pairs alone.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench import database

TRIES = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=300)
    parser.add_argument("--mentors", type=int, default=150)
    parser.add_argument("--engine", choices=["postgres", "sqlite"], default="postgres")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    engine = database.start(options.engine)
    print(json.dumps({"bench": "preview", "engine": engine, **measure(options)}))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Cold, warm, the page and the floor, one after the other in the same process."""
    from django.core.cache import cache  # noqa: PLC0415 - models and cache exist only once Django is set up

    from bench.crowd import Crowd  # noqa: PLC0415
    from ecosystem.matching.actions import previewing, rounds  # noqa: PLC0415
    from ecosystem.matching.actions.again import facts_of, market_of  # noqa: PLC0415

    crowd = Crowd(options.seed)
    crowd.needs(options.needs)
    crowd.mentors(options.mentors)
    base = rounds.create_round(title="Bench", kind="mentors", by=None, min_score=20)
    asked = [with_weights(base, step) for step in range(TRIES)]
    previewing.preview(asked[0], base)  # the compiled loops are loaded once a process
    cache.clear()
    first, cold = timed(lambda: previewing.preview(asked[0], base))
    warm = [timed(partial(previewing.preview, one, base, first.facts))[1] for one in asked]
    page = [timed(send(base, one, first.facts))[1] for one in asked]
    market = market_of(facts_of(base).problem)
    floor = [timed(market.best)[1] for _ in range(TRIES)]
    middle, bottom = statistics.median(warm), statistics.median(floor)
    return {
        "needs": options.needs,
        "mentors": options.mentors,
        "candidates": market.instance.pairs,
        "served": len(first.answer.served),
        "cold_seconds": round(cold, 4),
        "warm_seconds": round(middle, 4),
        "warm_worst": round(max(warm), 4),
        "page_seconds": round(statistics.median(page), 4),
        "page_worst": round(max(page), 4),
        "floor_seconds": round(bottom, 4),
        "cold_to_warm": round(cold / middle, 2),
        "warm_to_floor": round(middle / bottom, 2),
        "page_to_floor": round(statistics.median(page) / bottom, 2),
        "python": sys.version.split()[0],
    }


def with_weights(base: Any, step: int) -> Any:
    """The round with one weight moved by so many points, the others giving in proportion; nothing is stored."""
    from copy import copy  # noqa: PLC0415

    from ecosystem.matching.weights import spread  # noqa: PLC0415

    asked = copy(base)
    weights = spread({**base.weights, "sector": base.weights["sector"] + step}, moved="sector")
    for part, weight in weights.items():
        setattr(asked, f"weight_{part}", weight)
    return asked


def send(base: Any, asked: Any, facts: str) -> Callable[[], Any]:
    """The request that the page makes when a weight moves."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from ecosystem.accounts.models import User  # noqa: PLC0415
    from ecosystem.matching.forms import SettingsForm  # noqa: PLC0415

    user, _made = User.objects.get_or_create(email="bench@example.org", defaults={"is_superuser": True})
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    initial = SettingsForm(asked).initial
    data = {name: value for name, value in initial.items() if value not in (None, False)}
    data |= {"then": "preview", "faits": facts}
    here = reverse("matching:settings", args=[base.pk])

    def request() -> None:
        answer = client.post(here, data, headers={"HX-Request": "true"})
        if b'name="faits"' not in answer.content:
            raise SystemExit(f"the page gave no preview: {answer.status_code}")

    return request


def timed(ask: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and the seconds that it takes."""
    begin = time.perf_counter()
    found = ask()
    return found, time.perf_counter() - begin


if __name__ == "__main__":
    main()

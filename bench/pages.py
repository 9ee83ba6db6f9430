"""`python -m bench.pages --listings N...`: what the list pages and the API cost against their raw SQL, in process.

Prints one JSON line a size. raw: what a plain Django page of the same list asks of the database, and nothing else:
the count of the list, its page of twenty, and the related rows of that page, sent again as SQL by hand and read
whole. page: the page by the test client, all middleware and the template included, the rows drawn before and the
caches of the index kept as a web process keeps them. first: the same with an empty cache, as after a public write:
all rows to draw. again: the page asked for with its ETag. queries: how many statements the page sends, which may not
depend on the size. similar: the listings alike that a page shows. Each is the best of some tries, taken in turn, in
milliseconds of processor: of this process and of the database's that serves it, since the machine does other work
too.
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench import database

TRIES = 15
PER_PAGE = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[1_000])
    parser.add_argument("--engine", choices=["postgres", "sqlite"], default="sqlite")
    parser.add_argument("--keep", type=Path, help="where the database and its index stay for the next run")
    options = parser.parse_args()
    engine = database.start(options.engine, options.keep)
    from bench.directory import fill  # noqa: PLC0415 - models exist only once Django is set up

    for listings in sorted(options.listings):
        took = fill(listings)
        print(
            json.dumps({"bench": "pages", "engine": engine, "listings": listings, **took, **pages(), **similar()}),
            flush=True,
        )


def lists() -> dict[str, tuple[str, Any]]:
    """Each page by its address, with the plain rows that it lists."""
    from funders.models import Funder  # noqa: PLC0415
    from mentors.models import Mentor  # noqa: PLC0415
    from mentors.views.public import with_skills  # noqa: PLC0415
    from startups.models import Startup  # noqa: PLC0415
    from startups.views.public import with_public_needs  # noqa: PLC0415

    startups = with_public_needs(Startup.objects.listed())
    mentors = with_skills(Mentor.objects.listed().prefetch_related("sectors")).order_by("-updated_at", "-pk")
    funders = Funder.objects.listed().prefetch_related("sectors")
    newest, by_name = startups.order_by("-updated_at", "-pk"), startups.order_by("sort_name", "pk")
    return {
        "startups": ("/startups/", newest),
        "startups, filtered": ("/startups/?stade=seed&tri=nom", by_name.filter(stage="seed")),
        "startups, searched": ("/startups/?q=logiciel&tri=nom", by_name.filter(description__icontains="logiciel")),
        "mentors": ("/mentors/?tri=fraicheur", mentors),
        "funders": ("/financeurs/?tri=fraicheur", funders.order_by("-updated_at", "-pk")),
        "api startups": ("/api/v1/startups/", newest),
        "api mentors": ("/api/v1/mentors/?tri=fraicheur", mentors),
    }


def pages() -> dict[str, Any]:
    """Each page against its raw SQL."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"].update(visitor="1000000/min")
    client = Client(SERVER_NAME="localhost")
    return {name: page(client, address, rows) for name, (address, rows) in lists().items()}


def page(client: Any, address: str, rows: Any) -> dict[str, Any]:
    """The ratios of one page."""
    from django.core.cache import cache  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    answer = client.get(address)
    sent = statements(lambda: client.get(address))
    raw = statements(lambda: (rows.count(), list(rows[:PER_PAGE])))

    def first() -> Any:
        cache.clear()
        return client.get(address)

    ways = {
        "raw": lambda: [read(connection, sql) for sql in raw],
        "first": first,
        "page": lambda: client.get(address),
    }
    if tag := answer.headers.get("ETag"):
        ways["again"] = lambda: client.get(address, headers={"If-None-Match": tag})
    took = in_turn(ways)
    ratios = {f"{name}_over_raw": round(took[name] / took["raw"], 1) for name in took if name != "raw"}
    spent = {f"{name}_ms": round(seconds * 1000, 2) for name, seconds in took.items()}
    return {"status": answer.status_code, "queries": len(sent), "raw_queries": len(raw), **ratios, **spent}


def similar() -> dict[str, Any]:
    """Milliseconds to find the listings like one, the first of each kind."""
    from ecosystem.directory.similar import similar_to  # noqa: PLC0415
    from funders.models import Funder  # noqa: PLC0415
    from mentors.models import Mentor  # noqa: PLC0415
    from startups.models import Startup  # noqa: PLC0415

    found = {}
    for model in (Startup, Mentor, Funder):
        listing: Any = model._default_manager.order_by("pk").first()
        took = in_turn({"one": partial(similar_to, listing)})["one"]
        found[listing.kind] = round(took * 1000, 1)
    return {"similar_ms": found}


def statements(act: Callable[[], Any]) -> list[str]:
    """What is sent to the database meanwhile."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        act()
    return [one["sql"] for one in captured.captured_queries]


def read(connection: Any, sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%", "%%"), [])
        return cursor.fetchall() if cursor.description else None


def processor() -> float:
    """Seconds of processor so far, here and in the process of PostgreSQL that answers us."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return time.process_time()
    backend = connection.connection.info.backend_pid
    told = Path(f"/proc/{backend}/schedstat").read_text(encoding="ascii")
    return time.process_time() + int(told.split()[0]) / 1e9


def in_turn(ways: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """The seconds of processor that each takes: the best of some tries, taken in turn."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _try in range(TRIES):
        for name, act in ways.items():
            started = processor()
            act()
            found[name].append(processor() - started)
    return {name: min(seconds) for name, seconds in found.items()}


if __name__ == "__main__":
    main()

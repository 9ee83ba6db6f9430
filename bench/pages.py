"""`python -m bench.pages --listings N...`: what the list pages and the API cost against their raw SQL, in process.

Prints one JSON line a size. raw: the statements that the page sends, sent again by hand and read whole. page: the same
by the test client, the template included. again: the page asked for with its ETag. queries: how many statements, which
may not depend on the size. Each is the best of some tries, the caches of the index kept as a web process keeps them.
"""

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

from bench import database

TRIES = 7
PAGES = {
    "startups": "/startups/",
    "startups, filtered": "/startups/?stade=seed&tri=nom",
    "startups, searched": "/startups/?q=logiciel",
    "mentors": "/mentors/",
    "funders": "/financeurs/?montant=300000",
    "api startups": "/api/v1/startups/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[1_000])
    parser.add_argument("--engine", choices=["postgres", "sqlite"], default="sqlite")
    options = parser.parse_args()
    engine = database.start(options.engine)
    from bench.directory import Rows  # noqa: PLC0415 - models exist only once Django is set up
    from ecosystem.directory.documents import rebuild  # noqa: PLC0415

    written, rows = 0, Rows()
    for listings in sorted(options.listings):
        started = time.perf_counter()
        rows.write(listings - written, start=written)
        written, filled = listings, time.perf_counter() - started
        rebuild()
        built = time.perf_counter() - started - filled
        print(
            json.dumps({"bench": "pages", "engine": engine, "listings": listings, **timings(filled, built), **pages()})
        )


def timings(filled: float, built: float) -> dict[str, float]:
    return {"fill_seconds": round(filled, 1), "index_seconds": round(built, 1)}


def pages() -> dict[str, Any]:
    """Each page against its raw SQL."""
    from django.test import Client  # noqa: PLC0415

    client = Client()
    return {name: page(client, address) for name, address in PAGES.items()}


def page(client: Any, address: str) -> dict[str, Any]:
    """The ratios of one page."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    answer = client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    statements = [one["sql"] for one in captured.captured_queries]
    raw = best(lambda: [read(connection, sql) for sql in statements])
    whole = best(lambda: client.get(address))
    found = {"status": answer.status_code, "queries": len(statements), "page_over_raw": round(whole / raw, 1)}
    if tag := answer.headers.get("ETag"):
        found["again_over_raw"] = round(best(lambda: client.get(address, headers={"If-None-Match": tag})) / raw, 1)
    return {**found, "raw_ms": round(raw * 1000, 2), "page_ms": round(whole * 1000, 1)}


def read(connection: Any, sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%", "%%"), [])
        return cursor.fetchall() if cursor.description else None


def best(act: Callable[[], Any]) -> float:
    found = []
    for _try in range(TRIES):
        started = time.perf_counter()
        act()
        found.append(time.perf_counter() - started)
    return min(found)


if __name__ == "__main__":
    main()

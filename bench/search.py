"""`python -m bench.search --sizes N...`: what the search index costs, with as many listings as wanted and no database.

Prints one JSON line a size, in milliseconds of processor. Nothing is remembered between questions. For words of every
frequency, from the commonest to the rarest: facets, the exact counts of four facets; ranked, the best 200; newest,
the first page by freshness. chosen: the same four facets with a choice made in one, two and three of them, without a
word, with one, and with the two commonest. deep: a page in the middle of the list against the first. seen: from the
writing of one listing until a reader counts it.
`--keep FOLDER` leaves the indexes there, and asks those that it finds there: a million takes a while to build.
"""

import argparse
import json
import math
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import database
from bench.assign import peak_mb

WORDS = 60
TRIES = 3
FACETS = {"secteur": "sector", "stade": "stage", "territoire": "city", "cherche": "looks_for"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    database.none()
    measured: list[dict[str, Any]] = []
    for size in options.sizes:
        measured.append(measure(size, options.seed, options.keep))
        print(json.dumps({"bench": "search", **measured[-1]}), flush=True)
    if len(measured) > 1:
        print(json.dumps({"bench": "search", "growth": growth(measured[0], measured[-1])}))


def measure(size: int, seed: int, keep: Path | None) -> dict[str, Any]:
    """Build an index of so many listings, or take the one that was kept, and ask it."""
    from bench.documents import documents, sentences  # noqa: PLC0415 - the vocabulary needs Django to be set up
    from ecosystem.search.index.store import Reader  # noqa: PLC0415
    from ecosystem.search.index.writer import rebuild_index  # noqa: PLC0415

    root = keep / str(size) if keep else Path(tempfile.mkdtemp(prefix="escale-bench-"))
    try:
        started = time.thread_time()
        if not root.is_dir() or not any(root.iterdir()):
            rebuild_index(root, documents(size, seed))
        built = time.thread_time() - started
        bytes_ = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
        reader = Reader(root)
        return {
            "listings": size,
            "build_seconds": round(built, 1),
            "megabytes": round(bytes_ / 1e6),
            "segments": reader.view().searcher.num_segments,
            **asked(reader, sentences(seed).words.tolist()),
            "deep_over_first": deep(reader),
            "seen_ms": seen(root, reader, next(iter(documents(1, seed)))),
            "peak_mb": round(peak_mb()),
        }
    finally:
        if not keep:
            shutil.rmtree(root, ignore_errors=True)


def asked(reader: Any, words: list[str]) -> dict[str, Any]:
    """Milliseconds of each question, over words of every frequency and over choices of the facets."""
    from ecosystem.search.index.clauses import OneOf  # noqa: PLC0415
    from ecosystem.search.index.pages import By, Window, best_of, page_of  # noqa: PLC0415

    newest, first = By("by_freshness", descending=True), Window(20)
    texts, both = [words[rank] for rank in ranks(len(words))], " ".join(words[:2])
    choices = [
        ("stade", OneOf("stage", ("seed",))),
        ("secteur", OneOf("sector", ("s0", "s1"))),
        ("territoire", OneOf("city", ("p0",))),
    ]
    return {
        "facets": spread(
            reader, [("", ()), *((text, ()) for text in texts)], lambda one: (one.tallies(FACETS), one.count())
        ),
        "ranked": spread(reader, [(text, ()) for text in texts], lambda one: best_of(one, 200)),
        "newest": spread(reader, [(text, ()) for text in texts], lambda one: page_of(one, newest, first)),
        "chosen": spread(
            reader,
            [(text, tuple(choices[:count])) for count in (1, 2, 3) for text in ("", texts[0], texts[WORDS // 2], both)],
            lambda one: (one.tallies(FACETS), one.count()),
        ),
    }


def ranks(most: int) -> Iterator[int]:
    """Places in the vocabulary, each a little rarer than the one before."""
    return (round(most ** (place / WORDS)) - 1 for place in range(WORDS))


def spread(reader: Any, questions: list[Any], ask: Callable[[Any], Any]) -> dict[str, Any]:
    """The median and the worst question, and what the worst was; each is the best of some tries."""
    from ecosystem.search.index.answers import Answers, Asked  # noqa: PLC0415

    timed = []
    for text, choices in questions:
        answers = Answers(reader.view(), Asked("startup", text, choices))
        timed.append((best_ms(answers, ask), f"{text} {' '.join(name for name, _clause in choices)}".strip()))
    worst, which = max(timed)
    median = statistics.median(ms for ms, _which in timed)
    return {
        "median_ms": round(median, 2),
        "worst_ms": round(worst, 2),
        "ratio": round(worst / median, 1),
        "worst": which,
    }


def best_ms(answers: Any, ask: Callable[[Any], Any]) -> float:
    """The milliseconds of processor that a question takes: it runs in one thread, and others share the machine."""
    found = []
    for _try in range(TRIES):
        answers.view.remembered.clear()
        started = time.thread_time()
        ask(answers)
        found.append((time.thread_time() - started) * 1000)
    return min(found)


def deep(reader: Any) -> float:
    """What a page in the middle costs against the first."""
    from ecosystem.search.index.answers import Answers, Asked  # noqa: PLC0415
    from ecosystem.search.index.pages import NAME, Window, page_of  # noqa: PLC0415

    answers = Answers(reader.view(), Asked("startup"))
    first = best_ms(answers, lambda one: page_of(one, NAME, Window(20)))
    middle = best_ms(answers, lambda one: page_of(one, NAME, Window(20, edge=("m", "0"))))
    return round(middle / first, 1)


def seen(root: Path, reader: Any, document: Any) -> float:
    """Milliseconds from the writing of a listing until it is counted."""
    from dataclasses import replace  # noqa: PLC0415

    from ecosystem.search.index.answers import Answers, Asked  # noqa: PLC0415
    from ecosystem.search.index.writer import remove_documents, replace_documents  # noqa: PLC0415

    remove_documents(root, [-1])  # an index that was kept holds it already
    before = Answers(reader.view(), Asked("startup")).count()
    started = time.perf_counter()
    replace_documents(root, [replace(document, pk=-1, kind="startup")])
    while Answers(reader.view(), Asked("startup")).count() == before:
        pass
    return round((time.perf_counter() - started) * 1000, 1)


def growth(small: dict[str, Any], large: dict[str, Any]) -> dict[str, float]:
    """The exponent by which the worst question grows with the listings: 1 is in proportion."""
    times = math.log(large["listings"] / small["listings"])
    return {
        name: round(math.log(large[name]["worst_ms"] / small[name]["worst_ms"]) / times, 2)
        for name in ("facets", "ranked", "newest", "chosen")
    }


if __name__ == "__main__":
    main()

"""`python -m bench.populate --listings N --keep FOLDER`: a directory of made-up listings, with its search index.

Startups, mentors, funders and trade shows in the shares of a real directory, at real places, in French words by Zipf's
law; the same for a seed. What the folder holds already is kept and added to. The site reads it with
`DATABASE_URL=sqlite:///FOLDER/bench.sqlite3 ESCALE_VAR=FOLDER`.
"""

import argparse
import json
from pathlib import Path

from bench import database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=1_000)
    parser.add_argument("--engine", choices=["postgres", "sqlite"], default="sqlite")
    parser.add_argument("--keep", type=Path, required=True)
    options = parser.parse_args()
    engine = database.start(options.engine, options.keep)
    from bench.directory import fill  # noqa: PLC0415 - models exist only once Django is set up

    took = fill(options.listings)
    print(json.dumps({"bench": "populate", "engine": engine, "listings": options.listings, **took}))


if __name__ == "__main__":
    main()

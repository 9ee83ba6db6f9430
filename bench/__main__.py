"""`make bench`: every measure, small enough for a coffee."""

import subprocess
import sys

COMMANDS = (
    ("bench.round", "--needs", "1000", "--mentors", "200"),
    ("bench.candidates", "--needs", "10000", "--people", "2000"),
    ("bench.preview", "--needs", "300", "--mentors", "150"),
    ("bench.workers", "--needs", "1000", "--mentors", "200", "--chunk-pairs", "50000"),
)


def main() -> None:
    for module, *arguments in COMMANDS:
        subprocess.run([sys.executable, "-m", module, *arguments], check=True)  # noqa: S603 - our own modules


if __name__ == "__main__":
    main()

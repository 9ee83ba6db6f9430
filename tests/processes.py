"""Python in a process of its own, outside DEBUG, on a database of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What such a process reads; `folder` holds everything that it writes."""
    env = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "DATABASE_URL"}}
    env |= {
        "ESCALE_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "ecosystem.config.settings",
    }
    return env | more


def said(command: list[str], folder: Path, **more: str) -> str:
    """Everything that a command says until it ends."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=ROOT, env=environment(folder, **more), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return (done.stdout + done.stderr).strip()


def python(folder: Path, code: str, **more: str) -> str:
    """The last words of a script."""
    return said(["-c", f"import django; django.setup(); {code}"], folder, **more)

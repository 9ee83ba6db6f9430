"""Reading the sample texts."""

import json
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from ecosystem.core.text import fold
from ecosystem.directory.models import Sector

FOLDER = Path(__file__).parent / "content"
SOURCE = "demo"


def read(name: str) -> list[dict[str, Any]]:
    """The entries of one file."""
    entries: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return entries


def address(name: str, domain: str) -> str:
    """A plainly fictional e-mail address."""
    return f"{slugify(fold(name))}@{domain}.example"


def sectors(slugs: list[str]) -> list[Sector]:
    return list(Sector.objects.filter(slug__in=slugs))

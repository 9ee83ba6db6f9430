"""The vocabulary of the taxonomy's files, written into the database as often as wanted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from ecosystem.directory.models import Sector, Skill

TAXONOMY = Path(__file__).parent / "taxonomy"
FIELDS = ("name", "name_fr", "name_en", "position", "aliases", "is_funding", "parent_id")


@dataclass(slots=True)
class Loaded:
    """What a load did to the terms."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Term:
    slug: str
    parent: str
    values: dict[str, Any]


@transaction.atomic
def load_vocabulary() -> Loaded:
    """Make the sectors and skills of the database those of the files; a term is known by its slug, none is removed."""
    loaded = Loaded()
    _upsert(Sector, _sectors(), loaded)
    _upsert(Skill, _skills(), loaded)
    return loaded


def _read(name: str) -> list[dict[str, Any]]:
    terms: list[dict[str, Any]] = json.loads((TAXONOMY / name).read_text(encoding="utf-8"))
    return terms


def _named(term: dict[str, Any], position: int) -> dict[str, Any]:
    named = {"name": term["fr"], "name_fr": term["fr"], "name_en": term["en"], "position": position}
    return {**named, "aliases": term["aliases"]} if "aliases" in term else named


def _sectors() -> Iterable[_Term]:
    for rank, root in enumerate(_read("sectors.json"), start=1):
        yield _Term(root["slug"], "", _named(root, rank * 100))
        for place, child in enumerate(root["children"], start=1):
            yield _Term(child["slug"], root["slug"], _named(child, rank * 100 + place))


def _skills() -> Iterable[_Term]:
    ranks: dict[str, int] = {}
    for place, skill in enumerate(_read("skills.json"), start=1):
        family = skill["family"]
        if family["slug"] not in ranks:
            ranks[family["slug"]] = (len(ranks) + 1) * 100
            yield _Term(family["slug"], "", _named(family, ranks[family["slug"]]))
        position = ranks[family["slug"]] + place
        yield _Term(skill["slug"], family["slug"], {**_named(skill, position), "is_funding": skill["funding"]})


def _upsert(model: type[Sector] | type[Skill], terms: Iterable[_Term], loaded: Loaded) -> None:
    """Roots come before their children, so that a child finds its parent's key."""
    known: dict[str, Any] = {term.slug: term for term in model._default_manager.all()}
    for term in terms:
        parent = {"parent_id": known[term.parent].pk if term.parent else None}
        wanted = {name: value for name, value in {**term.values, **parent}.items() if name in FIELDS}
        row = known.get(term.slug)
        if row is None:
            known[term.slug] = row = model(slug=term.slug)
            loaded.created += 1
        elif all(getattr(row, name) == value for name, value in wanted.items() if name != "name"):
            loaded.unchanged += 1
            continue
        else:
            loaded.updated += 1
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save()

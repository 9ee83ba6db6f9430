"""The reference files of the taxonomy are complete and free of ambiguity."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest

import ecosystem.directory

FOLDER = Path(ecosystem.directory.__file__).parent / "taxonomy"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FAMILIES = 8

# The one-word sectors of the investment history that the association imports.
HISTORY_WORDS = """
advertising analytics automotive biotech cleantech consulting design ecommerce education
enterprise fashion finance games_video hardware health hospitality legal local manufacturing
medical messaging mobile music nanotech network_hosting news nonprofit other pets photo_video
public_relations real_estate search security semiconductor social software sports
transportation travel web
"""

# The topics of the calendar of technical events.
EVENT_TOPICS = """
accessibility android api clojure cpp css data devops dotnet general graphql groovy ios iot
java javascript kotlin leadership networking opensource performance php product python rust
security sre testing typescript ux
"""


def load(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def fold(text):
    """Lower case without accents or punctuation, as an import compares names."""
    plain = unicodedata.normalize("NFKD", text.replace("_", " ")).encode("ascii", "ignore")
    return " ".join(re.findall(r"[a-z0-9]+", plain.decode().lower()))


def sectors():
    for parent in load("sectors.json"):
        yield parent
        yield from parent["children"]


def places():
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_sectors_have_two_levels_and_both_languages():
    parents = load("sectors.json")
    assert len(parents) >= 15
    for parent in parents:
        assert len(parent["children"]) >= 2
        assert all("children" not in child for child in parent["children"])
    for sector in sectors():
        assert SLUG.fullmatch(sector["slug"])
        assert sector["fr"].strip()
        assert sector["en"].strip()
        assert sector["aliases"] == [alias.strip().lower() for alias in sector["aliases"]]


def test_every_sector_slug_is_unique():
    slugs = [sector["slug"] for sector in sectors()]
    assert len(slugs) == len(set(slugs))


def test_every_name_of_a_sector_leads_to_exactly_one_sector():
    owners = {}
    for sector in sectors():
        names = [sector["slug"], sector["fr"], sector["en"], *sector["aliases"]]
        assert len(sector["aliases"]) == len(set(sector["aliases"]))
        for name in names:
            assert fold(name)
            assert owners.setdefault(fold(name), sector["slug"]) == sector["slug"], name


@pytest.mark.parametrize("words", [HISTORY_WORDS, EVENT_TOPICS], ids=["history", "events"])
def test_every_word_of_the_known_imports_has_a_sector(words):
    names = {n for s in sectors() for n in (s["slug"], *s["aliases"])}
    assert [word for word in words.split() if word not in names] == []


def test_skills_are_bilingual_unique_and_grouped_in_families():
    skills = load("skills.json")
    slugs = [skill["slug"] for skill in skills]
    assert len(slugs) == len(set(slugs)) >= 40
    families = {}
    for skill in skills:
        assert SLUG.fullmatch(skill["slug"])
        assert skill["fr"].strip()
        assert skill["en"].strip()
        assert isinstance(skill["funding"], bool)
        family = skill["family"]
        assert families.setdefault(family["slug"], family) == family
    assert len(families) == FAMILIES
    assert {s["family"]["slug"] for s in skills if s["funding"]} == {"funding"}


def test_places_are_unique_and_within_the_globe():
    rows = places()
    keys = [(row["name"], row["region"], row["country"]) for row in rows]
    assert len(keys) == len(set(keys)) >= 140
    for row in rows:
        assert re.fullmatch(r"[A-Z]{2}", row["country"])
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180


def test_places_of_provence_lie_in_provence():
    provence = [row for row in places() if row["region"].startswith("Provence")]
    assert len(provence) >= 60
    for row in provence:
        assert row["department"]
        assert 43.0 <= float(row["latitude"]) <= 45.0, row["name"]
        assert 4.2 <= float(row["longitude"]) <= 7.7, row["name"]


def test_spellings_of_a_place_never_name_another_place():
    owners = {}
    for row in places():
        key = (row["name"], row["region"])
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            assert owners.setdefault((name, row["country"]), key) == key, name

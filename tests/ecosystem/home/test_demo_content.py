"""The sample content refers only to what exists and respects the limits of the models."""

import csv
import json
import re
from pathlib import Path
from urllib.parse import urlparse

import pytest

import ecosystem

ROOT = Path(ecosystem.__file__).parent
CONTENT = ROOT / "home" / "demo" / "content"
TAXONOMY = ROOT / "directory" / "taxonomy"
FILES = {"startups": 60, "needs": 50, "mentors": 40, "funders": 20, "tradeshows": 12, "last_season": 6}
STAGES = {"idea", "prototype", "seed", "series_a", "growth"}
FORMATS = {"onsite", "remote", "hybrid"}
LANGUAGES = {"fr", "en", "de", "es", "it", "pt", "nl", "ar", "zh", "ja"}
FUNDER_TYPES = {"business_angel", "fund", "bank", "public", "corporate", "local_authority"}
INSTRUMENTS = {"equity", "convertible", "loan", "grant", "guarantee"}
NO_BREAK = "\u00a0"


def read(folder, name):
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def load(name):
    return read(CONTENT, name)


def leaf_slugs():
    return {child["slug"] for parent in read(TAXONOMY, "sectors") for child in parent["children"]}


def skills():
    return {skill["slug"]: skill for skill in read(TAXONOMY, "skills")}


def cities():
    with (TAXONOMY / "places.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["name"], row["country"]) for row in csv.DictReader(handle)}


def french_texts(value, key=""):
    """Every text for reading, with its key, whatever its depth; the other language left out."""
    if isinstance(value, dict):
        in_english = value.get("language") == "en"
        for name, item in value.items():
            if isinstance(item, list) or name.endswith("_alt") == in_english:
                yield from french_texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from french_texts(item, key)
    elif isinstance(value, str) and key not in {"website", "starts_on", "ends_on"}:
        yield value


def passes_luhn(number):
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_every_file_has_its_number_of_entries_with_the_same_fields(name, count):
    entries = load(name)
    assert len(entries) == count
    assert {frozenset(entry) for entry in entries} == {frozenset(entries[0])}


@pytest.mark.parametrize("name", ["startups", "mentors", "funders", "tradeshows"])
def test_names_are_unique_and_fit(name):
    entries = load(name)
    names = [entry["name"] for entry in entries]
    assert len(set(names)) == len(names)
    assert all(0 < len(n) <= 120 for n in names)
    assert all(0 < len(entry["tagline"]) <= 160 for entry in entries)
    assert all(len(entry["tagline_alt"]) <= 160 for entry in entries)


@pytest.mark.parametrize("name", ["startups", "mentors", "funders", "tradeshows"])
def test_a_translated_tagline_comes_with_a_translated_text(name):
    body = "thesis_alt" if name == "funders" else "description_alt"
    translated = [entry for entry in load(name) if entry["tagline_alt"]]
    assert translated
    assert [entry["name"] for entry in translated if not entry[body]] == []
    assert [e["name"] for e in load(name) if e[body] and not e["tagline_alt"]] == []


@pytest.mark.parametrize("name", ["startups", "mentors", "funders", "tradeshows"])
def test_sectors_are_known_leaves(name):
    leaves = leaf_slugs()
    for entry in load(name):
        refused = set(entry.get("refused_sectors", []))
        chosen = set(entry["sectors"])
        assert chosen
        assert chosen | refused <= leaves, entry["name"]
        assert not chosen & refused, entry["name"]


@pytest.mark.parametrize("name", ["startups", "mentors", "funders"])
def test_people_and_companies_live_in_known_french_towns(name):
    known = cities()
    for entry in load(name):
        assert (entry["city"], "FR") in known, entry["city"]
        assert set(entry["languages"]) <= LANGUAGES
        assert all(re.fullmatch("[A-Z]{2}", country) for country in entry["countries"])
        assert 0 <= entry["verified_days_ago"] <= 365


def test_startups_say_who_they_are():
    for startup in load("startups"):
        assert startup["stage"] in STAGES
        assert len(startup["tagline"]) <= 140, startup["name"]
        assert 1 <= len(startup["sectors"]) <= 3
        assert 1 <= len(startup["founders"]) <= 4
        assert 2 <= len(startup["description"].split("\n\n")) <= 3
        assert urlparse(startup["website"]).hostname.endswith(".example")
        assert len(startup["founders"]) <= startup["headcount"]


def test_startups_spread_over_the_alphabet_and_a_third_is_translated():
    startups = load("startups")
    slugs = {urlparse(startup["website"]).hostname.partition(".")[0] for startup in startups}
    assert len(slugs) == len(startups)
    assert {slug[0] for slug in slugs} == set("abcdefghijklmnopqrstuvwxyz")
    assert sum(bool(startup["description_alt"]) for startup in startups) >= len(startups) // 4


def test_siren_numbers_are_unique_invented_and_well_formed():
    numbers = [startup["siren"] for startup in load("startups") if startup["siren"]]
    assert len(numbers) == len(set(numbers)) >= 40
    for number in numbers:
        assert re.fullmatch(r"0000\d{5}", number)
        assert passes_luhn(number)


def test_needs_belong_to_a_startup_and_want_somebody():
    languages = {startup["name"]: set(startup["languages"]) for startup in load("startups")}
    topics = skills()
    for need in load("needs"):
        assert set(need["languages"]) <= languages[need["startup"]], need["title"]
        assert need["languages"]
        assert set(need["formats"]) <= FORMATS
        assert len(need["title"]) <= 120
        assert need["topic"] in topics
        assert 0 <= need["mentors_wanted"] <= 2
        assert 0 <= need["funders_wanted"] <= 3
        assert need["mentors_wanted"] + need["funders_wanted"] > 0
        assert 30 <= need["deadline_in_days"] <= 200
        assert (need["amount_eur"] is not None) == (need["funders_wanted"] > 0)
        assert not topics[need["topic"]]["funding"] or need["funders_wanted"]


def test_needs_are_unique_for_a_startup():
    keys = [(need["startup"], need["title"]) for need in load("needs")]
    assert len(keys) == len(set(keys))


def test_mentors_prove_their_skills_in_a_sentence():
    known = skills()
    for mentor in load("mentors"):
        slugs = [skill["slug"] for skill in mentor["skills"]]
        assert len(slugs) == len(set(slugs))
        assert set(slugs) <= set(known)
        assert {skill["level"] for skill in mentor["skills"]} <= {1, 2, 3}
        assert all(0 < len(skill["proof"]) <= 200 for skill in mentor["skills"])
        assert all(skill["proof"].startswith("J’") for skill in mentor["skills"])
        assert set(mentor["stages"]) <= STAGES
        assert set(mentor["formats"]) <= FORMATS
        assert 1 <= mentor["capacity"] <= 4
        assert mentor["hours_per_month"] >= 1
        assert all(0 < len(mentor[f"{k}_note"]) <= 200 for k in ("stage", "availability", "sector"))


def test_some_needs_find_many_mentors_and_some_find_none():
    offered = [skill["slug"] for mentor in load("mentors") for skill in mentor["skills"]]
    counts = [offered.count(need["topic"]) for need in load("needs") if need["mentors_wanted"]]
    assert sum(count == 0 for count in counts) >= 2
    assert sum(count >= 3 for count in counts) >= 15


def test_funders_have_a_coherent_thesis_and_track_record():
    leaves, known = leaf_slugs(), cities()
    for funder in load("funders"):
        assert funder["funder_type"] in FUNDER_TYPES
        assert 0 < funder["ticket_min_eur"] <= funder["ticket_max_eur"]
        assert set(funder["stages"]) <= STAGES
        assert set(funder["exception_stages"]) <= STAGES - set(funder["stages"])
        assert 1 <= funder["lead_time_days"] <= 1000
        assert set(funder["instruments"]) <= INSTRUMENTS
        assert 0 < len(funder["thesis"]) <= 3000
        assert len(funder["deals"]) <= 14
        for deal in funder["deals"]:
            assert deal["sector"] in leaves, deal["company"]
            assert (deal["city"], deal["country"]) in known, deal["city"]
            assert deal["stage"] in STAGES
            assert deal["amount_eur"] > 0
            assert deal["days_ago"] > 0


def test_dates_of_trade_shows_are_given_only_when_confirmed():
    known = cities()
    for show in load("tradeshows"):
        years = [edition["year"] for edition in show["editions"]]
        assert len(years) == len(set(years)) >= 2
        for edition in show["editions"]:
            dates = (edition["starts_on"], edition["ends_on"])
            assert all(dates) if edition["dates_confirmed"] else not any(dates)
            assert not edition["dates_confirmed"] or dates[0] <= dates[1]
            assert 1 <= edition["month"] <= 12
            assert (edition["city"], edition["country"]) in known
            assert bool(edition["stand_cost_eur"]) == bool(edition["stand_cost_note"])


@pytest.mark.parametrize("name", FILES)
def test_french_typography_is_respected(name):
    for text in french_texts(load(name)):
        assert "'" not in text, text
        assert '"' not in text, text
        assert not re.search(r"[^\u00a0][;:?!%»]", text), text
        assert not re.search(f"«[^{NO_BREAK}]", text), text
        assert "  " not in text, text

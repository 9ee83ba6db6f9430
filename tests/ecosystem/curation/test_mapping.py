"""Columns are guessed from their titles, and corrected by the person who imports."""

import json

import pytest

from ecosystem.curation.mapping import map_columns, read_mapping
from ecosystem.curation.reading import FileRefused


def places(kind, *titles, given=None):
    return {name: column.index for name, column in map_columns(kind, titles, given).columns.items()}


def test_french_and_english_titles_are_understood():
    assert places("startup", "Nom", "Secteurs", "Ville", "Pays", "Date de création", "Site web") == {
        "name": 0,
        "sectors": 1,
        "city": 2,
        "country": 3,
        "founded_on": 4,
        "website": 5,
    }
    assert places("funder", "investor_id", "name", "Ticket min (EUR)") == {
        "source_ref": 0,
        "name": 1,
        "ticket_min_eur": 2,
    }


def test_the_title_of_an_amount_says_its_currency():
    assert map_columns("startup", ["name", "amount_sought_usd"]).columns["amount"].currency == "USD"
    assert map_columns("startup", ["name", "Montant recherché"]).columns["amount"].currency == ""
    assert "ticket_min_eur" not in map_columns("funder", ["name", "ticket_min_usd"]).columns


def test_a_missing_name_is_one_clear_refusal_that_names_the_titles():
    with pytest.raises(FileRefused, match=r"name.*Ville"):
        map_columns("startup", ["Ville", "Pays"])
    with pytest.raises(FileRefused, match="funder_ref"):
        map_columns("deal", ["company"])


def test_a_second_column_of_the_same_field_is_not_read_and_said():
    found = map_columns("startup", ["name", "city", "ville", "name"])
    assert found.columns["city"].index == 1
    assert found.columns["name"].index == 0
    assert len(found.notes) == 2


def test_columns_that_nobody_reads_are_named():
    assert "portfolio_size" in map_columns("funder", ["name", "portfolio_size"]).notes[0]


def test_a_correction_wins_over_the_guess_and_can_leave_a_column_out():
    given = {"Dénomination usuelle": "name", "name": "tagline", "city": ""}
    assert places("startup", "name", "Dénomination usuelle", "city", given=given) == {"tagline": 0, "name": 1}


def test_a_correction_of_nothing_known_is_refused():
    with pytest.raises(FileRefused, match="Foo"):
        map_columns("startup", ["name"], {"Foo": "city"})
    with pytest.raises(FileRefused, match="bar"):
        map_columns("startup", ["name", "x"], {"x": "bar"})


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"a": 1}', b"\xff\xfe{", b"[" * 100_000])
def test_a_mapping_that_is_no_mapping_is_refused(tmp_path, content):
    path = tmp_path / "mapping.json"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match="correspondance"):
        read_mapping(path)


def test_a_mapping_is_read(tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({"Société": "name", "x": None}), encoding="utf-8-sig")
    assert read_mapping(path) == {"Société": "name", "x": ""}

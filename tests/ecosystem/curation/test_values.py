"""Cells as French and English spreadsheets write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.curation import terms, values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01 00:00:00", date(2026, 3, 1)),
        ("2026-03-01T09:30:00+01:00", date(2026, 3, 1)),
        ("31/12/2025", date(2025, 12, 31)),
        ("1.2.2026", date(2026, 2, 1)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("12 août 2026", date(2026, 8, 12)),
        ("March 1st, 2026", date(2026, 3, 1)),
        ("mars 2026", date(2026, 3, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2012", date(2012, 1, 1)),
        ("2026-02-30", None),
        ("0001-01-01", None),
        ("demain", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert values.read_day(text) == day


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("5000000.0", (5_000_000, "")),
        ("5 000 000", (5_000_000, "")),
        ("5\u202f000\u00a0000,50 €", (5_000_000, "EUR")),
        ("5,000,000.50", (5_000_000, "")),
        ("5.000.000,50", (5_000_000, "")),
        ("1,5 M€", (1_500_000, "EUR")),
        ("1,250 M€", (1_250_000, "EUR")),
        ("$500k", (500_000, "USD")),
        ("1.500", (1_500, "")),
        ("5E+06", (5_000_000, "")),
        ("250 kEUR", (250_000, "EUR")),
        ("-5", None),
        ("1e99", None),
        ("beaucoup", None),
        (".", None),
        ("", None),
    ],
)
def test_sums_are_read_with_their_currency(text, money):
    assert values.read_money(text) == money


def test_numbers_and_counts():
    assert values.read_number("1 234,5") == Decimal("1234.5")
    assert values.read_whole("12.0") == 12
    assert values.read_whole("12,5") is None
    assert values.read_whole("-1") is None
    assert values.read_degrees("43,2965") == 43.2965


@pytest.mark.parametrize(("text", "said"), [("Oui", True), ("FALSE", False), ("x", True), ("0", False), ("bof", None)])
def test_yes_and_no(text, said):
    assert values.read_yes_or_no(text) is said


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("seed", "seed"),
        ("Amorçage", "seed"),
        ("angel", "seed"),
        ("Série A", "series_a"),
        ("series_b", "growth"),
        ("series_c_plus", "growth"),
        ("Series C+", "growth"),
        ("idée", "idea"),
        ("pre-seed", "prototype"),
        ("other", None),
    ],
)
def test_stages_are_known_by_their_names_and_aliases(text, stage):
    assert terms.one_of("stages", text) == stage


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR", "FR"),
        ("fra", "FR"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("U.K.", "GB"),
        ("Royaume-Uni", "GB"),
        ("Allemagne", "DE"),
        ("germany", "DE"),
        ("Corée du Sud", "KR"),
        ("Czech Republic", "CZ"),
        ("Moldova", "MD"),
        ("Atlantide", None),
        ("", None),
    ],
)
def test_countries_are_known_by_codes_and_names(text, code):
    assert terms.country_code(text) == code


@given(st.text(max_size=60))
def test_no_text_breaks_a_reader(text):
    day = values.read_day(text)
    assert day is None or 1800 <= day.year <= 2100
    money = values.read_money(text)
    assert money is None or 0 <= money[0] < values.HIGHEST
    for read in (values.read_month, values.read_whole, values.read_degrees, values.read_yes_or_no, terms.country_code):
        read(text)
    terms.one_of("stages", text)


@pytest.mark.django_db
def test_sectors_are_found_by_slug_name_and_alias_even_when_a_name_holds_a_comma():
    vocabulary = terms.read_vocabulary()
    names = {pk: name for name, pk in reversed(vocabulary.sectors.items())}
    cell = "network_hosting; Cybersécurité | Logiciel, données, biotech, licornes"
    found, unknown = vocabulary.find_sectors(cell)
    assert [names[pk] for pk in found][:3] == ["cloud_hosting", "cybersecurity", "software"]
    assert len(found) == 4
    assert unknown == ["licornes"]


@pytest.mark.django_db
def test_a_raise_has_a_subject_that_funders_serve():
    vocabulary = terms.read_vocabulary()
    assert vocabulary.funding_topic("seed") != vocabulary.funding_topic("growth")
    assert vocabulary.funding_topic("") in vocabulary.funding.values()

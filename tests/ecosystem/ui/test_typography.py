from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from ecosystem.ui import typography
from tests.ecosystem.ui.drawing import draw

NB = "\N{NO-BREAK SPACE}"
NOW = datetime(2026, 11, 23, 13, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Prêt ? Oui : voilà !", f"Prêt{NB}? Oui{NB}: voilà{NB}!"),
        ("« bonjour »", f"«{NB}bonjour{NB}»"),
        ("«bonjour»", f"«{NB}bonjour{NB}»"),
        ("12 345 personnes", f"12{NB}345{NB}personnes"),
        ("environ 42 % de 30 k€", f"environ 42{NB}% de 30{NB}k€"),
        ("https://escale.example/a?b=c", "https://escale.example/a?b=c"),
        ("Rien à tenir", "Rien à tenir"),
    ],
)
def test_french_ties_what_must_not_part(written: str, read: str) -> None:
    assert typography.typo(written) == read


def test_english_text_is_left_as_it_is() -> None:
    with translation.override("en"):
        assert typography.typo("Ready ? Yes : « so »") == "Ready ? Yes : « so »"


def test_the_typo_filter_escapes_what_people_wrote() -> None:
    assert draw("{{ text|typo }}", text="<b>oui</b> !") == f"&lt;b&gt;oui&lt;/b&gt;{NB}!"


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (0, f"0{NB}€", "€0"),
        (850, f"850{NB}€", "€850"),
        (1_500, f"1,5{NB}k€", "€1.5k"),
        (850_000, f"850{NB}k€", "€850k"),
        (999_999, f"1{NB}M€", "€1M"),
        (1_200_000, f"1,2{NB}M€", "€1.2M"),
        (2_500_000_000, f"2,5{NB}Md€", "€2.5bn"),
        (-4_000, f"-4{NB}k€", "-€4k"),
        (None, "", ""),
        ("beaucoup", "", ""),
    ],
)
def test_amounts_are_compact(amount: int | None, french: str, english: str) -> None:
    assert typography.euros(amount) == french
    with translation.override("en"):
        assert typography.euros(amount) == english


@pytest.mark.parametrize(
    ("typed", "french", "english"),
    [
        ("0612345678", "06 12 34 56 78", "+33 6 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78", "+33 6 12 34 56 78"),
        ("+33 (0)6 12-34-56-78", "06 12 34 56 78", "+33 6 12 34 56 78"),
        ("0033491000000", "04 91 00 00 00", "+33 4 91 00 00 00"),
        ("+44 20 7946 0000", "+44 20 7946 0000", "+44 20 7946 0000"),
        ("3615", "3615", "3615"),
        ("à l’accueil", "à l’accueil", "à l’accueil"),
        ("", "", ""),
    ],
)
def test_telephone_numbers_are_read_by_pairs(typed: str, french: str, english: str) -> None:
    assert typography.phone(typed) == french.replace(" ", NB)
    with translation.override("en"):
        assert typography.phone(typed) == english.replace(" ", NB)


@pytest.mark.parametrize(
    ("digits", "written"),
    [("123456782", "123 456 782"), ("12345678200012", "123 456 782 00012"), ("1234", "123 4"), ("", "")],
)
def test_numbers_of_the_register_are_grouped(digits: str, written: str) -> None:
    assert typography.registered(digits) == written.replace(" ", NB)


@pytest.mark.parametrize(
    ("hour", "read"),
    [("2026-10-25T00:30", "2 h 30"), ("2026-10-25T01:30", "2 h 30"), ("2027-03-28T00:59", "1 h 59"),
     ("2027-03-28T01:00", "3 h 00")],
)  # fmt: skip
def test_the_hour_is_that_of_paris_on_both_sides_of_a_change(hour: str, read: str) -> None:
    assert typography.clock(datetime.fromisoformat(hour).replace(tzinfo=UTC)) == read.replace(" ", NB)


def test_numbers_follow_the_language() -> None:
    assert typography.number(12345.5, 1).replace("\N{NARROW NO-BREAK SPACE}", NB) == f"12{NB}345,5"
    assert typography.number(12.0, 2) == "12"
    assert typography.number(None) == ""
    assert typography.percent(0.42) == f"42{NB}%"
    with translation.override("en"):
        assert typography.number(12345.5, 1) == "12,345.5"
        assert typography.percent(0.425, 1) == "42.5%"


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=1), "il y a 1 minute"),
        (timedelta(minutes=59), "il y a 59 minutes"),
        (timedelta(hours=2), "il y a 2 heures"),
        (timedelta(days=1), "hier"),
        (timedelta(days=3), "il y a 3 jours"),
        (timedelta(days=15), "il y a 2 semaines"),
        (timedelta(days=70), "il y a 2 mois"),
        (timedelta(days=800), "il y a 2 ans"),
        (timedelta(days=-1), "demain"),
        (timedelta(days=-5), "dans 5 jours"),
    ],
)
def test_time_that_passed_is_said_in_one_unit(gap: timedelta, words: str) -> None:
    assert typography.ago(NOW - gap, now=NOW) == words


def test_last_evening_is_yesterday_even_less_than_a_day_ago() -> None:
    assert typography.ago(datetime(2026, 11, 22, 22, 0, tzinfo=UTC), now=NOW) == "hier"


def test_dates_are_in_full() -> None:
    assert typography.day(date(2026, 12, 1)) == f"1er{NB}décembre 2026"
    assert typography.moment(NOW) == f"23{NB}novembre 2026, 14{NB}h{NB}32"
    assert typography.month(date(2027, 6, 17)) == "juin 2027"
    with translation.override("en"):
        assert typography.day(date(2026, 12, 1)) == f"1{NB}December 2026"
        assert typography.moment(NOW) == f"23{NB}November 2026, 14:32"


def test_dates_of_a_narrow_column_are_short() -> None:
    assert typography.short_day(date(2026, 12, 1)) == f"1{NB}déc.{NB}2026"
    assert typography.short_month(date(2026, 12, 1)) == f"déc.{NB}2026"
    assert typography.day_month(date(2027, 1, 15)) == f"15{NB}janv."
    assert typography.short_month(date(2027, 2, 1)) == f"févr.{NB}2027"
    assert typography.short_day(date(2027, 4, 3)) == f"3{NB}avr.{NB}2027"
    assert [typography.month_mark(date(2026, month, 1)) for month in (1, 2, 7, 8)] == [
        "janv.",
        "févr.",
        "juil.",
        "août",
    ]
    with translation.override("en"):
        assert typography.short_day(date(2026, 12, 1)) == f"1{NB}Dec{NB}2026"
        assert typography.day_month(date(2026, 7, 17)) == f"17{NB}Jul"


def test_a_city_abroad_is_written_as_the_language_does() -> None:
    source = "{{ 'Lisbonne'|town }}, {{ 'London'|town }}, {{ 'Aubagne'|town }}"
    assert draw(source) == "Lisbonne, Londres, Aubagne"
    with translation.override("en"):
        assert draw(source) == "Lisbon, London, Aubagne"


def test_a_missing_date_is_silent() -> None:
    assert draw("{{ none|short_day }}{{ none|day }}{{ none|ago }}{{ none|moment }}{{ none|month }}", none=None) == ""

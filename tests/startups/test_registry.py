"""Reading the State's register with care: whatever is not as announced counts as not said."""

import json
from datetime import date
from io import BytesIO
from typing import Any
from urllib.error import URLError

import pytest
from django.core.cache import cache

from startups import registry
from startups.registry import Company, StateRegistry, company_of, look_up

SIREN = "732829320"
ANSWER = {
    "results": [
        {
            "siren": SIREN,
            "nom_complet": "CALANQUE ROBOTICS (CALANQUE)",
            "nom_raison_sociale": "CALANQUE ROBOTICS",
            "activite_principale": "72.19Z",
            "date_creation": "2024-03-01",
            "tranche_effectif_salarie": "11",
            "etat_administratif": "A",
            "siege": {"adresse": "8 RUE DU PORT 13002 MARSEILLE", "libelle_commune": "MARSEILLE", "departement": "13"},
        }
    ]
}


@pytest.fixture(autouse=True)
def _no_cache() -> None:
    cache.clear()


class Opener:
    """Answers what it was given, once asked at the only address that is known."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.asked = answer, 0

    def open(self, request: Any, timeout: float) -> BytesIO:
        self.asked += 1
        assert request.full_url.startswith("https://recherche-entreprises.api.gouv.fr/search?q=732829320")
        assert timeout <= 5
        if isinstance(self.answer, Exception):
            raise self.answer
        return BytesIO(self.answer)


def answering(monkeypatch: Any, answer: Any) -> Opener:
    opener = Opener(answer)
    monkeypatch.setattr(registry, "build_opener", lambda *handlers: opener)
    return opener


def test_an_answer_becomes_the_words_of_a_listing() -> None:
    company = company_of(ANSWER, SIREN)
    assert company is not None
    assert company.values() == {
        "name": "Calanque Robotics",
        "address": "8 RUE DU PORT 13002 MARSEILLE",
        "city": "Marseille",
        "region": "13",
        "country": "FR",
        "naf": "72.19Z",
        "founded_on": date(2024, 3, 1),
        "headcount": 10,
    }


@pytest.mark.parametrize(
    "answer",
    [None, [], "x", {}, {"results": None}, {"results": []}, {"results": ["x"]}, {"results": [{"siren": "552100554"}]}],
)
def test_an_answer_about_nothing_or_somebody_else_finds_nothing(answer: Any) -> None:
    assert company_of(answer, SIREN) is None


def test_wrong_values_count_as_not_said() -> None:
    first = {"siren": SIREN, "nom_complet": 7, "date_creation": "hier", "tranche_effectif_salarie": "NN", "siege": "x"}
    assert company_of({"results": [first]}, SIREN) == Company(SIREN, country="FR")


def test_the_register_is_asked_once_an_hour(monkeypatch: Any, settings: Any) -> None:
    settings.SIREN_LOOKUP = "on"
    opener = answering(monkeypatch, json.dumps(ANSWER).encode())
    assert [look_up(SIREN).name for _twice in range(2)] == ["Calanque Robotics"] * 2  # type: ignore[union-attr]
    assert opener.asked == 1


@pytest.mark.parametrize("answer", [URLError("down"), TimeoutError(), b"<html>", b"\xff\xfe", b'{"results": ['])
def test_a_register_that_is_down_finds_nothing(monkeypatch: Any, answer: Any) -> None:
    answering(monkeypatch, answer)
    assert StateRegistry().find(SIREN) is None


def test_off_nobody_is_asked(monkeypatch: Any, settings: Any) -> None:
    settings.SIREN_LOOKUP = ""
    opener = answering(monkeypatch, b"{}")
    assert look_up(SIREN) is None
    assert opener.asked == 0

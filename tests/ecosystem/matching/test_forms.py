"""Weights that are typed, and reasons that are chosen."""

import pytest

from ecosystem.matching.forms import DeclineForm, SettingsForm
from ecosystem.matching.models import Proposal
from tests.factories.matching import RoundFactory


def typed(**changes: object) -> dict[str, object]:
    values = {
        "title": "Décembre",
        "alternates_count": "3",
        "min_score": "20",
        "answer_days": "7",
        "as_of": "2026-11-23",
        "seed": "1",
        "rule_conflict": "on",
        "weight_expertise": "35",
        "weight_sector": "15",
        "weight_market": "12",
        "weight_stage": "12",
        "weight_language": "6",
        "weight_text": "8",
        "weight_availability": "12",
    }
    return {**values, **changes}


def test_weights_that_make_100_are_taken_and_unchecked_rules_are_off():
    form = SettingsForm(RoundFactory.build(), typed())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["rule_conflict"] is True
    assert form.cleaned_data["rule_language"] is False


@pytest.mark.parametrize(
    ("weight", "words"), [("34", "Ajoutez 1 pour arriver à 100"), ("45", "Retirez 10 pour revenir à 100")]
)
def test_weights_that_miss_100_say_by_how_much_and_keep_what_was_typed(weight, words):
    form = SettingsForm(RoundFactory.build(), typed(weight_expertise=weight))
    assert not form.is_valid()
    assert words in form.non_field_errors()[0]
    assert form["weight_expertise"].value() == weight


@pytest.mark.parametrize("weight", ["-1", "101", "beaucoup", "", "12.5", "9" * 40])
def test_a_weight_that_is_no_number_from_0_to_100_is_refused_on_its_field(weight):
    form = SettingsForm(RoundFactory.build(), typed(weight_expertise=weight))
    assert not form.is_valid()
    assert form.errors["weight_expertise"]
    assert isinstance(form.total, int)


def test_a_round_of_funders_weighs_its_own_parts_and_never_asks_for_a_language():
    form = SettingsForm(RoundFactory.build(kind="funders"))
    assert [bound.name for bound in form.weight_fields] == [
        "weight_sector",
        "weight_stage",
        "weight_ticket",
        "weight_place",
        "weight_activity",
        "weight_circle",
    ]
    assert "rule_thesis" in form.fields
    assert "rule_language" not in form.fields


@pytest.mark.parametrize("side", Proposal.Side.values)
def test_declining_asks_for_one_reason_and_takes_a_note(side):
    assert not DeclineForm(side, {"note": "non"}).is_valid()
    assert not DeclineForm(side, {"reason": "because"}).is_valid()
    assert DeclineForm(side, {"reason": "not_my_field", "note": ""}).is_valid()

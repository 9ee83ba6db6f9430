"""The parts of the models are those of the engine, which knows no model."""

import pytest

from ecosystem.matching.engine.parts import PARTS, Kind
from ecosystem.matching.models.parts import DEFAULT_WEIGHTS, parts_of
from tests.ecosystem.matching.engine import builders

KINDS = pytest.mark.parametrize("kind", Kind)


@KINDS
def test_the_engine_and_the_models_name_the_same_parts_in_the_same_order(kind: Kind) -> None:
    assert PARTS[kind] == tuple(part.value for part in parts_of(kind))


@KINDS
def test_the_engine_is_tested_with_the_weights_of_a_new_round(kind: Kind) -> None:
    assert builders.WEIGHTS[kind] == {part.value: weight for part, weight in DEFAULT_WEIGHTS[kind].items()}

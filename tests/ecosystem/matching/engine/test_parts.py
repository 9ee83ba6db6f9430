"""Parts lie in 0..1, what is not stated earns nothing, and points sum to the score."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.arrays import rows_to_table
from ecosystem.matching.engine.facts import Deals
from ecosystem.matching.engine.nearness import band_fit, closeness, distances_km, unit_vectors
from ecosystem.matching.engine.parts import PARTS, Kind, quantise, weights_in_order
from ecosystem.matching.engine.run import prepare
from tests.ecosystem.matching.engine import builders
from tests.ecosystem.matching.engine.builders import one_funder, quick

KINDS = pytest.mark.parametrize("kind", Kind)


def values_of(problem):
    return prepare(problem).part_values(0, problem.needs.wanted.size)


def part(problem, key):
    position = PARTS[problem.kind].index(key)
    block = values_of(problem)
    return block.values[position], block.unstated[position]


@KINDS
@quick
@given(seed=st.integers(0, 10_000))
def test_values_are_shares_and_what_is_not_stated_earns_nothing(kind, seed):
    block = values_of(builders.problem(kind, 8, 6, seed=seed))
    assert ((block.values >= 0) & (block.values <= 1)).all()
    assert (block.values[block.unstated] == 0).all()


@KINDS
def test_a_block_gives_the_same_as_the_whole(kind):
    model = prepare(builders.problem(kind, 30, 20, seed=4))
    whole = model.part_values(0, 30)
    for start, stop in ((0, 1), (7, 19), (29, 30), (5, 5)):
        block = model.part_values(start, stop)
        assert (block.values == whole.values[:, start:stop]).all()
        assert (block.unstated == whole.unstated[:, start:stop]).all()


@KINDS
def test_a_silent_need_earns_only_what_does_not_depend_on_it(kind):
    problem = builders.problem(kind, 3, 8, seed=1)
    silent = {
        name: np.full(3, -1) if name in ("topic", "stage", "country", "region", "city") else np.full(3, np.nan)
        for name in ("topic", "stage", "country", "region", "city", "lat", "lon", "amount")
        if hasattr(problem.needs, name)
    }
    tables = {
        name: np.zeros(getattr(problem.needs, name).shape)
        for name in ("sectors", "countries", "languages", "words", "formats")
        if hasattr(problem.needs, name) and getattr(problem.needs, name) is not None
    }
    block = values_of(builders.with_needs(problem, **silent, **tables))
    about_the_need = [position for position, key in enumerate(PARTS[kind]) if key != "activity"]
    assert block.unstated[about_the_need].all()
    assert not block.values[about_the_need].any()


def test_a_silent_mentor_earns_nothing():
    problem = builders.problem(Kind.MENTORS, 5, 3)
    names = ("skills", "sectors", "countries", "languages", "formats", "stages", "sentences")
    silent = builders.with_people(problem, **{name: getattr(problem.people, name) * 0 for name in names})
    assert not values_of(silent).values.any()
    assert values_of(silent).unstated.all()


def test_a_silent_funder_earns_nothing():
    problem = builders.problem(Kind.FUNDERS, 5, 3)
    nan = np.full(3, np.nan)
    names = ("sectors", "countries", "stages")
    tables = {name: getattr(problem.people, name) * 0 for name in names}
    places = {"region": np.full(3, -1), "lat": nan, "lon": nan, "ticket_min": nan, "ticket_max": nan}
    silent = builders.with_people(problem, deals=Deals.none(), **places, **tables)
    assert not values_of(silent).values.any()
    assert values_of(silent).unstated.all()


@quick
@given(
    st.lists(st.integers(0, 100), min_size=4, max_size=4),
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
)
def test_points_are_whole_and_never_exceed_their_weight(cuts, shares):
    edges = [0, *sorted(cuts), 100]
    weights = np.diff(edges)
    points = quantise(np.array(shares)[:, None], weights)[:, 0]
    assert (points >= 0).all()
    assert (points <= weights * 100).all()
    assert np.abs(points - np.array(shares) * weights * 100).max() <= 0.5 + 1e-6
    assert 0 <= int(points.sum()) <= 10_000


def test_moving_weight_moves_points_by_the_value_of_the_parts():
    problem = builders.problem(Kind.MENTORS, 10, 10, seed=2)
    block = values_of(problem)
    moved = builders.WEIGHTS[Kind.MENTORS] | {"expertise": 25, "sector": 25}
    before, after = (
        quantise(block.values, weights_in_order(Kind.MENTORS, weights)).sum(axis=0, dtype=int)
        for weights in (problem.weights, moved)
    )
    assert np.abs(after - before - 1_000 * (block.values[1] - block.values[0])).max() <= 2
    assert (after - before).any()


def one_mentor(**changes):
    """Two needs and a mentor of whom only the changed facts are stated."""
    problem = builders.problem(Kind.MENTORS, 2, 1)
    needs = {
        "topic": np.array([1, 5]),
        "sectors": rows_to_table([[0, 1], [5]], 20),
        "countries": rows_to_table([[0, 1, 2], []], 10),
        "stage": np.array([1, -1]),
        "formats": rows_to_table([[0], [1]], 3),
        "lat": np.array([43.3, np.nan]),
        "lon": np.array([5.4, np.nan]),
    }
    return builders.with_people(builders.with_needs(problem, **needs), **changes)


def test_a_skill_counts_by_level_and_its_family_by_half():
    levels = np.zeros((1, 12))
    levels[0, 1] = 0.8
    values, _ = part(one_mentor(skills=levels), "expertise")
    assert values[:, 0].tolist() == [0.8, 0.4]  # skills 1 and 5 are of the same family


def test_a_shared_sector_beats_a_sector_of_the_same_group():
    exact, _ = part(one_mentor(sectors=rows_to_table([[0]], 20)), "sector")
    related, _ = part(one_mentor(sectors=rows_to_table([[10]], 20)), "sector")
    assert exact[:, 0].tolist() == [0.85, 0.4]  # one of two sectors; then sector 0 beside 5
    assert related[:, 0].tolist() == [0.4, 0.4]


def test_the_market_is_the_share_of_target_countries():
    values, unstated = part(one_mentor(countries=rows_to_table([[1, 2, 7]], 10)), "market")
    assert values[:, 0].tolist() == [2 / 3, 0]
    assert unstated[:, 0].tolist() == [False, True]


def test_a_stage_is_accepted_or_not_and_silence_is_neither():
    values, unstated = part(one_mentor(stages=rows_to_table([[1]], 4)), "stage")
    assert (values[:, 0].tolist(), unstated[:, 0].tolist()) == ([1, 0], [False, True])


def test_availability_falls_with_distance_on_site_only():
    def fit(lat):
        place = {"lat": np.array([lat]), "lon": np.array([5.4]), "capacity": np.array([3])}
        values, _ = part(one_mentor(formats=rows_to_table([[0, 1]], 3), **place), "availability")
        return values[:, 0].tolist()

    assert fit(43.3) == [1.0, 1.0]
    assert fit(60.0) == [pytest.approx(0.65), 1.0]
    assert fit(np.nan) == [pytest.approx(0.65), 1.0]
    assert 0.65 < fit(44.3)[0] < 1


def test_one_language_in_common_is_nearly_everything():
    needs = {"languages": rows_to_table([[0, 1], []], 3)}
    two, one, other = (
        part(builders.with_needs(one_mentor(languages=rows_to_table([spoken], 3)), **needs), "language")
        for spoken in ([0, 1], [1, 2], [2])
    )
    assert (two[0][0, 0], one[0][0, 0], other[0][0, 0]) == (1.0, pytest.approx(0.85), 0.0)
    assert two[1][:, 0].tolist() == [False, True]


def said(need, *sentences):
    """The value of the text of a need against those of each mentor, each a list of words."""
    problem = builders.problem(Kind.MENTORS, 1, len(sentences))
    words = builders.with_needs(problem, words=rows_to_table([need], 25))
    people = {"sentences": rows_to_table(sentences, 25), "sentence_person": np.arange(len(sentences))}
    values, unstated = part(builders.with_people(words, **people), "text")
    return values[0], unstated[0]


def test_a_rare_word_in_common_is_worth_more_than_a_frequent_one():
    values, unstated = said(
        [1, 2], [1, 9, 10, 11, 12, 13, 14], [2, 9, 10, 11, 12, 15, 16], [2, 17, 18, 19, 20], [21], []
    )
    assert values[0] > values[1] > 0 == values[3] == values[4]
    assert unstated.tolist() == [False, False, False, False, True]


def test_the_same_words_are_as_close_as_texts_get():
    values, _ = said([1, 2, 3], [1, 2, 3], [4])
    assert values.tolist() == [1.0, 0.0]


def value(problem, key):
    values, unstated = part(problem, key)
    return float(values[0, 0]), bool(unstated[0, 0])


def test_a_declared_ticket_is_full_inside_and_falls_in_the_logarithm_outside():
    def fit(low, high):
        return value(one_funder(ticket_min=np.array([low]), ticket_max=np.array([high])), "ticket")

    assert fit(1e5, 2e6) == (1.0, False)
    assert fit(np.nan, 2e6) == (1.0, False)
    assert fit(0.0, np.nan) == (1.0, False)
    assert fit(2e6, np.nan) == (pytest.approx(0.5), False)
    assert fit(1e4, 2.5e5) == (pytest.approx(0.0), False)
    assert fit(np.nan, np.nan) == (0.0, True)


def test_distances_match_known_cities():
    marseille, paris = (
        unit_vectors(np.array([43.2965]), np.array([5.3698])),
        unit_vectors(np.array([48.8566]), np.array([2.3522])),
    )
    assert distances_km(marseille, paris)[0, 0] == pytest.approx(660, abs=3)
    assert closeness(np.array([0.0, 25.0, 162.5, 300.0, 9_000.0, np.nan])).tolist() == [1, 1, 0.5, 0, 0, 0]


def test_a_band_with_no_bound_fits_every_stated_amount():
    nan = np.array([np.nan])
    assert band_fit(np.array([1.0, 1e9, np.nan]), nan, nan, 4.0)[:, 0].tolist() == [1, 1, 0]


def test_no_taxonomy_at_all_is_not_stated():
    problem = builders.problem(Kind.MENTORS, 2, 2)
    needs = replace(problem.needs, skill_family=np.zeros(0, int), topic=np.array([-1, -1]), stage=np.array([-1, -1]))
    bare = replace(problem, needs=needs)
    bare = builders.with_people(bare, skills=np.zeros((2, 0)), stages=np.zeros((2, 0)))
    block = values_of(bare)
    assert block.unstated[0].all()
    assert block.unstated[3].all()

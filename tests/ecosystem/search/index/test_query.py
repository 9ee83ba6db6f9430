import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import find
from ecosystem.search.index.snippets import highlight
from ecosystem.search.index.store import Reader, View
from ecosystem.search.index.suggest import did_you_mean
from ecosystem.search.index.writer import rebuild_index
from tests.ecosystem.search.conftest import CAST, Build


@pytest.mark.parametrize("text", ["energie", "Énergie", "ENERGIE", "énergies", "E\u0301nergie", "l’énergie", "enérgie"])
def test_accents_capitals_and_elisions_never_matter(view: View, text: str) -> None:
    hits = find(view, text, kind="startup")
    assert hits.pks == (1,)
    assert not hits.approximate


@pytest.mark.parametrize(
    ("text", "pk"),
    [
        ("panneau solaire", 1),
        ("sociétés", 1),
        ("collectivite", 1),
        ("company", 2),
        ("engineer", 2),
        ("payment", 2),
        ("premier marché", 3),
        ("exposant", 5),
    ],
)
def test_singular_and_plural_meet_in_french_and_in_english(view: View, text: str, pk: int) -> None:
    hits = find(view, text)
    assert pk in hits.pks
    assert not hits.approximate


@pytest.mark.parametrize(("text", "pk"), [("ledg", 2), ("fint", 2), ("cam ro", 3), ("collectiv", 1), ("energie vi", 1)])
def test_the_beginning_of_a_word_is_enough(view: View, text: str, pk: int) -> None:
    hits = find(view, text)
    assert pk in hits.pks
    assert not hits.approximate


@pytest.mark.parametrize(("text", "pk"), [("fintehc", 2), ("enregie", 1), ("ledgrely", 2), ("solaier panneaux", 1)])
def test_a_typing_error_still_finds_and_says_so(view: View, text: str, pk: int) -> None:
    hits = find(view, text)
    assert pk in hits.pks
    assert hits.approximate


def test_a_typing_error_is_not_sought_while_the_word_exists(build: Build) -> None:
    view = build([Document(1, "startup", "Marine"), Document(2, "startup", "Martine")])
    assert find(view, "marine").pks == (1,)


def test_every_word_must_be_found(view: View) -> None:
    assert find(view, "fintech lyon").pks == (2,)
    assert find(view, "fintech printemps").total == 0


def test_small_words_do_not_exclude(view: View) -> None:
    assert 3 in find(view, "la levée de fonds").pks
    assert 1 in find(view, "AND énergie OR").pks


def test_a_quoted_passage_is_found_in_its_order_only(view: View) -> None:
    assert find(view, '"levee de fonds"').pks == (3,)
    assert find(view, "« levée de fonds »").pks == (3,)
    assert find(view, '"fonds de levee"', kind="funder").pks == ()


def test_a_name_weighs_more_than_a_tag_and_a_tag_more_than_a_text(build: Build) -> None:
    view = build(
        [
            Document(1, "startup", "Alpha", body="On y parle de robotique une fois."),
            Document(2, "startup", "Beta", tags=("robotique",)),
            Document(3, "startup", "Robotique"),
            Document(4, "startup", "Robotique de la mer"),
        ]
    )
    assert find(view, "robotique").pks == (3, 4, 2, 1)


def test_the_fresher_of_two_equals_comes_first(build: Build) -> None:
    view = build([Document(pk, "startup", "Nova", freshness=day) for pk, day in ((1, 9000), (2, 0), (3, 9500))])
    assert find(view, "nova").pks == (3, 1, 2)


def test_a_blank_text_is_everything_freshest_first(build: Build) -> None:
    view = build([Document(pk, "startup", f"N{pk}", freshness=day) for pk, day in ((1, 9000), (2, 0), (3, 9500))])
    hits = find(view, "  ")
    assert hits.pks == (3, 1, 2)
    assert hits.total == 3


def test_the_kind_filters_and_the_counts_are_exact(build: Build) -> None:
    view = build(
        Document(pk, kind, f"Solaire {pk}")
        for pk, kind in enumerate(["startup"] * 37 + ["mentor"] * 12 + ["funder"] * 3)
    )
    everything = find(view, "solaire", limit=5)
    assert len(everything.pks) == 5
    assert everything.total == 52
    assert everything.by_kind == {"startup": 37, "mentor": 12, "funder": 3}
    mentors = find(view, "solaire", kind="mentor")
    assert mentors.total == 12
    assert sorted(mentors.pks) == list(range(37, 49))
    assert find(view, "solaire", kind="tradeshow").pks == ()
    assert find(view, "solaire", kind="mentor", limit=0).total == 12


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"""',
        "AND (",
        "OR",
        "*",
        ":",
        "pk:1",
        "name_fr:(",
        "[a TO",
        "^2",
        "~",
        "\\",
        "a\x00b",
        "\ud800",
        "🚀",
        "-",
        "é" * 9999,
    ],
)
def test_signs_and_operators_are_only_text(view: View, text: str) -> None:
    hits = find(view, text)
    assert hits.total == len(hits.pks)


def test_a_text_without_a_word_finds_nothing(view: View) -> None:
    assert find(view, "***").pks == ()


def test_field_names_give_no_access_to_the_index(view: View) -> None:
    assert find(view, "pk:1").total == 0
    assert find(view, "kind:startup").total == 0


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=300),
    st.text(st.sampled_from("\"():*AND OR NOT[]{}^~\\-+/'«»’ énergies\x00"), max_size=80),
)


@pytest.fixture(scope="module")
def shared_view(tmp_path_factory: pytest.TempPathFactory) -> View:
    """One index for all the examples."""
    root = tmp_path_factory.mktemp("search")
    rebuild_index(root, CAST)
    return Reader(root).view()


@given(HOSTILE)
@settings(deadline=None)
def test_no_text_can_raise(shared_view: View, text: str) -> None:
    hits = find(shared_view, text)
    assert hits.total == len(hits.pks) == sum(hits.by_kind.values())
    did_you_mean(shared_view, text)
    highlight(CAST[3].body, text)

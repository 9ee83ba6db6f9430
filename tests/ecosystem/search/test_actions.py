from pathlib import Path

import pytest
from django.utils.safestring import SafeString

from ecosystem.search.actions import excerpt, highlight, rebuild, remove, replace, search
from ecosystem.search.index.documents import Document
from ecosystem.search.index.store import current_folder
from tests.ecosystem.search.conftest import CAST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: object, root: Path) -> None:
    """Each test has its own folder."""
    settings.SEARCH_INDEX_DIR = str(root)  # type: ignore[attr-defined]


def test_without_an_index_the_answer_is_none() -> None:
    assert search(None, "energie") is None
    assert replace(CAST) is False
    assert remove([1]) is False


def test_an_unreadable_index_is_none_and_is_logged(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    rebuild(CAST)
    for path in current_folder(root).iterdir():
        path.write_bytes(b"?")
    assert search(None, "energie") is None
    assert "cannot be read" in caplog.text


def test_what_is_built_is_found() -> None:
    heard: list[int] = []
    assert rebuild(iter(CAST), progress=heard.append) == 5
    assert heard == [5]
    hits = search("startup", "energie", 10)
    assert hits is not None
    assert (hits.pks, hits.total, dict(hits.by_kind)) == ((1,), 1, {"startup": 1})


def test_a_change_is_seen_at_once() -> None:
    rebuild(CAST)
    search(None, "energie")
    assert replace([Document(1, "startup", "Voltaire")]) is True
    assert search("startup", "voltaire").pks == (1,)  # type: ignore[union-attr]
    assert remove([1]) is True
    assert search("startup", "voltaire").total == 0  # type: ignore[union-attr]


def test_a_misspelt_search_finds_and_proposes_the_spelling() -> None:
    rebuild(CAST)
    hits = search(None, "fintehc")
    assert hits is not None
    assert set(hits.pks) == {2, 4}
    assert hits.approximate
    assert hits.suggestion == "fintech"
    assert search(None, "fintech").suggestion is None  # type: ignore[union-attr]


def test_marked_text_is_safe_in_a_template() -> None:
    assert isinstance(highlight("a <b>", "a"), SafeString)
    assert excerpt("un <b> deux", "deux") == "un &lt;b&gt; <mark>deux</mark>"

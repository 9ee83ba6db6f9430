import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecosystem.search.index import store
from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import find
from ecosystem.search.index.schema import open_index, schema_hash
from ecosystem.search.index.store import IndexBusy, IndexMissing, IndexUnavailable, Reader, current_folder, only_writer
from ecosystem.search.index.writer import rebuild_index, remove_documents, replace_documents
from tests.ecosystem.search.conftest import CAST


@pytest.fixture
def reader(root: Path) -> Reader:
    """A reader of the small cast, already open."""
    rebuild_index(root, CAST)
    reader = Reader(root)
    reader.view()
    return reader


def test_a_replaced_document_is_there_once_and_under_its_new_words_only(root: Path, reader: Reader) -> None:
    replace_documents(root, [Document(2, "startup", "Nouveau Nom")])
    assert reader.view().searcher.num_docs == len(CAST)
    assert find(reader.view(), "nouveau nom").pks == (2,)
    assert find(reader.view(), "payments").total == 0


def test_a_new_document_is_added(root: Path, reader: Reader) -> None:
    assert replace_documents(root, [Document(9, "mentor", "Ada Noël")]) == 1
    assert find(reader.view(), "noel").pks == (9,)
    assert reader.view().searcher.num_docs == len(CAST) + 1


def test_the_last_of_two_documents_of_one_key_wins(root: Path, reader: Reader) -> None:
    twice = [Document(9, "mentor", "Premier"), Document(9, "mentor", "Second")]
    assert replace_documents(root, twice) == 1
    assert find(reader.view(), "premier", kind="mentor").pks == (3,)
    assert find(reader.view(), "second").pks == (9,)
    assert rebuild_index(root, twice) == 1
    assert reader.view().searcher.num_docs == 1


def test_removed_documents_are_no_longer_found(root: Path, reader: Reader) -> None:
    remove_documents(root, [1, 3, 404])
    assert find(reader.view(), "energie").total == 0
    assert reader.view().searcher.num_docs == len(CAST) - 2


def test_a_failing_change_changes_nothing(root: Path, reader: Reader) -> None:
    broken = Document(2, "startup", "Perdu", freshness="x")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        replace_documents(root, [Document(1, "startup", "Perdu"), broken])
    assert find(reader.view(), "perdu").total == 0
    assert find(reader.view(), "payments").pks == (2,)


def test_a_rebuild_tells_how_far_it_is(root: Path) -> None:
    heard: list[int] = []
    documents = [Document(pk, "startup", f"N{pk}") for pk in range(450)]
    assert rebuild_index(root, documents, progress=heard.append) == 450
    assert heard == [200, 400, 450]


def test_an_open_reader_sees_the_old_index_until_the_switch_then_the_new_one(root: Path, reader: Reader) -> None:
    during: list[int] = []

    def documents() -> Iterator[Document]:
        for pk in range(20, 40):
            during.append(find(reader.view(), "energie").total)
            yield Document(pk, "startup", "Éolienne")

    before = reader.view()
    rebuild_index(root, documents())
    assert during == [2] * 20
    assert find(reader.view(), "eoliennes").total == 20
    assert find(reader.view(), "energie", kind="mentor").total == 0
    assert find(before, "energie").total == 2


def test_readers_never_meet_a_gap_while_the_index_is_rebuilt_again_and_again(root: Path, reader: Reader) -> None:
    done = threading.Event()
    totals: set[int] = set()
    failures: list[Exception] = []

    def read() -> None:
        mine = Reader(root)
        while not done.is_set():
            try:
                totals.add(find(mine.view(), "energie").total)
            except IndexUnavailable as error:
                failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(8):
        rebuild_index(root, CAST)
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert totals == {2}


def test_a_failing_rebuild_leaves_the_old_index(root: Path, reader: Reader) -> None:
    def documents() -> Iterator[Document]:
        yield Document(1, "startup", "Seul")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        rebuild_index(root, documents())
    assert reader.view().searcher.num_docs == len(CAST)
    assert [path for path in root.iterdir() if path.is_dir()] == [current_folder(root)]


def test_only_the_current_generation_stays_on_disk(root: Path, reader: Reader) -> None:
    (root / "0123456789ab-leftover").mkdir()
    (root / "current-0123456789ab").write_text("0123456789ab-leftover")
    rebuild_index(root, CAST)
    assert {path.name for path in root.iterdir()} == {current_folder(root).name, f"current-{schema_hash()}", "lock"}


def test_a_second_writer_waits_for_the_first(root: Path, reader: Reader) -> None:
    threads = [
        threading.Thread(target=replace_documents, args=(root, [Document(pk, "mentor", f"Attente {pk}")]))
        for pk in range(100, 106)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert find(reader.view(), "attente").total == 6


def test_a_writer_that_waited_too_long_says_so_and_writes_nothing(root: Path, reader: Reader) -> None:
    with only_writer(root, patience=0), pytest.raises(IndexBusy):
        replace_documents(root, [Document(9, "mentor", "Trop tard")], patience=0)
    assert find(reader.view(), "trop tard").total == 0


def test_the_lock_of_the_index_itself_is_waited_for_too(
    root: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_index(str(current_folder(root))).writer(15_000_000, 1)
    with pytest.raises(IndexBusy):
        replace_documents(root, [Document(9, "mentor", "Patient")], patience=0)
    pauses: list[float] = []

    def release(pause: float) -> None:
        pauses.append(pause)
        if len(pauses) == 1:
            other.wait_merging_threads()

    monkeypatch.setattr(store.time, "sleep", release)
    replace_documents(root, [Document(9, "mentor", "Patient")])
    assert pauses
    assert find(reader.view(), "patient").pks == (9,)


def test_a_change_during_a_rebuild_is_not_lost(root: Path, reader: Reader) -> None:
    started = threading.Event()
    change = threading.Thread(
        target=lambda: (started.wait(), replace_documents(root, [Document(1, "startup", "Changée")]))
    )
    change.start()

    def documents() -> Iterator[Document]:
        yield CAST[0]
        started.set()
        yield from CAST[1:]

    rebuild_index(root, documents())
    change.join()
    assert find(reader.view(), "changee").pks == (1,)
    assert reader.view().searcher.num_docs == len(CAST)


def test_without_an_index_nothing_is_written(root: Path) -> None:
    for change in (lambda: replace_documents(root, CAST), lambda: remove_documents(root, [1])):
        with pytest.raises(IndexMissing):
            change()
    assert not root.exists()
    with pytest.raises(IndexMissing):
        Reader(root).view()


def test_an_index_of_another_layout_is_not_read(root: Path, reader: Reader) -> None:
    (root / f"current-{schema_hash()}").rename(root / "current-0123456789ab")
    with pytest.raises(IndexMissing):
        reader.view()


@pytest.mark.parametrize("suffix", [".term", ".fast", ".idx", ".store", "meta.json"])
def test_damaged_files_are_said_to_be_unavailable(root: Path, suffix: str) -> None:
    rebuild_index(root, CAST)
    for path in current_folder(root).iterdir():
        if path.name.endswith(suffix):
            path.write_bytes(path.read_bytes()[:10])
    with pytest.raises(IndexUnavailable):
        find(Reader(root).view(), "energie")


def test_a_folder_that_vanished_is_said_to_be_unavailable(root: Path, reader: Reader) -> None:
    current_folder(root).rename(root / "elsewhere")
    with pytest.raises(IndexUnavailable):
        reader.view()

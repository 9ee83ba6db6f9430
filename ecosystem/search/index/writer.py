"""How the index changes: documents replaced or removed by key, or everything rebuilt beside the old."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from ecosystem.search.index.documents import Document
from ecosystem.search.index.entries import entry_of
from ecosystem.search.index.schema import open_index
from ecosystem.search.index.store import (
    IndexBusy,
    current_folder,
    new_folder,
    only_writer,
    retried_while_busy,
    switch_to,
    unavailable_if_broken,
)

PATIENCE = 10.0
_SMALL_HEAP, _LARGE_HEAP = 15_000_000, 100_000_000
_PROGRESS_EVERY = 200

Progress = Callable[[int], None]


def _open_writer(index: tantivy.Index, heap: int) -> tantivy.IndexWriter:
    try:
        return index.writer(heap_size=heap, num_threads=1)
    except ValueError as error:
        if "LockBusy" in str(error):
            raise IndexBusy(str(error)) from error
        raise


@contextmanager
def _writing(folder: Path, *, heap: int, patience: float) -> Iterator[tantivy.IndexWriter]:
    """A writer whose changes are all committed, or none when the block raises."""
    with unavailable_if_broken():
        index = open_index(str(folder))
        writer = retried_while_busy(lambda: _open_writer(index, heap), patience=patience)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def replace_documents(root: Path, documents: Iterable[Document], *, patience: float = PATIENCE) -> int:
    """Put these documents in the place of those of the same key, in one commit: delete first, then add."""
    newest = {document.pk: document for document in documents}
    current_folder(root)
    with (
        only_writer(root, patience=patience),
        _writing(current_folder(root), heap=_SMALL_HEAP, patience=patience) as writer,
    ):
        for document in newest.values():
            writer.delete_documents_by_term("pk", document.pk)
            writer.add_document(entry_of(document))
    return len(newest)


def remove_documents(root: Path, pks: Iterable[int], *, patience: float = PATIENCE) -> None:
    """Take the documents of these keys out of the index; an unknown key is no error."""
    current_folder(root)
    with (
        only_writer(root, patience=patience),
        _writing(current_folder(root), heap=_SMALL_HEAP, patience=patience) as writer,
    ):
        for pk in pks:
            writer.delete_documents_by_term("pk", pk)


def rebuild_index(
    root: Path, documents: Iterable[Document], *, progress: Progress | None = None, patience: float = PATIENCE
) -> int:
    """Write every document into a new folder, then switch to it; until then readers keep the old index.

    Other writers wait meanwhile, so no change is lost between the reading of a row and the switch.
    """
    root.mkdir(parents=True, exist_ok=True)
    with only_writer(root, patience=patience):
        folder = new_folder(root)
        try:
            count = _fill(folder, documents, progress)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        switch_to(root, folder)
    return count


def _fill(folder: Path, documents: Iterable[Document], progress: Progress | None) -> int:
    """Write the documents, the last one of a key winning, and tell how many keys are done."""
    seen: set[int] = set()
    with _writing(folder, heap=_LARGE_HEAP, patience=0) as writer:
        for document in documents:
            if document.pk in seen:
                writer.delete_documents_by_term("pk", document.pk)
            seen.add(document.pk)
            writer.add_document(entry_of(document))
            if progress is not None and len(seen) % _PROGRESS_EVERY == 0:
                progress(len(seen))
    if progress is not None:
        progress(len(seen))
    return len(seen)

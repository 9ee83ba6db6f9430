"""Where the index lives: one folder a generation, one small file that names the current one.

A rebuild fills a new folder, then replaces the file in one step: a reader sees the old index or the new one.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast
from uuid import uuid4

import tantivy

from ecosystem.search.index.schema import build_schema, open_index, schema_hash

T = TypeVar("T")
UNKNOWN = object()


class IndexUnavailable(Exception):
    """The index cannot be read: the caller answers without it."""


class IndexMissing(IndexUnavailable):
    """There is no index of the present layout: it has to be rebuilt."""


class IndexBusy(Exception):
    """Another process went on writing for longer than we wait: try again later."""


MEMORY = 1_000
"""How many answers a state of the index remembers."""


@dataclass(frozen=True, slots=True)
class View:
    """One consistent state of the index; what it was asked once it remembers."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    index: tantivy.Index
    remembered: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, answer: Callable[[], T]) -> T:
        """The answer to this question, worked out the first time only."""
        known: T | object = self.remembered.get(key, UNKNOWN)  # once: another thread may forget it meanwhile
        if known is not UNKNOWN:
            return cast(T, known)
        found = answer()
        self.keep(key, found)
        return found

    def keep(self, key: Hashable, answer: Any) -> None:
        """Remember an answer that was found on the way to another."""
        if len(self.remembered) >= MEMORY:
            self.remembered.clear()
        self.remembered[key] = answer


@contextmanager
def unavailable_if_broken() -> Iterator[None]:
    """Turn what tantivy raises on damaged files into one exception; its panics are not even `Exception`."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnavailable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnavailable(str(error)) from error


def _pointer(root: Path) -> Path:
    return root / f"current-{schema_hash()}"


def current_folder(root: Path) -> Path:
    """The folder of the present generation."""
    try:
        name = _pointer(root).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(str(root)) from error
    except (OSError, ValueError) as error:
        raise IndexUnavailable(str(error)) from error
    if not name.startswith(f"{schema_hash()}-") or "/" in name:
        raise IndexUnavailable(f"unreadable pointer in {root}")
    return root / name


def new_folder(root: Path) -> Path:
    """An empty folder for the next generation."""
    folder = root / f"{schema_hash()}-{uuid4().hex[:8]}"
    folder.mkdir()
    return folder


def switch_to(root: Path, folder: Path) -> None:
    """Make this folder the current one in a single step, then remove all the others."""
    pointer = _pointer(root)
    draft = root / f"{pointer.name}.new"
    with draft.open("w", encoding="ascii") as handle:
        handle.write(folder.name)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(pointer)
    for other in root.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)
        elif other.name.startswith("current-") and other != pointer:
            other.unlink(missing_ok=True)


def retried_while_busy(attempt: Callable[[], T], *, patience: float) -> T:
    """Call `attempt` until it stops raising IndexBusy, for `patience` seconds at most."""
    deadline, pause = time.monotonic() + patience, 0.01
    while True:
        try:
            return attempt()
        except IndexBusy:
            if time.monotonic() >= deadline:
                raise
        time.sleep(pause)
        pause = min(pause * 2, 0.2)


@contextmanager
def only_writer(root: Path, *, patience: float) -> Iterator[None]:
    """Hold the one right to change the index; the kernel gives it back when a process dies."""
    with (root / "lock").open("a") as handle:

        def take() -> None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(str(root)) from error

        retried_while_busy(take, patience=patience)
        yield


class Reader:
    """Opens the current generation once, and follows every commit and every switch."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = Lock()
        self._folder: Path | None = None
        self._index: tantivy.Index | None = None
        self._commit: tuple[int, ...] = ()
        self._view: View | None = None

    def view(self) -> View:
        """The newest state; a generation that is removed while we open it is looked up again."""
        for _attempt in range(2):
            try:
                return self._open(current_folder(self.root))
            except IndexMissing:
                raise
            except IndexUnavailable:
                self._index = None
        return self._open(current_folder(self.root))

    def _open(self, folder: Path) -> View:
        with self._lock, unavailable_if_broken():
            if self._index is None or folder != self._folder:
                index = open_index(str(folder))
                index.config_reader("manual")
                self._index, self._folder, self._view = index, folder, None
            commit = _commit_of(folder)
            if self._view is None or commit != self._commit:
                self._index.reload()
                self._view = View(build_schema(), self._index.searcher(), self._index)
                self._commit = commit
            return self._view


def _commit_of(folder: Path) -> tuple[int, ...]:
    """Tells one commit from the next: tantivy replaces this file at each."""
    meta = (folder / "meta.json").stat()
    return meta.st_ino, meta.st_mtime_ns, meta.st_size

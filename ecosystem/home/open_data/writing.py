"""Writing the open files: all of them or none, beside the former ones, and then the switch."""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from ecosystem.core.text import plain_cell
from ecosystem.home.open_data.datasets import DATASETS, Cell, Dataset

CHUNK = 1_000
CURRENT, MANIFEST, DICTIONARY = "current", "manifest.json", "dictionnaire.csv"
IN_USE = timedelta(hours=1)
"""Whoever began to read the former files, or to write others, ends in peace."""


@dataclass(frozen=True)
class OpenFile:
    """One file as the page tells of it; `dataset` is empty for those that describe the others."""

    name: str
    dataset: str
    size: int
    sha256: str
    rows: int | None = None

    @property
    def format(self) -> str:
        return self.name.rpartition(".")[2].upper()


@dataclass(frozen=True)
class Release:
    """The files of one night."""

    folder: Path
    written_at: datetime
    files: tuple[OpenFile, ...]

    def file(self, name: str) -> OpenFile | None:
        return next((one for one in self.files if one.name == name), None)

    def path(self, name: str) -> Path:
        return self.folder / name


def root() -> Path:
    return Path(settings.OPEN_DATA_DIR)


def write_open_data() -> int:
    """Every file anew, and how many rows; readers keep the former ones until the last is written."""
    now = timezone.now()
    root().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{now:%Y%m%d-%H%M%S}-", dir=root()))
    try:
        with translation.override("fr"):
            files = list(chain.from_iterable(_write(one, folder) for one in DATASETS.values()))
        files.append(_described(_write_dictionary(folder)))
        told = {"written_at": now.isoformat(), "files": [asdict(one) for one in files]}
        (folder / MANIFEST).write_text(json.dumps(told))
        folder.chmod(0o755)
        _switch(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _drop_former(folder)
    return sum(one.rows or 0 for one in files if one.format == "CSV")


def release() -> Release | None:
    """The files of the last complete writing; None before the first."""
    try:
        folder = root() / (root() / CURRENT).read_text().strip()
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        return None
    files = tuple(OpenFile(**one) for one in told["files"])
    return Release(folder, datetime.fromisoformat(told["written_at"]), files)


def _rows(dataset: Dataset) -> Iterator[dict[str, Cell]]:
    """Read in chunks: memory does not grow with the directory."""
    return map(dataset.row, dataset.rows().iterator(chunk_size=CHUNK))


def _write(dataset: Dataset, folder: Path) -> list[OpenFile]:
    """The same rows in both forms, in one reading."""
    table, document = folder / f"{dataset.slug}.csv", folder / f"{dataset.slug}.json"
    count = 0
    with table.open("w", encoding="utf-8", newline="") as csv_file, document.open("w", encoding="utf-8") as json_file:
        writer = csv.writer(csv_file)
        writer.writerow([column.name for column in dataset.columns])
        json_file.write("[")
        for count, row in enumerate(_rows(dataset), 1):
            writer.writerow([as_text(value) for value in row.values()])
            json_file.write(("," if count > 1 else "") + "\n" + json.dumps(row, ensure_ascii=False))
        json_file.write("\n]\n")
    return [_described(path, dataset.slug, count) for path in (table, document)]


def as_text(value: Cell) -> str:
    """A value in a table: empty for none, and no text that a spreadsheet would compute."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return plain_cell(value)
        case _:
            return str(value)


def _write_dictionary(folder: Path) -> Path:
    """What each column means, in both languages."""
    path = folder / DICTIONARY
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["dataset", "column", "type", "description_fr", "description_en"])
        for dataset in DATASETS.values():
            for column in dataset.columns:
                words = []
                for language in ("fr", "en"):
                    with translation.override(language):
                        words.append(str(column.about))
                writer.writerow([dataset.slug, column.name, column.type, *words])
    return path


def _described(path: Path, dataset: str = "", rows: int | None = None) -> OpenFile:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return OpenFile(path.name, dataset, path.stat().st_size, digest.hexdigest(), rows)


def _switch(folder: Path) -> None:
    """One move of the system: a reader sees the former name or the new one, never half of it."""
    pointer = root() / f".{folder.name}"
    pointer.write_text(folder.name)
    pointer.replace(root() / CURRENT)


def _drop_former(folder: Path) -> None:
    """The files of former nights go, and those of writings that were cut short."""
    since = (timezone.now() - IN_USE).timestamp()
    for one in root().iterdir():
        if one.is_dir() and one != folder and one.stat().st_mtime < since:
            shutil.rmtree(one, ignore_errors=True)

"""Files as people send them, made in the test's own folder."""

import openpyxl
import pytest

from ecosystem.curation.importing import import_listings


@pytest.fixture
def write(tmp_path):
    """Write a CSV of these lines, in that encoding, and give its path."""

    def written(*lines, encoding="utf-8", name="file.csv", end="\n"):
        path = tmp_path / name
        path.write_bytes((end.join(lines) + end).encode(encoding))
        return path

    return written


@pytest.fixture
def workbook(tmp_path):
    """Write an XLSX of these rows and give its path."""

    def written(*rows, name="file.xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return written


@pytest.fixture
def imported(write):
    """Import these lines and give the report."""

    def imported(kind, *lines, **options):
        return import_listings(kind, write(*lines), **{"source": "test", **options})

    return imported


def reasons(report):
    """What was said of each line."""
    return {entry.line: entry.reason for entry in report.entries}

"""Any file gives rows with their lines, or one clear refusal."""

import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.curation.reading import FileRefused, open_table
from ecosystem.curation.reading.limits import MAX_COLUMNS


def read(path):
    with open_table(path) as table:
        return table.columns, list(table.rows)


def values(path):
    return [row.values for row in read(path)[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_usual_encodings_and_separators_are_recognised(write, encoding, separator):
    path = write(separator.join(["nom", "ville"]), separator.join(["Écume & Cie", "Sète"]), encoding=encoding)
    assert read(path)[0] == ["nom", "ville"]
    assert values(path) == [["Écume & Cie", "Sète"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(write, end):
    assert values(write("name,city", "A,B", "C,D", end=end)) == [["A", "B"], ["C", "D"]]


def test_the_separator_is_not_taken_from_inside_quotes(write):
    assert read(write('"nom, complet";ville', "A;B"))[0] == ["nom, complet", "ville"]


def test_the_separator_that_excel_writes_first_is_obeyed(write):
    assert values(write("sep=;", "name;city", "A;B")) == [["A", "B"]]


def test_a_cell_may_hold_line_breaks_and_rows_keep_their_line(write):
    rows = read(write("name,about", '"A","one', 'two"', "", "B,x"))[1]
    assert [(row.line, row.values) for row in rows] == [(2, ["A", "one\ntwo"]), (5, ["B", "x"])]


def test_an_unclosed_quote_loses_its_own_line_only(write):
    rows = read(write("name,city", "A,B", '"C,D', "E,F", "G,H"))[1]
    assert [row.line for row in rows] == [2, 3, 4, 5]
    assert [bool(row.fault) for row in rows] == [False, True, False, False]
    assert "guillemet" in rows[1].fault


def test_an_unclosed_quote_far_from_the_end_loses_its_own_line_only(write):
    rows = read(write("name,city", '"C,D', *[f"N{n},V" for n in range(3000)]))[1]
    assert len(rows) == 3001
    assert [row.line for row in rows if row.fault] == [2]


def test_an_unclosed_quote_in_the_header_refuses_the_file(write):
    with pytest.raises(FileRefused, match="en-tête"):
        read(write('name,"city', "A,B"))


def test_zero_bytes_are_left_out_and_said(write):
    (row,) = read(write("name,city", "A\x00B,C"))[1]
    assert (row.values, bool(row.note)) == (["AB", "C"], True)


def test_a_row_with_too_many_cells_is_at_fault_and_a_short_one_is_completed(write):
    rows = read(write("name,city", "A,B,C", "D", "E,F,,"))[1]
    assert [bool(row.fault) for row in rows] == [True, False, False]
    assert rows[1].values == ["D", ""]
    assert rows[2].values == ["E", "F"]


def test_ten_thousand_columns_are_refused_with_their_number(write):
    with pytest.raises(FileRefused, match="10000 colonnes"):
        read(write(",".join(f"c{n}" for n in range(10_000)), "A"))
    columns, _rows = read(write(",".join(f"c{n}" for n in range(MAX_COLUMNS)), "A"))
    assert len(columns) == MAX_COLUMNS


def test_a_line_without_end_is_one_fault_and_the_next_lines_are_read(write):
    rows = read(write("name,city", "A" * 3_000_000, "B,C"))[1]
    assert [(bool(row.fault), row.values) for row in rows] == [(True, []), (False, ["B", "C"])]


def test_a_file_of_60_mb_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *a, **k: pytest.fail("it was opened"))
    with pytest.raises(FileRefused, match="60 Mo"):
        read(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\n\n  \n", "vide"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "ancien"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "ni un CSV"),
        (b"PK\x03\x04" + b"\x00" * 50, "tronqué"),
    ],
)
def test_what_is_not_a_table_is_refused_with_its_reason(tmp_path, content, said):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=said):
        read(path)


def test_an_absent_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(FileRefused, match="introuvable"):
        read(tmp_path / "none.csv")
    with pytest.raises(FileRefused, match="pas un fichier"):
        read(tmp_path)


def test_a_workbook_gives_dates_numbers_and_computed_text(workbook):
    path = workbook(["name", "founded", "amount", "ratio"], ["Écume", date(2020, 1, 2), 5000000.0, 1.5], [], ["B"])
    with open_table(path) as table:
        assert table.columns == ["name", "founded", "amount", "ratio"]
        rows = list(table.rows)
    assert [(row.line, row.values) for row in rows] == [
        (2, ["Écume", "2020-01-02", "5000000", "1.5"]),
        (4, ["B", "", "", ""]),
    ]


def test_a_formula_that_was_never_computed_is_an_empty_cell(workbook):
    assert values(workbook(["name", "city"], ["A", '=CONCAT("x","y")'])) == [["A", ""]]


def test_a_workbook_is_read_whatever_its_name_says(workbook):
    path = workbook(["name"], ["A"])
    assert values(path.rename(path.with_suffix(".csv"))) == [["A"]]


def test_a_cell_that_is_too_long_is_told_as_such_and_the_next_row_is_read(write):
    rows = read(write("name,about", f"A,{'x' * 200_000}", "B,y"))[1]
    assert "131072" in rows[0].fault
    assert rows[1].values == ["B", "y"]


def test_a_truncated_workbook_is_refused(workbook):
    path = workbook(["name"], *[[f"Nom {n}"] for n in range(200)])
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(FileRefused, match="tronqué"):
        read(path)


def test_a_workbook_with_a_damaged_sheet_is_refused_before_a_row_is_read(workbook):
    path = workbook(["name"], *[[f"Nom {n}"] for n in range(5000)])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    middle = sheet.header_offset + sheet.compress_size // 2
    content[middle : middle + 40] = b"\xff" * 40
    path.write_bytes(bytes(content))
    with pytest.raises(FileRefused, match="tronqué"):
        read(path)


def test_a_workbook_that_would_swell_is_refused_before_it_is_inflated(tmp_path, monkeypatch):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as entry:
        for _block in range(120):
            entry.write(b" " * 1024 * 1024)
    assert path.stat().st_size < 1024 * 1024
    monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda self: pytest.fail("it was inflated"))
    with pytest.raises(FileRefused, match="décompressé"):
        read(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(FileRefused, match="feuille lisible"):
        read(path)


def with_sheet(path, change):
    """The same workbook, its sheet changed."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    entries[sheet] = change(entries[sheet])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def far_row(number):
    row = f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>Loin</t></is></c></row>'.encode()
    return lambda sheet: sheet.replace(b"</sheetData>", row + b"</sheetData>")


@pytest.mark.parametrize("number", [1_048_577, 2_000_000_000, 10**30])
def test_a_row_beyond_the_last_one_of_excel_refuses_the_workbook(workbook, monkeypatch, number):
    path = with_sheet(workbook(["name"], ["A"]), far_row(number))
    monkeypatch.setattr("openpyxl.load_workbook", lambda *a, **k: pytest.fail("its rows were counted"))
    with pytest.raises(FileRefused, match="1048576"):
        read(path)


def test_a_row_whose_number_was_hidden_ends_the_sheet_and_is_said(workbook):
    path = with_sheet(
        workbook(["name"], ["A"]), lambda sheet: far_row("2000000000")(sheet).replace(b'r="2000', b'r="&#50;000')
    )
    rows = read(path)[1]
    assert [row.values for row in rows] == [["A"], []]
    assert "1048576" in rows[-1].fault


def test_a_gap_of_a_million_rows_is_crossed_and_lines_keep_their_number(workbook):
    rows = read(with_sheet(workbook(["name"], ["A"]), far_row(1_048_576)))[1]
    assert [(row.line, row.values) for row in rows] == [(2, ["A"]), (1_048_576, ["Loin"])]


def test_one_damaged_byte_does_not_garble_a_file_in_utf_8(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes("name,city\nÉolienne,Sète\nÇa va,Orléans\n".encode() + b"Bad\xff,Aix\n")
    with open_table(path) as table:
        rows = list(table.rows)
        assert "UTF-8" in table.notes[0]
    assert [row.values for row in rows] == [["Éolienne", "Sète"], ["Ça va", "Orléans"], ["Bad", "Aix"]]
    assert [bool(row.note) for row in rows] == [False, False, True]


def test_a_file_cut_in_the_middle_of_a_letter_stays_utf_8(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes("name,city\nCafé Noir,Besançon\nThé É".encode()[:-1])
    assert values(path)[:1] == [["Café Noir", "Besançon"]]


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp1252", ["Windows-1252"]), ("utf-16-le", ["UTF-16"]), ("utf-8", []), ("utf-8-sig", [])]
)
def test_the_encoding_is_said_when_it_is_not_plain_utf_8(write, encoding, said):
    with open_table(write("nom,ville", "CAFÉ\xa0», Été", "Sète", encoding=encoding)) as table:
        assert len(table.notes) == len(said)
        assert all(word in note for word, note in zip(said, table.notes, strict=True))


def test_the_fraction_read_grows_to_one(write):
    with open_table(write("name", *["x" * 50] * 3000)) as table:
        seen = [table.fraction() for _row in table.rows]
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


SCRAPS = st.lists(
    st.sampled_from(
        [b"name", b"city", b",", b";", b"\t", b'"', b'""', b"\n", b"\r\n", b"\x00", b"\xe9", b"PK\x03\x04", b"A"]
    ),
    max_size=60,
).map(b"".join)


@given(st.one_of(st.binary(max_size=400), SCRAPS, SCRAPS.map(lambda scrap: b"name,city\n" + scrap)))
def test_arbitrary_bytes_are_rows_or_the_one_named_refusal(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            columns, rows = read(path)
        except FileRefused:
            return
    assert all(row.fault or len(row.values) == len(columns) for row in rows)
    assert [row.line for row in rows] == sorted({row.line for row in rows})

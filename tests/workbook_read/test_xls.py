"""Workbooks of Excel 97 to 2003 say the same as their .xlsx twins."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from workbook_read.builders import ole, records
from workbook_read.legacy import LEGACY, convert, source

from kamsheets.workbook import read
from kamsheets.workbook.guard import Merged
from kamsheets.workbook.guard_xls import scan
from kamsheets.workbook.rawbook import RawBook, Reason, Skipped
from kamsheets.workbook.refusal import RefusedFileError

BOF, EOF = (0x809, b"\0" * 16), (0x0A, b"")


def told(book: RawBook) -> object:
    """All a book says but its file's name."""
    sheets = [(s.name, list(s.rows), s.facts, s.long_numbers, s.percent(None), s.percent({2})) for s in book.sheets]
    return sheets, book.skipped, book.date1904


def test_values_errors_percent_formats_hidden_rows_and_merges_of_an_xls() -> None:
    book = read.raw(LEGACY)
    sheet = book.sheets[0]
    assert sheet.rows[1] == ["苏州华锐车身部件有限公司", date(2025, 3, 5), 0.5, 3860000.07, 13900005678]
    assert sheet.rows[2] == ["无锡精工", None, 1, None, "0512-66660000"]
    assert sheet.facts.error_cells == {(3, 1): "######", (3, 3): "#N/A", (7, 3): "#DIV/0!"}
    assert sheet.facts.hidden_rows == {4}
    assert sheet.facts.merged == (Merged(6, 0, 8, 0),)
    assert sheet.percent(None) == {(2, 2), (3, 2), (4, 1), (4, 3)}
    assert sheet.percent({1}) == {(4, 1)}
    assert sheet.long_numbers == ((6, 4),)
    assert book.skipped == (Skipped("隐藏", Reason.HIDDEN),)


def test_an_xls_and_its_xlsx_twin_say_the_same(tmp_path: Path) -> None:
    assert told(read.raw(LEGACY)) == told(read.raw(source(tmp_path / "legacy.xlsx")))


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_fresh_xls_of_libreoffice_reads_like_the_kept_one(tmp_path: Path) -> None:
    convert(tmp_path / "legacy.xls")
    assert told(read.raw(tmp_path / "legacy.xls")) == told(read.raw(LEGACY))


def test_a_hidden_sheet_is_read_when_it_is_asked_for() -> None:
    assert [sheet.name for sheet in read.raw(LEGACY, only={"隐藏"}).sheets] == ["隐藏"]


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ((0x205, b"\x04\0\x02\0\0\0\x0f\x01"), {(5, 2): "#VALUE!"}),
        ((0x205, b"\x04\0\x02\0\0\0\x01\x00"), {}),  # a truth value
        ((0x06, b"\x04\0\x02\0\0\0\x02\0\x17\0\0\0\xff\xff" + b"\0" * 8), {(5, 2): "#REF!"}),
        ((0x06, b"\x04\0\x02\0\0\0\x00\0\x00\0\0\0\xff\xff" + b"\0" * 8), {}),  # a text follows
        ((0x27E, b"\x04\0\x02\0\x01\0" + (0xC0000000).to_bytes(4, "little")), {(5, 2): "######"}),
        ((0xBD, b"\x04\0\x01\0" + (b"\x01\0\0\0\0\x40" + b"\x01\0\0\0\0\xc0") + b"\x02\0"), {(5, 2): "######"}),
    ],
)
def test_records_that_mean_an_error(record: tuple[int, bytes], found: dict[tuple[int, int], str]) -> None:
    styles = [(0xE0, b"\0\0\0\0"), (0xE0, b"\0\0\x0e\0")]  # General and a date
    sheet = records(BOF, record, EOF)
    head = records(BOF, (0x85, b"\0\0\0\0\0\0\x01\0A"), *styles, EOF)
    head = head.replace(b"\x85\0\x09\0\0\0\0\0", b"\x85\0\x09\0" + len(head).to_bytes(4, "little"))
    ((one,), _) = scan(ole({"Workbook": head + sheet}), "x.xls")
    assert one.error_cells == found


def test_a_cell_beyond_the_last_column_of_the_format_is_damage_and_no_huge_grid() -> None:
    sheet = records(BOF, (0x203, b"\x01\0\x00\x40\0\0" + b"\0" * 8), EOF)
    head = records(BOF, (0x85, b"\x20\0\0\0\0\0\x01\0A"), EOF)
    start = len(head).to_bytes(4, "little")
    head = head.replace(b"\x20\0\0\0\0\0\x01\0A", start + b"\0\0\x01\0A")
    with pytest.raises(RefusedFileError) as refused:
        scan(ole({"Workbook": head + sheet}), "x.xls")
    assert refused.value.facts["why"] == "read.damaged"

"""A value read is the value that stands in the cell, in one of the agreed kinds."""

import io
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_read.builders import STRICT, STRICT_LINKS, book, edit, parts, workbook, zipped

from kamsheets.workbook import read
from kamsheets.workbook.normalise import FIFTEEN_DIGITS, normalise

XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], include_characters="\t\n"), max_size=20
).filter(lambda s: not s.startswith("_x"))
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
SECONDS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(lambda d: d.replace(microsecond=0))
VALUES = st.one_of(
    st.none(),
    XML_TEXT,
    st.booleans(),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(float),
    DAYS,
    SECONDS,
)


def expected(value: object) -> object:
    """The documented kind of a value put into a cell."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.date() if isinstance(value, datetime) and value.time() == time() else value


def trimmed(rows: list[list[object]]) -> list[list[object]]:
    """Without empty rows and columns at the end."""
    width = max((k + 1 for row in rows for k, value in enumerate(row) if value is not None), default=0)
    while rows and all(value is None for value in rows[-1]):
        rows = rows[:-1]
    return [row[:width] for row in rows]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(VALUES, min_size=4, max_size=4), max_size=8))
def test_any_grid_written_is_read_back_equal_with_its_kinds(rows: list[list[object]], tmp_path: Path) -> None:
    (sheet,) = read.raw(workbook(tmp_path / "x.xlsx", {"表": rows})).sheets
    want = trimmed([[expected(value) for value in row] for row in rows])
    found = trimmed(list(map(list, sheet.rows)))
    assert found == want
    assert [[type(v) for v in row] for row in found] == [[type(v) for v in row] for row in want]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=6))
def test_openpyxl_reads_the_same_constants(rows: list[list[object]], tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"表": rows})
    second = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    theirs = [[expected(value) for value in row] for row in second.iter_rows(values_only=True)]
    (sheet,) = read.raw(path).sheets
    assert trimmed(theirs) == trimmed(list(map(list, sheet.rows)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=3), st.floats(), st.integers(), st.booleans()))))
def test_normalising_twice_changes_nothing_and_never_fails(rows: list[list[object]]) -> None:
    once, _ = normalise(rows)
    twice, _ = normalise(once)
    assert repr(once) == repr(twice)


def test_the_first_cell_is_a1_though_rows_and_columns_before_the_table_are_empty(grid) -> None:
    assert grid([[], [], [None, None, "客户"]]).rows == [[None] * 3, [None] * 3, [None, None, "客户"]]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1" t="inlineStr"><is><t>00123</t></is></c>', "00123"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 林晓 </t></is></c>', " 林晓 "),
        ('<c r="A1" t="str"><f>B1</f><v>林晓</v></c>', "林晓"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1"><v>13800138000</v></c>', 13800138000),
        ('<c r="A1"><v>1.38E10</v></c>', 13800000000),
        ('<c r="A1"><v>3860000.07</v></c>', 3860000.07),
        ('<c r="A1"><v>-0.5</v></c>', -0.5),
        ('<c r="A1" s="1"><v>45721</v></c>', date(2025, 3, 5)),
        ('<c r="A1" s="4"><v>45721</v></c>', date(2025, 3, 5)),
        ('<c r="A1" s="1"><v>45721.25</v></c>', datetime(2025, 3, 5, 6)),
        ('<c r="A1" t="d"><v>2025-03-05</v></c>', date(2025, 3, 5)),
        ('<c r="A1" s="3"><v>0.13</v></c>', 0.13),
    ],
)
def test_each_cell_type_of_the_format(sheet, cell: str, value: object) -> None:
    found = sheet(f'<row r="1">{cell}</row>').rows[0][0]
    assert (found, type(found)) == (value, type(value))


def test_dates_of_a_1904_workbook_are_the_days_people_see(sheet, tmp_path: Path) -> None:
    path = book(tmp_path / "mac.xlsx", '<row r="1"><c r="A1" s="1"><v>44259</v></c></row>')
    edit(path, "xl/workbook.xml", lambda xml: xml.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'))
    raw = read.raw(path)
    assert raw.sheets[0].rows == [[date(2025, 3, 5)]]
    assert raw.date1904


@pytest.mark.parametrize("digits", ["914403001922038216", "-914403001922038216", "9.1440300192203821E17", "1E300"])
def test_a_number_that_excel_has_shortened_is_kept_as_float_and_named(sheet, digits: str) -> None:
    found = sheet(f'<row r="2"><c r="C2"><v>{digits}</v></c></row>')
    assert found.long_numbers == ((2, 2),)
    assert abs(found.rows[1][2]) >= FIFTEEN_DIGITS
    assert isinstance(found.rows[1][2], float)


@pytest.mark.parametrize(
    ("why", "cells", "options"),
    [
        ("elements with a prefix", '<x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row>', {"root": "x:worksheet"}),
        ("attributes in single quotes", "<row r='2'><c r='B2'><v>5</v></c></row>", {}),
        ("cells and rows without references", "<row/><row><c/><c><v>5</v></c></row>", {}),
        ("a Strict workbook", '<row r="2"><c r="B2"><v>5</v></c></row>', {"main": STRICT, "links": STRICT_LINKS}),
        ("a lying dimension", '<row r="2"><c r="B2"><v>5</v></c></row>', {"tail": '<dimension ref="A1:XFD1048576"/>'}),
        ("styled empty cells far out", '<row r="2"><c r="B2"><v>5</v></c><c r="XFD2" s="1"/></row>', {}),
    ],
)
def test_other_writers_spellings_are_read(sheet, why: str, cells: str, options: dict[str, str]) -> None:
    assert sheet(cells, **options).rows == [[None, None], [None, 5]]


def test_an_error_value_calamine_does_not_know_sends_the_sheet_to_the_second_reader(sheet) -> None:
    cells = '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" s="4"><v>45721</v></c>'
    cells += '<c r="C1" t="inlineStr"><is><t>客户</t></is></c></row>'
    found = sheet(cells)
    assert found.rows == [[None, date(2025, 3, 5), "客户"]]
    assert found.facts.error_cells == {(1, 0): "#SPILL!"}


def test_part_names_with_backslashes_and_other_case_are_found(tmp_path: Path) -> None:
    named = parts('<row r="1"><c r="A1"><v>5</v></c></row>')
    odd = {name.replace("xl/worksheets/", "xl/Worksheets/"): content for name, content in named.items()}
    assert read.raw(zipped(tmp_path / "x.xlsx", odd)).sheets[0].rows == [[5]]


def test_macro_workbooks_are_read_like_others(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsm", '<row r="1"><c r="A1"><v>5</v></c></row>')
    assert read.raw(path).sheets[0].rows == [[5]]

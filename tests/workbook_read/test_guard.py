"""What the fast reader keeps silent about is found, wherever it stands and however the writer spelled it."""

from pathlib import Path

import pytest
from workbook_read.builders import book, edit, openpyxl_book, workbook

from kamsheets.workbook import guard, read
from kamsheets.workbook.guard import Merged
from kamsheets.workbook.rawbook import Reason, Skipped

CACHED = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="B3" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="B3" s="1" t="e"><f>VLOOKUP(A1,C:D,2,0)</f><v>#REF!</v></c>', "#REF!"),
        ('<c t="e" r="B3"><f>A1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B3" t="e"><f t="shared" si="0"/><v>#NAME?</v></c>', "#NAME?"),
        ('<c r="B3" t="e">\n  <f>NA()</f>\n  <v>#N/A</v>\n</c>', "#N/A"),
    ],
)
def test_an_error_cell_is_an_error_and_never_a_blank(sheet, cell: str, shown: str) -> None:
    found = sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="3">{cell}</row>')
    assert found.facts.error_cells == {(3, 1): shown}
    assert found.rows == [[1, None], [None, None], [None, None]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B3"><f>A1+1</f></c>',
        '<c r="B3"><f>A1+1</f><v></v></c>',
        '<c r="B3"><f>A1+1</f><v/></c>',
        '<c r="B3"><f>A1+1</f><v /></c>',
        '<c r="B3">\n<f>A1+1</f>\n<v></v>\n</c>',
        '<c r="B3" s="1" t="str"><f>A1&amp;"x"</f></c>',
        '<c r="B3"><f t="shared" si="0"/></c>',
        '<c r="B3"><f t="shared" si="0"/><v/></c>',
    ],
)
def test_a_formula_without_a_result_is_marked_and_the_grid_still_reaches_it(sheet, cell: str) -> None:
    found = sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="3">{cell}</row>')
    assert found.facts.error_cells == {(3, 1): ""}
    assert found.rows == [[1, None], [None, None], [None, None]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><f>1+1</f><v>2</v></c>',
        '<c r="A1" t="str"><f>""</f><v></v></c>',
        '<c r="A1" t="str"><f>"#N/A"</f><v>#N/A</v></c>',
        '<c r="A1" t="inlineStr"><is><t>&lt;/f&gt;&lt;/c&gt; t="e"</t></is></c>',
        '<c r="A1" s="1"/>',
    ],
)
def test_stored_results_and_texts_that_look_like_markup_are_left_alone(sheet, cell: str) -> None:
    assert sheet(f'<row r="1">{cell}</row>').facts.error_cells == {}


def test_marked_cells_are_found_without_references_and_under_a_prefix(sheet) -> None:
    bare = sheet('<row/><row><c/><c t="e"><v>#N/A</v></c></row>')
    prefixed = sheet('<x:row r="2"><x:c r="B2" t="e"><x:v>#N/A</x:v></x:c></x:row>', root="x:worksheet")
    quoted = sheet("<row r='2'><c r='B2' t='e'><v>#N/A</v></c></row>")
    assert [s.facts.error_cells for s in (bare, prefixed, quoted)] == [{(2, 1): "#N/A"}] * 3


def test_a_workbook_of_uncalculated_formulas_by_openpyxl_keeps_every_row(tmp_path: Path) -> None:
    path = openpyxl_book(tmp_path / "x.xlsx", [["数量"], [1], ["=A2*2"], ["=A3*2"], ['=IF(A4>1,"","x")']])
    (sheet,) = read.raw(path).sheets
    assert len(sheet.rows) == 5
    assert sheet.facts.error_cells == {(3, 0): "", (4, 0): "", (5, 0): ""}


def test_formulas_that_all_hold_zero_in_a_file_nobody_calculated_are_named(sheet) -> None:
    cells = '<row r="2"><c r="C2"><f>A2*2</f><v>0</v></c><c r="D2"><f>A2*3</f><v>0</v></c></row>'
    asked = '<calcPr fullCalcOnLoad="1"/>'
    assert sheet(cells, calc=asked).facts.unreckoned == "C2"
    assert sheet(cells).facts.unreckoned == ""
    assert sheet(cells.replace("<v>0</v></c></row>", "<v>7</v></c></row>"), calc=asked).facts.unreckoned == ""


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A1" s="1"><v>-1</v></c>', "######"),
        ('<c r="A1" s="4"><f>B1-C1</f><v>-700.5</v></c>', "######"),
        ('<c r="A1" s="0"><v>-1</v></c>', None),
        ('<c r="A1"><v>-1</v></c>', None),
    ],
)
def test_a_date_before_1900_is_an_error_as_excel_shows_it(sheet, cell: str, shown: str | None) -> None:
    assert sheet(f'<row r="1">{cell}</row>').facts.error_cells == ({(1, 0): shown} if shown else {})


def test_hidden_rows_are_known_and_hidden_columns_are_not_taken_for_them(sheet) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    rows += '<row r="5" spans="1:1" hidden="true" ht="0"/><row r="6" hidden="0"/>'
    assert sheet(rows).facts.hidden_rows == {2, 5}
    assert guard.facts(b'<cols><col min="1" max="2" hidden="1"/></cols><sheetData/>', ()).hidden_rows == frozenset()


def test_percent_formats_are_seen_in_the_columns_asked_for(sheet) -> None:
    cells = "".join(
        f'<c r="{column}2" s="{style}"><v>0.13</v></c>' for column, style in zip("ABCDE", (0, 2, 3, 1, 5), strict=True)
    )
    found = sheet(f'<row r="2">{cells}<c r="F2" s="3" t="inlineStr"><is><t>13%</t></is></c></row>')
    assert found.percent(None) == {(2, 1), (2, 2), (2, 4)}
    assert found.percent({1, 5}) == {(2, 1)}
    assert found.percent(set()) == frozenset()


def test_merged_ranges_hold_their_value_in_the_first_cell_only(sheet) -> None:
    tail = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A2:A4"/></mergeCells>'
    found = sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row><row r="2"><c r="C2"><v>2</v></c></row>', tail=tail
    )
    assert found.facts.merged == (Merged(1, 0, 1, 2), Merged(2, 0, 4, 0))
    assert found.rows == [[1, None, None], [None, None, 2]]


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZ99999", "A9999999", "ZZZ2000"])
def test_a_cell_far_outside_leaves_its_sheet_out_instead_of_filling_the_memory(tmp_path: Path, reference: str) -> None:
    path = book(tmp_path / "x.xlsx", f'<row r="1"><c r="XFC1"><v>1</v></c><c r="{reference}"><v>5</v></c></row>')
    assert read.raw(path).skipped == (Skipped("表", Reason.TOO_FAR),)


def test_a_table_of_many_rows_is_no_far_cell() -> None:
    tall = b"<sheetData>" + b"".join(
        b'<row r="%d"><c r="T%d"><v>1</v></c></row>' % (n, n) for n in range(99990, 100010)
    )
    assert not guard.far_cells(tall)


def test_the_guard_tells_a_plain_sheet_from_its_neighbours(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"甲": [["a"]], "乙": [["b"]]})
    edit(path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace('<row r="1"', '<row r="1" hidden="1"'))
    assert [sheet.facts.hidden_rows for sheet in read.raw(path).sheets] == [frozenset(), {1}]

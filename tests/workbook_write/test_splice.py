# ruff: noqa: E501  pieces of XML stay whole
"""Writing into users' workbooks: what is written, and that nothing else is."""

import shutil
import subprocess
import zipfile
from datetime import date

import pytest
from lxml import etree
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from workbook_write.builders import parts
from workbook_write.hard import (
    HEAD,
    MAIN,
    REL,
    SHEET,
    SHEET_RELS,
    TABLE,
    THREE_ROWS,
    WORKBOOK,
    hard,
    plain_sheet,
    rels,
    simple,
)

from kamsheets.workbook.splice import NewColumn, Put, SheetCells, SheetColumns, add_columns, set_cells

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl says what it loses
GRADES = NewColumn("等级", {row: "AB"[row % 2] for row in range(4, 9)}, "enum", {5: "warning"})
VISITS = NewColumn("尚缺拜访", {row: row for row in range(4, 9)}, "int")
BOTH = [SheetColumns("线索", 3, [GRADES, VISITS])]


def raw_entries(path):
    """Everything about each entry that a copy must keep."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {
            i.filename: (
                i.date_time,
                i.compress_type,
                i.CRC,
                i.external_attr,
                data[i.header_offset : i.header_offset + 30 + i.compress_size],
            )
            for i in archive.infolist()
        }


def cells(path, sheet="线索"):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


@pytest.fixture
def graded(tmp_path):
    source = hard(tmp_path / "线索.xlsm")
    return source, add_columns(source, tmp_path / "out.xlsm", BOTH)


def test_every_other_part_keeps_its_packed_bytes_time_and_place(graded):
    source, spliced = graded
    before, after = raw_entries(source), raw_entries(spliced.target)
    touched = {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/styles.xml", "xl/workbook.xml"}
    assert set(spliced.changed) == touched
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == touched
    assert all(before[name][0] == after[name][0] for name in before)


def test_values_stand_beside_the_data(graded):
    source, spliced = graded
    assert spliced.columns == {("线索", "等级"): "F", ("线索", "尚缺拜访"): "G"}
    old, new = cells(source), cells(spliced.target)
    assert [row[:5] for row in new] == [row[:5] for row in old]
    assert [row[5:] for row in new[2:]] == [["等级", "尚缺拜访"]] + [["AB"[n % 2], n] for n in range(4, 9)]


def test_only_the_meant_bytes_of_the_sheet_differ(graded):
    _, spliced = graded
    new = parts(spliced.target)["xl/worksheets/sheet1.xml"].decode()
    for added in (
        '<c r="F3" s="5" t="inlineStr"><is><t xml:space="preserve">等级</t></is></c><c r="G3" s="5" t="inlineStr"><is><t xml:space="preserve">尚缺拜访</t></is></c>',
        '<c r="F5" s="8" t="inlineStr"><is><t xml:space="preserve">B</t></is></c><c r="G5" s="7"><v>5</v></c>',
    ):
        assert added in new
    before_rows, after_rows = SHEET.split("<sheetData>")[1], new.split("<sheetData>")[1]
    stripped = after_rows.replace('spans="1:7"', 'spans="1:5"').replace('sqref="A4:G8"', 'sqref="A4:E8"')
    for row in range(3, 9):
        for letter in "FG":
            start = stripped.index(f'<c r="{letter}{row}"')
            end = stripped.index("</c>", start) + 4
            stripped = stripped[:start] + stripped[end:]
    assert stripped == before_rows


def test_the_table_grows(graded):
    table = etree.fromstring(parts(graded[1].target)["xl/tables/table1.xml"])
    assert (table.get("ref"), table[0].get("ref")) == ("A3:G8", "A3:G8")
    columns = table.find(f"{{{MAIN}}}tableColumns")
    assert (columns.get("count"), [c.get("name") for c in columns][-2:]) == ("7", ["等级", "尚缺拜访"])
    assert [c.get("id") for c in columns] == list("1234567")


def test_dimension_widths_and_colours_grow_and_the_new_columns_are_visible(graded):
    sheet = load_workbook(graded[1].target)["线索"]
    assert sheet.dimensions == "A1:G8"
    hidden = parts(graded[1].target)["xl/worksheets/sheet1.xml"].decode()
    assert '<col min="8" max="16384" width="0" hidden="1" customWidth="1"/></cols>' in hidden
    assert [sheet.column_dimensions[letter].hidden for letter in "FG"] == [False, False]
    assert {str(area.sqref) for area in sheet.conditional_formatting} == {"A4:G8", "D4:D8"}
    assert str(sheet.data_validations.dataValidation[0].sqref) == "D4:D8"


def test_new_cells_look_like_their_neighbour_with_their_own_number_format(graded):
    sheet = load_workbook(graded[1].target)["线索"]
    assert sheet["E4"].number_format == "#,##0.00"
    assert (sheet["F4"].number_format, sheet["G4"].number_format) == ("General", "#,##0")
    assert sheet["F5"].fill.fgColor.rgb == "FFFFEB9C"
    assert sheet["F4"].fill.fill_type is None


def test_excel_is_told_to_reckon_anew(graded):
    assert b'<calcPr calcId="191029" fullCalcOnLoad="1"/>' in parts(graded[1].target)["xl/workbook.xml"]


def test_in_place_keeps_a_backup(tmp_path):
    source = hard(tmp_path / "线索.xlsm")
    before = source.read_bytes()
    source.chmod(0o640)
    spliced = add_columns(source, source, BOTH)
    assert spliced.backup == tmp_path / "线索.xlsm.bak"
    assert spliced.backup.read_bytes() == before
    assert cells(source)[3][5] == "A"
    assert source.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["线索.xlsm", "线索.xlsm.bak"]


def test_a_column_that_is_there_is_written_over(tmp_path):
    source = hard(tmp_path / "a.xlsm")
    first = add_columns(source, tmp_path / "b.xlsm", BOTH).target
    again = [SheetColumns("线索", 3, [NewColumn("等级", {4: "C"}, "enum", at=5)])]
    second = add_columns(first, tmp_path / "c.xlsm", again)
    assert [row[5] for row in cells(second.target)[2:]] == ["等级", "C", "B", "A", "B", "A"]
    assert set(second.changed) == {"xl/worksheets/sheet1.xml"}


def test_a_header_the_table_has_gets_a_number(tmp_path):
    source = hard(tmp_path / "a.xlsm")
    spliced = add_columns(source, tmp_path / "b.xlsm", [SheetColumns("线索", 3, [NewColumn("金额", {4: 1}, "int")])])
    assert cells(spliced.target)[2][5] == "金额2"


def test_single_cells_keep_their_style(tmp_path):
    source = hard(tmp_path / "a.xlsm")
    puts = {"C4": Put(date(2026, 6, 30)), "B5": Put("=1+1 <新>"), "D6": Put(9.25, tone="error"), "H20": Put("远")}
    spliced = set_cells(source, tmp_path / "b.xlsm", [SheetCells("线索", puts)])
    sheet = load_workbook(spliced.target)["线索"]
    assert sheet["C4"].value.date() == date(2026, 6, 30)
    assert (sheet["C4"].number_format, sheet["D6"].number_format) == ("yyyy/m/d;@", "#,##0.00")
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=1+1 <新>", "s")
    assert (sheet["D6"].value, sheet["D6"].fill.fgColor.rgb) == (9.25, "FFFFC7CE")
    assert sheet["H20"].value == "远"
    assert sheet.dimensions == "A1:H20"


def test_days_count_from_1904_where_the_workbook_does(tmp_path):
    book = WORKBOOK.replace("<workbookPr ", '<workbookPr date1904="1" ')
    source = hard(tmp_path / "a.xlsm", **{"xl/workbook.xml": book})
    spliced = set_cells(source, tmp_path / "b.xlsm", [SheetCells("线索", {"C4": Put(date(2026, 6, 30))})])
    assert cells(spliced.target)[3][2] == date(2026, 6, 30)
    assert b'<c r="C4" s="3"><v>44741</v></c>' in parts(spliced.target)["xl/worksheets/sheet1.xml"]


def test_a_name_that_is_no_cell_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="37F"):
        set_cells(hard(tmp_path / "a.xlsm"), tmp_path / "b.xlsm", [SheetCells("线索", {"37F": Put("x")})])


def test_a_formula_written_over_leaves_the_chain(tmp_path):
    source = hard(tmp_path / "a.xlsm")
    spliced = set_cells(source, tmp_path / "b.xlsm", [SheetCells("线索", {"E5": Put(7)})])
    new = parts(spliced.target)
    assert "xl/calcChain.xml" not in new
    assert b"calcChain" not in new["[Content_Types].xml"] + new["xl/_rels/workbook.xml.rels"]
    assert cells(spliced.target)[4][4] == 7


def test_the_same_cells_by_another_library(tmp_path):
    import wolfxl

    source = hard(tmp_path / "a.xlsm")
    mine = add_columns(source, tmp_path / "b.xlsm", BOTH).target
    book = wolfxl.load_workbook(str(mine))
    sheet = book["线索"]
    assert [[sheet[f"{letter}{n}"].value for letter in "ABDFG"] for n in (3, 4, 8)] == [
        ["编号", "客户", "金额", "等级", "尚缺拜访"],
        ["XS-1", "华锐 <&>", 1.5, "A", 4],
        ["XS-5", "华锐 <&>", 5.5, "A", 8],
    ]


@pytest.mark.office
def test_libreoffice_opens_it_and_shows_the_grades(graded, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        str(tmp_path / "csv"),
    ]
    subprocess.run([*command, str(graded[1].target)], check=True, capture_output=True, timeout=120)
    lines = (tmp_path / "csv" / "out.csv").read_text("utf-8").splitlines()
    assert lines[2].endswith("等级,尚缺拜访")
    assert lines[3].endswith(",A,4")


def three(tmp_path, **options):
    return simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS, **options))


NOTE = [SheetColumns("表", 1, [NewColumn("说明", {2: "好", 3: "差"})])]


def test_a_sheet_without_table_and_extras(tmp_path):
    spliced = add_columns(three(tmp_path), tmp_path / "b.xlsx", NOTE)
    assert [row[2] for row in cells(spliced.target, "表")] == ["说明", "好", "差"]
    assert spliced.changed == ("xl/worksheets/sheet1.xml",)
    assert (
        b'<cols><col min="3" max="3" width="10" customWidth="1"/></cols><sheetData>'
        in parts(spliced.target)["xl/worksheets/sheet1.xml"]
    )


def test_a_filter_and_its_hidden_name_grow(tmp_path):
    names = '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">表!$A$1:$B$3</definedName></definedNames>'
    source = simple(
        tmp_path / "a.xlsx",
        plain_sheet(THREE_ROWS, after='<autoFilter ref="A1:B3"/>'),
        **{
            "xl/workbook.xml": HEAD
            + f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>'
        },
    )
    new = parts(add_columns(source, tmp_path / "b.xlsx", NOTE).target)
    assert b'<autoFilter ref="A1:C3"/>' in new["xl/worksheets/sheet1.xml"]
    assert "表!$A$1:$C$3<" in new["xl/workbook.xml"].decode()


def test_elements_with_a_namespace_prefix(tmp_path):
    rows = THREE_ROWS.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    xml = (
        HEAD
        + f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1:B3"/><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    )
    spliced = add_columns(simple(tmp_path / "a.xlsx", xml), tmp_path / "b.xlsx", NOTE)
    assert [row[2] for row in cells(spliced.target, "表")] == ["说明", "好", "差"]
    assert b'<x:dimension ref="A1:C3"/>' in parts(spliced.target)["xl/worksheets/sheet1.xml"]


def test_rows_and_cells_without_numbers_are_counted(tmp_path):
    import re

    rows = re.sub(r' r="[^"]*"', "", THREE_ROWS)
    spliced = add_columns(simple(tmp_path / "a.xlsx", plain_sheet(rows)), tmp_path / "b.xlsx", NOTE)
    sheet = load_workbook(spliced.target)["表"]
    assert [sheet[f"C{n}"].value for n in (1, 2, 3)] == ["说明", "好", "差"]


def test_single_quotes(tmp_path):
    xml = (
        plain_sheet(THREE_ROWS).replace('r="', "r='").replace('"><', "'><").replace('" t="inlineStr', "' t='inlineStr")
    )
    spliced = add_columns(simple(tmp_path / "a.xlsx", xml), tmp_path / "b.xlsx", NOTE)
    assert [row[2] for row in cells(spliced.target, "表")] == ["说明", "好", "差"]


def test_rows_that_are_not_there_are_made_in_order(tmp_path):
    source = simple(
        tmp_path / "a.xlsx", plain_sheet('<row r="2" s="4" customFormat="1"/><row r="9"><c r="B9"><v>1</v></c></row>')
    )
    puts = {"C2": Put("x"), "A5": Put("y"), "A9": Put("z"), "C12": Put("w")}
    spliced = set_cells(source, tmp_path / "b.xlsx", [SheetCells("表", puts)])
    sheet = load_workbook(spliced.target)["表"]
    assert [sheet[name].value for name in ("C2", "A5", "A9", "B9", "C12")] == ["x", "y", "z", 1, "w"]
    assert sheet["C2"].number_format == "#,##0.00"
    xml = parts(spliced.target)["xl/worksheets/sheet1.xml"].decode()
    assert [xml.index(f'<row r="{n}"') for n in (2, 5, 9, 12)] == sorted(
        xml.index(f'<row r="{n}"') for n in (2, 5, 9, 12)
    )


def test_an_empty_sheet_takes_cells(tmp_path):
    source = simple(tmp_path / "a.xlsx", plain_sheet("").replace("<sheetData></sheetData>", "<sheetData/>"))
    spliced = set_cells(source, tmp_path / "b.xlsx", [SheetCells("表", {"B2": Put("x")})])
    assert load_workbook(spliced.target)["表"]["B2"].value == "x"


BLOCKED = [
    ("a merged cell lies there", {"after": '<mergeCells count="1"><mergeCell ref="C2:D2"/></mergeCells>'}, "E"),
    ("nothing lies there", {}, "C"),
]


@pytest.mark.parametrize(("options", "letters"), [case[1:] for case in BLOCKED], ids=[case[0] for case in BLOCKED])
def test_new_columns_go_where_nothing_lies(tmp_path, options, letters):
    assert add_columns(three(tmp_path, **options), tmp_path / "b.xlsx", NOTE).columns["表", "说明"] == letters


def test_a_note_beside_the_data_is_not_written_over(tmp_path):
    rows = THREE_ROWS.replace("</row>", '<c r="D2"><v>9</v></c></row>', 2).replace(
        '<c r="D2"><v>9</v></c></row>', "</row>", 1
    )
    spliced = add_columns(simple(tmp_path / "a.xlsx", plain_sheet(rows)), tmp_path / "b.xlsx", NOTE)
    assert spliced.columns["表", "说明"] == "C"
    two = [SheetColumns("表", 1, [NewColumn("一", {2: "x"}), NewColumn("二", {2: "y"})])]
    spliced = add_columns(simple(tmp_path / "a.xlsx", plain_sheet(rows)), tmp_path / "c.xlsx", two)
    assert spliced.columns["表", "一"] == "E"
    assert cells(spliced.target, "表")[1][3:] == [9, "x", "y"]


def test_a_chart_beside_the_data_is_not_written_under(tmp_path):
    drawing = (
        parts(hard(tmp_path / "h.xlsm"))["xl/drawings/drawing1.xml"]
        .replace(b"<xdr:col>9<", b"<xdr:col>5<")
        .replace(b"<xdr:row>9<", b"<xdr:row>2<")
    )
    source = hard(tmp_path / "a.xlsm", **{"xl/drawings/drawing1.xml": drawing})
    spliced = add_columns(source, tmp_path / "b.xlsm", BOTH)
    assert spliced.columns["线索", "等级"] == "N"
    assert "xl/tables/table1.xml" not in spliced.changed


def test_a_table_fed_by_a_query_keeps_its_columns(tmp_path):
    source = hard(
        tmp_path / "a.xlsm", **{"xl/tables/table1.xml": TABLE.replace(' id="1"', ' id="1" tableType="queryTable"')}
    )
    spliced = add_columns(source, tmp_path / "b.xlsm", BOTH)
    assert spliced.columns["线索", "等级"] == "F"
    assert "xl/tables/table1.xml" not in spliced.changed


def test_a_totals_row_gets_a_cell_like_its_neighbour(tmp_path):
    table = TABLE.replace('totalsRowShown="0"', 'totalsRowCount="1"').replace(
        'name="线索表" displayName="线索表" ref="A3:E8"', 'name="线索表" displayName="线索表" ref="A3:E8"'
    )
    source = hard(tmp_path / "a.xlsm", **{"xl/tables/table1.xml": table})
    column = NewColumn("等级", dict.fromkeys(range(4, 8), "A"))
    new = parts(add_columns(source, tmp_path / "b.xlsm", [SheetColumns("线索", 3, [column])]).target)
    assert b'<c r="F8" s="6"/>' in new["xl/worksheets/sheet1.xml"]


def test_columns_of_a_sheet_with_relationships_left_untouched(tmp_path):
    source = hard(tmp_path / "a.xlsm")
    assert (
        rels(SHEET_RELS).encode()
        == parts(add_columns(source, tmp_path / "b.xlsm", BOTH).target)["xl/worksheets/_rels/sheet1.xml.rels"]
    )
    assert WORKBOOK.encode() != parts(tmp_path / "b.xlsm")["xl/workbook.xml"]

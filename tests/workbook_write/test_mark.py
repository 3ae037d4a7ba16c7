"""A marked copy: colours, comments, the list with links; everything else of the workbook as it was."""

import shutil
import subprocess

import pytest
from lxml import etree
from openpyxl import load_workbook
from workbook_write.builders import parts
from workbook_write.hard import HEAD, MAIN, SHEET, THREE_ROWS, VML, hard, plain_sheet, rels, simple

from kamsheets.core.finding import Place, finding, severities
from kamsheets.core.messages import has, reason, text
from kamsheets.workbook import mark, mark_notes

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def found(code, cell, sheet="线索", file="线索.xlsm", proposed=None, **facts):
    return finding(code, Place(file, sheet, cell), "坏值", proposed, **facts)


@pytest.fixture
def codes():
    """An error, a warning and a note without facts, whichever the catalogue has."""
    by_severity = {}
    for code, severity in sorted(severities().items()):
        if has(f"{code}.fix") and "{" not in text(code) + text(f"{code}.fix"):
            by_severity.setdefault(str(severity), code)
    return by_severity["error"], by_severity["warning"], by_severity["info"]


@pytest.fixture
def findings(codes):
    error, warning, info = codes
    return [
        found(error, "D5", proposed="0755-28881234"),
        found(warning, "D5"),
        found(warning, "B4"),
        found(info, "C7"),
        found(error, "8:8"),
        found(error, "F6"),
        found(error, "C1"),
        found(info, ""),
        found(error, "A1", file="别的.xlsx"),
    ]


@pytest.fixture
def marked(tmp_path, findings):
    source = hard(tmp_path / "线索.xlsm")
    return source, mark.report(source, tmp_path / "线索_检查.xlsm", findings)


def fills(path, sheet="线索"):
    book = load_workbook(path)
    return {c.coordinate: c.fill.fgColor.rgb for row in book[sheet] for c in row if c.fill.fill_type == "solid"}


ERROR, WARNING, INFO = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"


def test_bad_cells_take_the_colour_of_the_worst_finding(marked):
    assert fills(marked[1]) == {"A1": ERROR, "D5": ERROR, "B4": WARNING, "C7": INFO, "A8": ERROR, "F6": ERROR}


def test_values_and_formats_stay(marked):
    old, new = (load_workbook(path)["线索"] for path in marked)
    for row in old.iter_rows():
        for cell in row:
            twin = new[cell.coordinate]
            assert (cell.value, cell.number_format, cell.alignment.wrap_text) == (
                twin.value, twin.number_format, twin.alignment.wrap_text,
            )  # fmt: skip


def test_every_other_part_is_the_same(marked):
    old, new = map(parts, marked)
    touched = {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert {name for name in old if old[name] != new[name]} == touched
    assert set(new) - set(old) == {"xl/worksheets/sheet3.xml"}
    assert b"fullCalcOnLoad" not in new["xl/workbook.xml"]


def test_comments_join_those_that_are_there(marked, findings):
    sheet = load_workbook(marked[1])["线索"]
    notes = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert notes["B4"] == "老客户"
    assert set(notes) == {"A1", "B4", "C7", "D5", "A8", "F6"}
    first, second = findings[:2]
    assert notes["D5"] == f"{first.code} {reason(first)}\n建议值：0755-28881234\n{second.code} {reason(second)}"


def test_boxes_get_numbers_nobody_has(marked):
    new = parts(marked[1])["xl/drawings/vmlDrawing1.vml"].decode()
    assert VML.removesuffix("</xml>").split("<v:shapetype")[1] in new
    boxes = [part.split('"')[0] for part in new.split('id="_x0000_s')[1:]]
    assert boxes == ["1025", "1026", "3073", "3074", "3075", "3076", "3077"]
    assert 'data="1,3"' in new
    assert new.count('id="_x0000_t202"') == 1
    assert "<x:Row>4</x:Row><x:Column>3</x:Column>" in new


def test_the_list_has_every_finding_of_the_file_in_order_with_a_link(marked, findings):
    sheet = load_workbook(marked[1])["问题清单"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1)]
    header = next(k for k, row in enumerate(rows) if row[0] == "序号")
    listed = rows[header + 1 :]
    assert [row[4] for row in listed] == [None, "C1", "B4", "D5", "D5", "F6", "C7", "8:8"]
    assert [row[0] for row in listed] == list(range(1, 9))
    assert [row[7] for row in listed if row[7]] == ["0755-28881234"]
    links = {
        cell.value: cell.hyperlink.location
        for (cell,) in sheet.iter_rows(min_row=header + 2, min_col=5, max_col=5)
        if cell.hyperlink
    }
    assert links == {
        name: f"'线索'!{'A8' if name == '8:8' else name}" for name in ("C1", "B4", "D5", "F6", "C7", "8:8")
    }
    assert sheet.freeze_panes == f"A{header + 2}"


def test_cells_with_a_comment_already_are_told(marked):
    sheet = load_workbook(marked[1])["问题清单"]
    assert any("“线索”有 1 个单元格" in str(row[0].value) for row in sheet.iter_rows(max_row=4))


def test_a_sheet_without_any_comments_gets_its_parts(tmp_path, codes):
    source = simple(
        tmp_path / "a.xlsx",
        plain_sheet(THREE_ROWS, after='<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'),
    )
    target = mark.report(source, tmp_path / "b.xlsx", [found(codes[0], "B2", "表", "a.xlsx")])
    new = parts(target)
    assert {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"} <= set(new)
    assert b'Extension="vml"' in new["[Content_Types].xml"]
    top = [etree.QName(node).localname for node in etree.fromstring(new["xl/worksheets/sheet1.xml"])]
    assert top == ["sheetData", "pageMargins", "legacyDrawing"]
    assert load_workbook(target)["表"]["B2"].comment.text.startswith(codes[0])
    etree.fromstring(new["xl/drawings/vmlDrawing1.vml"])


def test_buttons_without_comments_keep_their_drawing(tmp_path, codes):
    button = VML.split('<v:shape id="_x0000_s1026"')[0] + "</xml>"
    links = rels({"rId4": ("vmlDrawing", "../drawings/vmlDrawing1.vml")})
    sheet = plain_sheet(THREE_ROWS, after='<legacyDrawing r:id="rId4"/>')
    more = {"xl/worksheets/_rels/sheet1.xml.rels": links, "xl/drawings/vmlDrawing1.vml": button}
    target = mark.report(
        simple(tmp_path / "a.xlsx", sheet, **more), tmp_path / "b.xlsx", [found(codes[0], "B2", "表", "a.xlsx")]
    )
    new = parts(target)["xl/drawings/vmlDrawing1.vml"].decode()
    assert button.removesuffix("</xml>").split("<v:shapetype")[1] in new
    assert 'id="_x0000_t202"' in new
    assert parts(target)["xl/worksheets/sheet1.xml"].count(b"legacyDrawing") == 1


def test_boxes_nobody_can_read_leave_colour_and_list(tmp_path, codes):
    source = hard(tmp_path / "线索.xlsm", **{"xl/drawings/vmlDrawing1.vml": "<xml>"})
    target = mark.report(source, tmp_path / "b.xlsm", [found(codes[0], "D5")])
    assert parts(target)["xl/comments1.xml"] == parts(source)["xl/comments1.xml"]
    assert fills(target) == {"D5": ERROR}
    sheet = load_workbook(target)["问题清单"]
    assert any("1 个单元格只标了颜色" in str(row[0].value) for row in sheet.iter_rows(max_row=4))


def test_too_many_comments_are_not_made(tmp_path, codes, monkeypatch):
    monkeypatch.setattr(mark_notes, "MOST_NOTES", 2)
    source = simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS))
    target = mark.report(
        source, tmp_path / "b.xlsx", [found(codes[0], name, "表", "a.xlsx") for name in ("A1", "A2", "A3", "B3")]
    )
    sheet = load_workbook(target)["表"]
    assert [c.coordinate for row in sheet for c in row if c.comment] == ["A1", "A2"]
    assert set(fills(target, "表")) == {"A1", "A2", "A3", "B3"}


def test_only_bad_hides_the_good_rows(tmp_path, findings):
    source = hard(tmp_path / "线索.xlsm")
    target = mark.report(source, tmp_path / "b.xlsm", findings, only_bad=True, headers={"线索": 3})
    sheet = load_workbook(target)["线索"]
    assert [n for n in range(1, 9) if sheet.row_dimensions[n].hidden] == [7]  # row 6 was hidden by its owner
    assert not sheet.row_dimensions[3].hidden
    remarks = [str(row[0].value) for row in load_workbook(target)["问题清单"].iter_rows(max_row=5)]
    assert any("其余" in remark and "已隐藏" in remark for remark in remarks)


def test_a_protected_sheet_may_be_marked_in_a_copy(tmp_path, codes):
    sheet = SHEET.replace("<mergeCells", '<sheetProtection sheet="1"/><mergeCells')
    source = hard(tmp_path / "线索.xlsm", **{"xl/worksheets/sheet1.xml": sheet})
    target = mark.report(source, tmp_path / "b.xlsm", [found(codes[0], "D5")])
    assert fills(target) == {"D5": ERROR}


def test_cells_in_a_pivot_are_only_listed(tmp_path, codes):
    pivot = HEAD + f'<pivotTableDefinition xmlns="{MAIN}"><location ref="A4:C9"/></pivotTableDefinition>'
    extra = {
        "xl/pivotTables/pivotTable1.xml": pivot,
        "xl/worksheets/_rels/sheet2.xml.rels": rels({"rId1": ("pivotTable", "../pivotTables/pivotTable1.xml")}),
    }
    source = hard(tmp_path / "线索.xlsm", **extra)
    target = mark.report(source, tmp_path / "b.xlsm", [found(codes[0], "A4", "汇总")])
    assert parts(target)["xl/worksheets/sheet2.xml"] == parts(source)["xl/worksheets/sheet2.xml"]


def test_a_csv_becomes_a_workbook(tmp_path, codes):
    source = tmp_path / "线索.csv"
    source.write_text("编号,金额,备注\n甲,1,=1+1\n乙,二,\n丙,3,\n", "utf-8")
    own = [found(codes[0], "B3", "", "线索.csv"), found(codes[1], "A3", "", "线索.csv")]
    marked = mark.prepare(source, own, only_bad=True, headers={"": 1})
    assert marked.suffix == ".xlsx"
    marked.write(tmp_path / "b.xlsx")
    book = load_workbook(tmp_path / "b.xlsx")
    sheet = book.worksheets[0]
    rows = [["编号", "金额", "备注"], ["甲", "1", "=1+1"], ["乙", "二", None], ["丙", "3", None]]
    assert [[c.value for c in row] for row in sheet.iter_rows(max_col=3)] == rows
    assert sheet["C2"].data_type == "s"
    assert fills(tmp_path / "b.xlsx", sheet.title) == {"B3": ERROR, "A3": WARNING}
    assert sheet["B3"].comment.text.startswith(codes[0])
    assert [n for n in range(1, 5) if sheet.row_dimensions[n].hidden] == [2, 4]
    listed = book["问题清单"]
    assert any(cell.hyperlink and cell.hyperlink.location == f"'{sheet.title}'!B3" for row in listed for cell in row)


def test_a_signed_workbook_is_copied_as_values(tmp_path, codes):
    source = hard(tmp_path / "线索.xlsm", **{"_xmlsignatures/sig1.xml": "<x/>"})
    marked = mark.prepare(source, [found(codes[0], "D5")])
    assert marked.suffix == ".xlsx"
    marked.write(tmp_path / "b.xlsx")
    book = load_workbook(tmp_path / "b.xlsx")
    assert (book["线索"]["D5"].value, book["线索"]["A5"].value) == (2.5, "XS-2")
    assert fills(tmp_path / "b.xlsx") == {"D5": ERROR}
    assert any("数字签名" in str(cell.value) for row in book["问题清单"].iter_rows(max_row=5) for cell in row)


def test_nothing_wrong_gives_a_copy_with_an_empty_list(tmp_path):
    source = hard(tmp_path / "线索.xlsm")
    target = mark.report(source, tmp_path / "b.xlsm", [])
    assert fills(target) == {}
    assert load_workbook(target).sheetnames == ["线索", "汇总", "问题清单"]
    assert parts(target)["xl/worksheets/sheet1.xml"] == parts(source)["xl/worksheets/sheet1.xml"]


def test_a_list_that_is_there_already_stays(tmp_path, codes):
    first = mark.report(hard(tmp_path / "线索.xlsm"), tmp_path / "b.xlsm", [found(codes[0], "D5")])
    second = mark.report(first, tmp_path / "c.xlsm", [found(codes[1], "D6", file="b.xlsm")])
    assert load_workbook(second).sheetnames == ["线索", "汇总", "问题清单", "问题清单 (2)"]


def test_english(tmp_path, codes):
    target = mark.report(hard(tmp_path / "线索.xlsm"), tmp_path / "b.xlsm", [found(codes[0], "D5")], "en")
    assert load_workbook(target).sheetnames[-1] == "Findings"


@pytest.mark.office
def test_libreoffice_shows_list_and_colours(marked, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
    ]
    subprocess.run([*command, str(marked[1])], check=True, capture_output=True, timeout=120)
    book = load_workbook(tmp_path / "out" / "线索_检查.xlsx")
    assert book.sheetnames == ["线索", "汇总", "问题清单"]
    assert book["线索"]["D5"].fill.fgColor.rgb == ERROR
    assert book["线索"]["D5"].comment is not None

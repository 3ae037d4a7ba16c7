# ruff: noqa: E501  pieces of XML stay whole
"""When a user's workbook is left alone, with the reason; the file stays as it was."""

import zipfile

import pytest
from workbook_write.hard import HEAD, MAIN, REL, SHEET, SUMMARY, THREE_ROWS, WORKBOOK, hard, plain_sheet, rels, simple

from kamsheets.core.errors import RefusedWriteError, UnreadableFileError
from kamsheets.core.messages import LANGUAGES
from kamsheets.workbook import splice_edit
from kamsheets.workbook.splice import NewColumn, Put, SheetCells, SheetColumns, add_columns, set_cells
from kamsheets.workbook.splice_refuse import SpliceRefusedError
from kamsheets.workbook.splice_verify import SelfCheckError

ONE = [SheetColumns("表", 1, [NewColumn("说明", {2: "x"})])]


def put(sheet, cell):
    return [SheetCells(sheet, {cell: Put("x")})]


def refused(source, edits, call=set_cells):
    """Why the write is refused; the file must be as it was, with nothing beside it."""
    before, names = source.read_bytes(), sorted(p.name for p in source.parent.iterdir())
    with pytest.raises(RefusedWriteError) as error:
        call(source, source, edits)
    assert source.read_bytes() == before
    assert sorted(p.name for p in source.parent.iterdir()) == names
    for lang in LANGUAGES:
        assert source.name in error.value.message(lang)
    assert isinstance(error.value, SpliceRefusedError)
    return error.value.why


PACKAGES = [
    ("signed", {"_xmlsignatures/sig1.xml": "<x/>"}, "signed"),
    ("shared workbook", {"xl/revisions/revisionHeaders.xml": "<x/>"}, "shared"),
    ("shared workbook by its users", {"xl/userNames.xml": "<x/>"}, "shared"),
    ("password to modify", {"xl/workbook.xml": WORKBOOK.replace("<workbookPr", '<fileSharing userName="x" reservationPassword="CC1A"/><workbookPr')}, "write_password"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "why"), [case[1:] for case in PACKAGES], ids=[case[0] for case in PACKAGES])
def test_packages(tmp_path, changed, why):
    assert refused(hard(tmp_path / "a.xlsm", **changed), put("线索", "B5")) == why


SHEETS = [
    ("protected sheet", SHEET.replace("<mergeCells", '<sheetProtection sheet="1"/><mergeCells'), "B5", "protected"),
    ("below a merged cell", SHEET, "C1", "merged"),
    ("master of a shared formula", SHEET, "E4", "formula_of_many"),
    ("comment among the cells", SHEET.replace("<sheetData>", "<sheetData><!-- x -->"), "B5", "unusual"),
    ("CDATA among the cells", SHEET.replace("<v>1.5</v>", "<v><![CDATA[1.5]]></v>"), "B5", "unusual"),
    ("processing instruction", SHEET.replace("<sheetData>", "<sheetData><?x?>"), "B5", "unusual"),
    ("rows out of order", SHEET.replace('<row r="3"', '<row r="30"'), "B5", "disorder"),
    (
        "cells out of order",
        SHEET.replace('r="B5"', 'r="E5"', 1).replace('r="E5" s="4"', 'r="B5" s="4"'),
        "B5",
        "disorder",
    ),
    ("another encoding", SHEET.replace("UTF-8", "GB18030").encode("gb18030"), "B5", "encoding"),
    ("UTF-16", SHEET.replace("UTF-8", "UTF-16").encode("utf-16"), "B5", "encoding"),
]


@pytest.mark.parametrize(("xml", "cell", "why"), [case[1:] for case in SHEETS], ids=[case[0] for case in SHEETS])
def test_sheets(tmp_path, xml, cell, why):
    assert refused(hard(tmp_path / "a.xlsm", **{"xl/worksheets/sheet1.xml": xml}), put("线索", cell)) == why


@pytest.mark.parametrize("cell", ["B1", "B2"])
def test_array_and_spilling_formulas(tmp_path, cell):
    assert refused(hard(tmp_path / "a.xlsm"), put("汇总", cell)) == "formula_of_many"


def test_pivots_with_their_page_fields(tmp_path):
    pivot = (
        HEAD
        + f'<pivotTableDefinition xmlns="{MAIN}"><location ref="A6:C9" rowPageCount="1" colPageCount="1"/></pivotTableDefinition>'
    )
    extra = {
        "xl/pivotTables/pivotTable1.xml": pivot,
        "xl/worksheets/_rels/sheet2.xml.rels": rels({"rId1": ("pivotTable", "../pivotTables/pivotTable1.xml")}),
    }
    for cell in ("A6", "C9", "A4"):
        assert refused(hard(tmp_path / "a.xlsm", **extra), put("汇总", cell)) == "pivot"
    set_cells(hard(tmp_path / "a.xlsm", **extra), tmp_path / "b.xlsm", put("汇总", "D6"))


def test_a_document_type(tmp_path):
    bomb = SHEET.replace("<worksheet", '<!DOCTYPE w [<!ENTITY a "b">]><worksheet', 1)
    with pytest.raises(UnreadableFileError):
        set_cells(
            hard(tmp_path / "a.xlsm", **{"xl/worksheets/sheet1.xml": bomb}), tmp_path / "b.xlsm", put("线索", "B5")
        )
    assert not (tmp_path / "b.xlsm").exists()


KINDS = [("chartsheet", "not_cells"), ("dialogsheet", "not_cells"), ("xlMacrosheet", "not_cells")]


@pytest.mark.parametrize(("kind", "why"), KINDS)
def test_sheets_without_cells(tmp_path, kind, why):
    links = rels({"rId1": (kind, "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml")})
    source = simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS), **{"xl/_rels/workbook.xml.rels": links})
    assert refused(source, put("表", "A1")) == why


def test_a_sheet_nobody_has(tmp_path):
    assert refused(hard(tmp_path / "a.xlsm"), put("无此表", "A1")) == "no_sheet"


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_file_open_elsewhere(tmp_path, lock):
    source = simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS))
    (tmp_path / lock).write_bytes(b"")
    assert refused(source, ONE, add_columns) == "open"
    add_columns(source, tmp_path / "copy.xlsx", ONE)


def test_a_read_only_file(tmp_path):
    source = simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS))
    source.chmod(0o444)
    assert refused(source, ONE, add_columns) == "read_only"


@pytest.mark.parametrize(("name", "data"), [("a.csv", "编号,金额\n甲,1\n".encode())])
def test_not_a_workbook_of_parts(tmp_path, name, data):
    source = tmp_path / name
    source.write_bytes(data)
    assert refused(source, ONE, add_columns) == "not_xlsx"


def test_a_zip_with_something_before_it(tmp_path):
    source = simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS))
    source.write_bytes(source.read_bytes() + b"PK\x05\x06" + bytes(18))
    with pytest.raises((RefusedWriteError, UnreadableFileError)):
        add_columns(source, tmp_path / "b.xlsx", ONE)


def test_a_failing_self_check_leaves_the_file_alone(tmp_path, monkeypatch):
    def failing(*_):
        raise SelfCheckError("row 4")

    monkeypatch.setattr(splice_edit.splice_verify, "check", failing)
    assert refused(simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS)), ONE, add_columns) == "self_check"


def test_a_file_changed_meanwhile(tmp_path):
    source = simple(tmp_path / "a.xlsx", plain_sheet(THREE_ROWS))
    edit = splice_edit.Edit(source, "zh")
    edit.write("表", {})
    simple(source, plain_sheet(THREE_ROWS.replace("甲", "丙")))
    with pytest.raises(SpliceRefusedError) as error:
        edit.save(source)
    assert error.value.why == "changed_meanwhile"


def test_summary_is_untouched_by_its_neighbours_edit(tmp_path):
    spliced = set_cells(hard(tmp_path / "a.xlsm"), tmp_path / "b.xlsm", put("线索", "B5"))
    with zipfile.ZipFile(spliced.target) as package:
        assert package.read("xl/worksheets/sheet2.xml") == SUMMARY.encode()
    assert REL in SUMMARY

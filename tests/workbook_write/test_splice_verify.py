"""The self-check sees every kind of harm: whatever else differs between the old file and the new one is told."""

import zipfile

import pytest
from workbook_write.builders import parts
from workbook_write.hard import hard, pack

from kamsheets.workbook import splice_verify
from kamsheets.workbook.package import Package
from kamsheets.workbook.splice_edit import Edit
from kamsheets.workbook.splice_sheet import Write
from kamsheets.workbook.splice_verify import Meant, SelfCheckError, check

SHEET = "xl/worksheets/sheet1.xml"
WRITES = {
    5: {1: Write("新", "text"), 5: Write(7.25, "money")},
    9: {0: Write("行", "text")},
    6: {2: Write(tone="error", keep=True)},
}


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """(old package, new bytes, what was meant)."""
    seen = []
    monkeypatch.setattr(splice_verify, "check", lambda *call: seen.append(call))
    edit = Edit(hard(tmp_path / "a.xlsm"), "zh")
    edit.write("线索", WRITES)
    edit.save(tmp_path / "b.xlsm")
    return seen[0]


def rezipped(tmp_path, data, change):
    """The new file with one part changed, everything else as the splicer left it."""
    (tmp_path / "c.xlsm").write_bytes(data)
    edit = Edit(tmp_path / "c.xlsm", "zh")
    content = edit.package.read(SHEET)
    from kamsheets.workbook.splice_zip import rewritten

    return rewritten(data, {SHEET: change(content)}, {}, ())


def test_what_was_meant_passes(edited):
    check(*edited)


HARM = [
    ("a neighbour's value", lambda x: x.replace(b"<v>2.5</v>", b"<v>2.6</v>", 1), "row 5"),
    ("a value in another row", lambda x: x.replace(b"<v>4.5</v>", b"<v>4.51</v>", 1), "row 7"),
    ("a style of another cell", lambda x: x.replace(b'<c r="A7" s="2"', b'<c r="A7" s="3"', 1), "row 7"),
    ("a value whose style alone was meant", lambda x: x.replace(b"<v>46003</v>", b"<v>46004</v>", 1), "row 6"),
    ("the text written", lambda x: x.replace("新".encode(), "旧".encode(), 1), "B5"),
    ("the number written", lambda x: x.replace(b"<v>7.25</v>", b"<v>7.26</v>", 1), "F5"),
    ("a cell written is not there", lambda x: x.replace(b'<c r="F5"', b'<c r="G5"', 1), "F5"),
    ("a row too many", lambda x: x.replace(b"</sheetData>", b'<row r="20"><c r="A20"/></row></sheetData>'), "rows"),
    ("a row's height", lambda x: x.replace(b'ht="30"', b'ht="31"'), "row 1"),
    ("a merged range", lambda x: x.replace(b'ref="A1:E1"', b'ref="A1:D1"'), "around"),
    ("a drawing", lambda x: x.replace(b'<drawing r:id="rId3"/>', b""), "around"),
    ("an extension", lambda x: x.replace(b"<xm:sqref>D1</xm:sqref>", b"<xm:sqref>D2</xm:sqref>"), "around"),
    ("XML that is not well formed", lambda x: x.replace(b"</worksheet>", b""), "well formed"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where"), [case[1:] for case in HARM], ids=[case[0] for case in HARM])
def test_harm_to_the_sheet_is_told(edited, tmp_path, change, where):
    old, data, meant = edited
    harmed = rezipped(tmp_path, data, change)
    assert harmed != data
    with pytest.raises(SelfCheckError, match=where):
        check(old, harmed, meant)


def test_harm_to_another_part_is_told(edited, tmp_path):
    old, data, meant = edited
    (tmp_path / "c.xlsm").write_bytes(data)
    content = parts(tmp_path / "c.xlsm")
    packed = pack(tmp_path / "d.xlsm", {**content, "xl/vbaProject.bin": b"x"}).read_bytes()
    with pytest.raises(SelfCheckError):
        check(old, packed, meant)


def test_a_part_missing_or_too_many_is_told(edited, tmp_path):
    old, data, meant = edited
    (tmp_path / "c.xlsm").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "c.xlsm", "a") as archive:
        archive.writestr("xl/extra.xml", "<x/>")
    with pytest.raises(SelfCheckError, match="parts"):
        check(old, (tmp_path / "c.xlsm").read_bytes(), meant)
    with pytest.raises(SelfCheckError, match="parts"):
        check(old, data, Meant(meant.changed, meant.added, {"xl/vbaProject.bin"}, meant.writes))


def test_another_order_of_parts_is_told(edited, tmp_path):
    old, data, meant = edited
    (tmp_path / "c.xlsm").write_bytes(data)
    content = dict(reversed(parts(tmp_path / "c.xlsm").items()))
    with pytest.raises(SelfCheckError, match="parts"):
        check(old, pack(tmp_path / "d.xlsm", content).read_bytes(), meant)
    assert isinstance(old, Package)

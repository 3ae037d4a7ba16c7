"""Each file that cannot be read is refused with the sentence that helps, before anything large is unpacked."""

import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from workbook_read.builders import LINKS, STRICT, STRICT_LINKS, book, ole, parts, records, workbook, zipped

from kamsheets.core.messages import LANGUAGES
from kamsheets.workbook import read
from kamsheets.workbook.package import Limits
from kamsheets.workbook.refusal import RefusedFileError

CELL = '<row r="1"><c r="A1"><v>5</v></c></row>'
Make = Callable[[Path], object]


def content(data: bytes) -> Make:
    return lambda path: path.write_bytes(data)


def changed(**new: str) -> Make:
    """A workbook with parts replaced: ``sheet=``, ``book=``, ``rels=``."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml", "rels": "_rels/.rels"}
    return lambda path: zipped(path, {**parts(CELL), **{names[key]: text for key, text in new.items()}})


def cut(path: Path) -> None:
    workbook(path, {"表": [["客户"] * 50] * 50})
    path.write_bytes(path.read_bytes()[:2000])


def flipped(path: Path) -> None:
    """A byte of a sheet's packed data turned, as by a bad disk."""
    workbook(path, {"表": [[n * 7.31] * 9 for n in range(90)]})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x03\x04", data.index(b"xl/worksheets/sheet1.xml")) - 40
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))


def doubled(path: Path) -> None:
    zipped(path, parts(CELL))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")


def other_document(main: str) -> Make:
    rels = parts(CELL)["_rels/.rels"].replace("xl/workbook.xml", main)
    return lambda path: zipped(path, {"_rels/.rels": rels, main: "<document/>"})


ENTITIES = '<?xml version="1.0"?><!-- <a> --><!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
LOCKED_XLS = ole({"Workbook": records((0x809, b"\0" * 16), (0x2F, b"\0" * 6), (0x0A, b""))})
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
REFUSED: list[tuple[str, str, Make, str]] = [
    ("a folder", "x.xlsx", lambda path: path.mkdir(), "read.folder"),
    ("an empty file", "x.xlsx", content(b""), "read.empty"),
    ("random bytes", "x.xlsx", content(bytes(range(256)) * 4), "read.not_workbook"),
    ("an empty zip", "x.xlsx", lambda path: zipped(path, {}), "read.not_workbook"),
    ("a zip of something", "x.xlsx", lambda path: zipped(path, {"a.txt": "a"}), "read.not_workbook"),
    ("half a workbook", "x.xlsx", cut, "read.damaged"),
    ("a workbook with a turned byte", "x.xlsx", flipped, "read.damaged"),
    ("two parts of one name", "x.xlsx", doubled, "read.damaged"),
    ("a sheet that is not well formed", "x.xlsx", changed(sheet="<worksheet><sheetData><row>"), "read.damaged"),
    ("a workbook part that is not well formed", "x.xlsx", changed(book="<workbook"), "read.damaged"),
    ("a workbook without sheets", "x.xlsx", changed(book="<workbook/>"), "read.no_sheets"),
    ("entities in a sheet", "x.xlsx", changed(sheet=ENTITIES), "read.entities"),
    ("entities in the workbook part", "x.xlsx", changed(book=ENTITIES), "read.entities"),
    ("an encrypted .xlsx", "x.xlsx", content(ole({"EncryptionInfo": b"", "EncryptedPackage": b""})), "read.encrypted"),
    ("an .xls with a password", "x.xls", content(LOCKED_XLS), "read.encrypted"),
    ("an .xls cut short", "x.xls", content(ole({"Workbook": b"\x09\x08\x10\x00"})[:1500]), "read.damaged"),
    ("a .doc under a workbook's name", "x.xls", content(ole({"WordDocument": b"", "1Table": b""})), "read.is_word"),
    ("a .ppt under a workbook's name", "x.xls", content(ole({"PowerPoint Document": b""})), "read.is_slides"),
    ("another OLE file", "x.xls", content(ole({"VisioDocument": b""})), "read.not_workbook"),
    ("a .docx under a workbook's name", "x.xlsx", other_document("word/document.xml"), "read.is_word"),
    ("a .pptx under a workbook's name", "x.xlsx", other_document("ppt/presentation.xml"), "read.is_slides"),
    ("a .xlsb", "x.xlsb", other_document("xl/workbook.bin"), "read.is_xlsb"),
    ("an .ods", "x.ods", lambda path: zipped(path, {"mimetype": "", "content.xml": "<x/>"}), "read.is_ods"),
    ("a PDF under a workbook's name", "x.xlsx", content(b"%PDF-1.7\n%\xe2\xe3"), "read.is_pdf"),
    ("a picture under a workbook's name", "x.xlsx", content(b"\x89PNG\r\n\x1a\n"), "read.is_picture"),
    ("a web page saved as .xls", "x.xls", content(b"\xef\xbb\xbf\n<html xmlns:x='urn'><table>"), "read.is_web_page"),
    ("a web page in UTF-16", "x.xls", content("<!DOCTYPE html><html>".encode("utf-16")), "read.is_web_page"),
    ("a bare HTML table", "x.xls", content(b"<meta charset='gbk'><table><tr>"), "read.is_web_page"),
    ("a web archive", "x.xls", content(b"MIME-Version: 1.0\r\n"), "read.is_web_page"),
    ("an XML Spreadsheet 2003", "x.xls", content(XML_2003), "read.is_xml_table"),
    ("an Excel 4 sheet", "x.xls", content(b"\x09\x04\x06\x00\x00\x00\x10\x00"), "read.is_old_xls"),
    ("tab-separated text named .xls", "x.xls", content("客户\t电话\n".encode("gb18030")), "read.is_text"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "why"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused_with_its_own_sentence(tmp_path: Path, name: str, make: Make, why: str) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(RefusedFileError) as refused:
        read.raw(path)
    assert refused.value.facts["why"] == why
    assert all(name in refused.value.message(lang) for lang in LANGUAGES)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refused:
        read.raw(tmp_path / "缺失.xlsx")
    assert refused.value.facts == {"file": "缺失.xlsx", "why": "read.missing"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the owner of this process may read everything")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"表": [[1]]})
    path.chmod(0)
    with pytest.raises(RefusedFileError) as refused:
        read.raw(path)
    assert refused.value.facts["why"] == "read.locked"


def test_a_file_another_program_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(self: Path) -> bytes:
        raise PermissionError(13, "sharing violation")

    path = workbook(tmp_path / "x.xlsx", {"表": [[1]]})
    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(RefusedFileError) as refused:
        read.raw(path)
    assert refused.value.facts["why"] == "read.locked"


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("many parts", Limits(entries=5)),
        ("much in all", Limits(inflated=2000)),
        ("one part of zeros", Limits(ratio=20, ratio_from=10_000)),
    ],
)
def test_a_bomb_is_refused_by_its_directory_alone(tmp_path: Path, what: str, limits: Limits) -> None:
    path = zipped(tmp_path / "x.xlsx", {**parts(CELL), "xl/media/zeros.bin": b"\0" * 100_000})
    assert read.raw(path).sheets
    with pytest.raises(RefusedFileError) as refused:
        read.raw(path, limits=limits)
    assert refused.value.facts["why"] == "read.bomb"


def test_a_part_that_lies_about_its_size_is_not_unpacked_beyond_it(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx", f'{CELL}<row r="2"><c r="A2" t="inlineStr"><is><t>{"a" * 900_000}</t></is></c></row>'
    )
    data = path.read_bytes()
    entry = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml")
    told, lie = entry.file_size.to_bytes(4, "little"), (500).to_bytes(4, "little")
    path.write_bytes(data.replace(told, lie))
    with pytest.raises(RefusedFileError) as refused:
        read.raw(path)
    assert refused.value.facts["why"] == "read.damaged"


def test_a_file_beyond_the_size_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"表": [[1]]})
    with pytest.raises(RefusedFileError) as refused:
        read.raw(path, limits=Limits(file=100))
    assert refused.value.facts["why"] == "read.too_large"


def test_a_damaged_strict_workbook_is_not_given_to_a_reader_that_would_see_no_sheets(tmp_path: Path) -> None:
    broken = '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>'
    with pytest.raises(RefusedFileError) as refused:
        read.raw(book(tmp_path / "x.xlsx", broken, main=STRICT, links=STRICT_LINKS))
    assert refused.value.facts["why"] == "read.damaged"


def test_external_links_are_never_followed(tmp_path: Path) -> None:
    target = 'Target="http://203.0.113.1/x.xlsx" TargetMode="External"'
    link = f'<Relationship Id="rId9" Type="{LINKS}/externalLink" {target}/></Relationships>'
    rels = parts(CELL)["xl/_rels/workbook.xml.rels"].replace("</Relationships>", link)
    path = zipped(tmp_path / "x.xlsx", {**parts(CELL), "xl/_rels/workbook.xml.rels": rels})
    assert read.raw(path).sheets[0].rows == [[5]]


def test_a_refusal_comes_home_from_a_worker_process_whole() -> None:
    home = pickle.loads(pickle.dumps(RefusedFileError("x.csv", "read.open_quote", line=3)))
    assert (home.facts, home.message("en")) == (
        {"file": "x.csv", "why": "read.open_quote", "line": 3},
        RefusedFileError("x.csv", "read.open_quote", line=3).message("en"),
    )

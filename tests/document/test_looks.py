"""How forms come out of the printer: what repeats, what stays whole, how many pages; two of these need LibreOffice."""

from pathlib import Path
from typing import Any

import pytest
from document.builders import text_of
from document.samples import CASES, CODES, SIZES, document, filler, form_of, printing, record
from lxml import etree
from pypdf import PdfReader

from kamsheets.document import archive, pdf, templates
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.fill import Filler, Issue
from kamsheets.document.finish import q
from kamsheets.document.lint import lint

SIGNING_ROOM = 1077
"""19 mm in twips."""
PAGES = {
    "JTF-001": 1, "JTF-002": 1, "JTF-003": 3, "JTF-004": 2, "JTF-005": 2, "JTF-006": 2, "JTF-007": 2, "JTF-008": 2,
    "JTF-009": 2, "JTF-010": 2, "JTF-014": 1, "TCM": 1,
}  # fmt: skip
"""The most pages a Chinese form of usual content and four approvers takes (domain §5.3; JTF-008 … 010 by size)."""
LONG, MOST_PAGES = ("JTF-001", "JTF-002", "JTF-003", "JTF-010"), 25
"""Forty-five rows in every table and a page in every box."""
SLACK = 850
"""15 mm: page breaks of Word, WPS and LibreOffice differ by that much."""


def tables(data: bytes) -> list[Any]:
    return list(etree.fromstring(archive.read(data, "made.docx")[DOCUMENT]).iter(q("tbl")))


def flag(row: Any, name: str) -> Any:
    return row.find(f"{q('trPr')}/{q(name)}")


def words(node: Any) -> str:
    return "".join(str(text) for text in node.itertext())


@pytest.mark.parametrize(("code", "lang", "size"), CASES)
def test_heads_repeat_only_at_the_top_and_rows_stay_whole(code: str, lang: str, size: str) -> None:
    long_labels = {one.label(lang) for one in form_of(code).fields if one.type == "text"}
    for table in tables(document(code, lang, size)):
        rows = table.findall(q("tr"))
        heads = [flag(row, "tblHeader") is not None for row in rows]
        assert heads == sorted(heads, reverse=True)
        assert sum(heads) <= 2
        assert not all(heads)
        for row in rows:
            assert flag(row, "cantSplit") is not None or any(label in words(row) for label in long_labels)


@pytest.mark.parametrize("code", CODES)
def test_every_table_of_rows_that_can_pass_a_page_repeats_its_head(code: str) -> None:
    for table in tables(document(code, "zh", "long")):
        rows = table.findall(q("tr"))
        if len(rows) > 20:
            assert flag(rows[0], "tblHeader") is not None


@pytest.mark.parametrize(("code", "lang", "size"), CASES)
def test_a_step_of_the_route_has_room_to_sign_and_is_never_broken(code: str, lang: str, size: str) -> None:
    rows = [row for table in tables(document(code, lang, size)) for row in table.iter(q("tr"))]
    steps = [
        row
        for row in rows
        if "补充后再报" in words(row) and row.find(f".//{q('pStyle')}[@{q('val')}='KamSign']") is not None
    ]
    assert len(steps) == 2
    for row in steps:
        assert flag(row, "cantSplit") is not None
        assert int(flag(row, "trHeight").get(q("val"))) >= SIGNING_ROOM
        assert flag(row, "trHeight").get(q("hRule")) == "atLeast"


def test_an_odd_last_approver_gets_the_whole_width() -> None:
    signing = {}
    for count in (1, 2, 3):
        one = record("JTF-014")
        fewer = type(one)(**{**one.__dict__, "signatures": one.signatures[:count]})
        table = tables(filler("JTF-014").fill(fewer, Issue("JTF-014-HD-202606-007")).data)[-1]
        signing[count] = [len(row.findall(q("tc"))) for row in table.iter(q("tr"))][2:]
    assert signing == {1: [2], 2: [4], 3: [4, 2]}


def printed(folder: Path, documents: dict[str, bytes]) -> dict[str, int]:
    """Pages by name, as LibreOffice breaks them."""
    paths = [folder / f"{name}.docx" for name in documents]
    for path in paths:
        path.write_bytes(documents[path.stem])
    return {made.stem: len(PdfReader(made).pages) for made in pdf.convert(paths, folder, "pdf")}


def with_slack(data: bytes) -> bytes:
    """The document with ``SLACK`` at its end."""
    parts = archive.read(data, "made.docx")
    blank = f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="{SLACK}" w:lineRule="exact"/></w:pPr></w:p>'
    head, end, tail = parts[DOCUMENT].rpartition(b"<w:sectPr>")
    return archive.write({**parts, DOCUMENT: head + blank.encode() + end + tail})


@pytest.mark.office
@pytest.mark.skipif(pdf.soffice() is None, reason="LibreOffice is not installed: pages cannot be counted")
def test_the_initiation_request_with_four_approvers_is_one_page_with_room_to_spare(tmp_path: Path) -> None:
    assert len(record("JTF-002").signatures) == 4
    assert printed(tmp_path, {"slack": with_slack(document("JTF-002"))}) == {"slack": 1}


@pytest.mark.office
@pytest.mark.skipif(pdf.soffice() is None, reason="LibreOffice is not installed: pages cannot be counted")
def test_forms_take_the_pages_they_are_meant_to(tmp_path: Path) -> None:
    made = {f"{code}-{size}": document(code, "zh", size) for code in PAGES for size in SIZES[:2]}
    made |= {f"{code}-long": document(code, "zh", "long") for code in LONG}
    pages = printed(tmp_path, made)
    assert {code: pages[f"{code}-usual"] for code in PAGES} == PAGES
    assert all(pages[f"{code}-short"] <= PAGES[code] for code in PAGES)
    assert all(PAGES[code] < pages[f"{code}-long"] <= MOST_PAGES for code in LONG)


def word_width(word: str, half_points: int) -> float:
    """Twips of a word in Times New Roman, estimated by kinds of letters."""
    kinds = {**dict.fromkeys("filjrt'.", 0.3), **dict.fromkeys("aces", 0.43), **dict.fromkeys("mw", 0.75)}
    return sum(kinds.get(letter, 0.7 if letter.isupper() else 0.5) for letter in word) * half_points * 10


@pytest.mark.parametrize("code", CODES)
def test_no_english_label_is_broken_inside_a_word(code: str) -> None:
    parts = archive.read(templates.find(code, "en"))
    styles: Any = etree.fromstring(parts["word/styles.xml"])
    sizes = {
        style.get(q("styleId")): int(style.find(f"{q('rPr')}/{q('sz')}").get(q("val")))
        for style in styles.iter(q("style"))
        if style.find(f"{q('rPr')}/{q('sz')}") is not None
    }
    too_wide = []
    for cell in etree.fromstring(parts[DOCUMENT]).iter(q("tc")):
        width, style = int(cell.find(f"{q('tcPr')}/{q('tcW')}").get(q("w"))), cell.find(f".//{q('pStyle')}")
        if cell.find(f"{q('tcPr')}/{q('shd')}") is None or "{" in words(cell):
            continue
        table = next(cell.iterancestors(q("tbl")))
        room = width - 2 * int(table.find(f"{q('tblPr')}/{q('tblCellMar')}/{q('left')}").get(q("w")))
        text = words(cell).split()
        too_wide += [word for word in text if word_width(word, sizes[style.get(q("val"))]) > room]
    assert too_wide == []


@pytest.mark.office
@pytest.mark.skipif(pdf.soffice() is None, reason="LibreOffice is not installed: templates cannot be saved by it")
def test_a_template_an_admin_saved_in_another_program_prints_the_same(tmp_path: Path) -> None:
    codes = ("JTF-002", "JTF-010")
    for template in pdf.convert([templates.find(code, "zh") for code in codes], tmp_path, "docx"):
        code = template.stem
        assert lint(archive.read(template), template.name, form_of(code)) == []
        made = Filler(template, form_of(code), printing()).fill(record(code), Issue(f"{code}-HD-202606-007")).data
        theirs, ours = (text_of(archive.read(data, code)[DOCUMENT]).split() for data in (made, document(code)))
        assert theirs == ours

"""Whole documents: valid, the same every time, telling who they are, right with hostile and with very long content."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import segno
from document.builders import text_of
from document.samples import SIZES, filler, form_of, printing, record
from document.schema import mistakes
from lxml import etree
from PIL import Image

from kamsheets.document import archive, properties, qr, templates
from kamsheets.document.archive import DOCUMENT, W
from kamsheets.document.fill import Filled, Filler, Issue
from kamsheets.document.record import Record

CODES = templates.codes("zh")
NUMBER = "JTF-002-HD-202606-007"


def made(code: str, size: str = "usual", lang: str = "zh", **changes: object) -> Filled:
    return filler(code, lang).fill(replace(record(code, size), **changes), Issue(NUMBER))


def parts(filled: Filled) -> dict[str, bytes]:
    return archive.read(filled.data, "made.docx")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("size", SIZES)
def test_a_document_is_complete_whatever_its_length(code: str, size: str) -> None:
    filled = made(code, size)
    assert filled.missing == {}
    assert "{{" not in text_of(parts(filled)[DOCUMENT])
    assert "{%" not in text_of(parts(filled)[DOCUMENT])


def columns_of(size: str) -> tuple[int, int, set[str | None]]:
    """Columns of the budget by stage, the width of its grid, the sizes its letters are set to."""
    root = etree.fromstring(parts(made("JTF-002", size))[DOCUMENT])
    table = max(root.iter(f"{{{W}}}tbl"), key=lambda one: len(one.findall(f"{{{W}}}tblGrid/*")) * ("科目" in text(one)))
    grid = [int(column.get(f"{{{W}}}w")) for column in table.findall(f"{{{W}}}tblGrid/*")]
    sizes = {found.get(f"{{{W}}}val") for found in table.iter(f"{{{W}}}sz")}
    return len(grid), sum(grid), sizes


def text(table: etree._Element) -> str:
    return "".join(table.itertext())


def test_a_budget_of_many_stages_keeps_its_width_and_prints_small() -> None:
    few, many = columns_of("usual"), columns_of("long")
    assert few[0] == 7 < 8 < many[0]
    assert few[1] == many[1] == 9744
    assert "14" not in few[2]
    assert many[2] == {"14"}


def test_the_same_record_gives_the_same_bytes() -> None:
    assert made("JTF-003").data == made("JTF-003").data


SCRIPT = """
import sys
sys.path.insert(0, "tests")
from document.test_fill import made
print(made("JTF-003").digest)
"""


def test_the_content_digest_does_not_depend_on_the_process() -> None:
    root = Path(__file__).resolve().parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True,
            text=True, check=True, encoding="utf-8",
        ).stdout
        for seed in ("0", "77")
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert len(runs[0].strip()) == 64


def test_a_document_says_what_it_is() -> None:
    filled = made("JTF-002")
    facts = properties.read_custom(parts(filled)[archive.CUSTOM])
    assert (facts["kam.form"], facts["kam.serial"], facts["kam.printed"]) == ("JTF-002", NUMBER, "1")
    assert facts["kam.data_sha"] == record("JTF-002").digest
    assert facts["kam.digest"] == archive.content_digest(parts(filled)) == filled.digest
    assert f"校验码：{facts['kam.data_sha'][:8]}" in text_of(parts(filled)["word/footer1.xml"])


def test_the_qr_code_holds_serial_and_check_code() -> None:
    filled = made("JTF-002")
    picture = Image.open(BytesIO(parts(filled)["word/media/qr.png"]))
    code = segno.make(f"{NUMBER}|{filled.check}", error="m", micro=False, mask=qr.MASK)
    size = len(code.matrix) + 2
    assert picture.size == (size * qr.SCALE, size * qr.SCALE)
    dark = [[picture.getpixel((x * qr.SCALE + 4, y * qr.SCALE + 4)) == 0 for x in range(size)] for y in range(size)]
    assert [line[1:-1] for line in dark[1:-1]] == [[bool(module) for module in line] for line in code.matrix]
    assert not any(dark[0])
    assert not any(line[0] or line[-1] for line in dark)


def test_another_value_gives_another_digest_and_another_check_code() -> None:
    one, other = made("JTF-002"), made("JTF-002", values={**record("JTF-002").values, "est_amount": 1})
    assert one.check != other.check
    assert one.digest != other.digest


def test_a_second_print_says_so() -> None:
    own = Filler(templates.find("JTF-014", "zh"), form_of("JTF-014"), printing())
    again = archive.read(own.fill(record("JTF-014"), Issue(NUMBER, 2)).data, "x")
    assert "第2次打印" in text_of(again["word/footer1.xml"])
    assert "次打印" not in text_of(parts(made("JTF-014"))["word/footer1.xml"])


def test_a_draft_marks_what_is_missing_and_carries_no_number() -> None:
    values = {**record("JTF-002").values, "uscc": None, "need_desc": None}
    own = Filler(templates.find("JTF-002", "zh"), form_of("JTF-002"), printing())
    filled = own.fill(replace(record("JTF-002"), values=values), Issue())
    document = parts(filled)[DOCUMENT]
    assert list(filled.missing) == ["uscc", "need_desc"]
    assert "【缺：统一社会信用代码】" in text_of(document)
    assert document.count(b'<w:highlight w:val="yellow"/>') == 2
    assert list(mistakes(document)) == []
    assert "【草稿】" in text_of(document)
    assert properties.read_custom(parts(filled)[archive.CUSTOM])["kam.serial"] == ""


def test_what_a_record_lacks_is_listed_without_making_a_document() -> None:
    lacking = Record("JTF-014", {"owner": "E002 林晓", "due": date(2026, 7, 1)})
    found = Filler(templates.find("JTF-014", "zh"), form_of("JTF-014"), printing()).missing(lacking)
    assert set(found) == {"region", "project_no", "deviation", "cause", "measure"}


def test_control_characters_and_lone_surrogates_do_not_break_a_document() -> None:
    values = {**record("JTF-014").values, "cause": "甲\x0b乙\x00丙\ud800丁\ufffe\x1f戊"}
    document = parts(made("JTF-014", values=values))[DOCUMENT]
    assert "甲乙丙丁戊" in text_of(document)


def test_tags_in_the_data_are_text() -> None:
    values = {**record("JTF-014").values, "cause": "{{ 7*7 }} {% for x in y %}"}
    assert "{{ 7*7 }} {% for x in y %}" in text_of(parts(made("JTF-014", values=values))[DOCUMENT])


def test_restricted_values_people_and_chart_are_left_out_of_a_shared_print() -> None:
    for code, secret in (("JTF-006", "3,860,000.00"), ("JTF-003", "十、决策小组成员表")):
        own = Filler(templates.find(code, "zh"), form_of(code), printing(restricted=False))
        values = {**record(code).values, "doc_fee": 1, "bond_amount": 2, "est_value": 3, "bond_refund_actual.amount": 4}
        shared = archive.read(own.fill(replace(record(code), values=values), Issue(NUMBER)).data, "x")
        assert secret not in text_of(shared[DOCUMENT])
        assert "word/media/kam_chart.png" not in shared
        full = text_of(parts(made(code, values=values))[DOCUMENT])
        assert secret in full


def test_the_chart_is_shapes_with_a_picture_beside_them() -> None:
    whole = parts(made("JTF-003"))
    document = whole[DOCUMENT].decode()
    assert document.count("<wps:txbx>") == 5
    assert "陈总＋" in document
    if "word/media/kam_chart.png" in whole:
        assert b"rIdKamChart" in whole["word/_rels/document.xml.rels"]
        assert 'r:embed="rIdKamChart"' in document


def test_stances_are_printed_in_neutral_words() -> None:
    rows = [{**row, "stance": "enemy"} for row in record("JTF-003").tables["F4b"]]
    tables = {**record("JTF-003").tables, "F4b": rows}
    text = text_of(parts(made("JTF-003", tables=tables))[DOCUMENT])
    assert "坚定反对" in text
    assert "死敌" not in text


def test_columns_made_by_a_loop_get_their_widths_again() -> None:
    from lxml import etree

    root = etree.fromstring(parts(made("JTF-010"))[DOCUMENT])
    w = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    for table in root.iterfind(".//w:tbl", w):
        grid = [int(node.get(f"{{{w['w']}}}w")) for node in table.iterfind("w:tblGrid/w:gridCol", w)]
        for row in table.iterfind("w:tr", w):
            cells = [int(node.get(f"{{{w['w']}}}w")) for node in row.iterfind("w:tc/w:tcPr/w:tcW", w)]
            spans = [int(node.get(f"{{{w['w']}}}val")) for node in row.iterfind("w:tc/w:tcPr/w:gridSpan", w)]
            assert sum(cells) == sum(grid)
            assert len(cells) - len(spans) + sum(spans) == len(grid)


def test_a_company_box_unknown_to_the_catalogue_is_printed_by_its_label(tmp_path: Path) -> None:
    from document.builders import file

    template = file(
        tmp_path, "own.docx", "客户编码：{{ 客户编码 }}", "{{ f['客户编码'] }}", "{{ f['合同金额(含税)'] }}"
    )
    own = Filler(template, form_of("JTF-007"), printing())
    filled = own.fill(replace(record("JTF-007"), extras={"客户编码": "C-17"}), Issue(NUMBER))
    assert text_of(parts(filled)[DOCUMENT]).split("\n")[:3] == ["客户编码：C-17", "C-17", "3,860,000.00"]
    assert properties.read_custom(parts(filled)[archive.CUSTOM])["kam.serial"] == NUMBER

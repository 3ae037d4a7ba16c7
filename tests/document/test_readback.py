"""A form comes back: unedited as unchanged, edited in any way Word leaves behind, retyped without any marks."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from document.builders import parts as small
from document.builders import table
from document.samples import form_of, printing, record

from kamsheets.document import archive, pdf, templates
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.compare import Line, Verdict, alike, compare, judge
from kamsheets.document.fill import Filler, Issue
from kamsheets.document.issued import snapshot
from kamsheets.document.readback import Returned, read, value_text
from kamsheets.forms.catalogue import Form

FORMS: dict[str, Form] = {code: form_of(code) for code in templates.codes()}
Parts = dict[str, bytes]


def issued(code: str, lang: str = "zh") -> tuple[Parts, dict[str, object]]:
    filler = Filler(templates.find(code, lang), form_of(code), printing(lang), code)
    made, number = record(code), f"{code}-HD-202606-007"
    filled = filler.fill(made, Issue(number))
    kept = snapshot(made, filler.form, filler.printing, code, number, filled.digest, filler.printed)
    return archive.read(filled.data, "x"), kept


def edited(parts: Parts, *changes: tuple[str, str]) -> Parts:
    text = parts[DOCUMENT].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return {**parts, DOCUMENT: text.encode()}


def came_back(parts: Parts) -> Returned:
    found = read(parts, FORMS)
    assert found is not None
    return found


def differing(parts: Parts, before: Mapping[str, object], now: Mapping[str, object] | None = None) -> dict[str, Line]:
    lines = compare(came_back(parts), before, now, "zh")
    return {line.key: line for line in lines if line.verdict is not Verdict.SAME}


@pytest.mark.parametrize("code", templates.codes())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unedited_form_reads_back_as_unchanged(code: str, lang: str) -> None:
    parts, before = issued(code, lang)
    found = came_back(parts)
    assert (found.serial, found.form.id) == (before["number"], form_of(code).id)
    assert differing(parts, before) == {}
    assert found.fields or found.tables


def without_bookmarks(parts: Parts) -> Parts:
    return {**parts, DOCUMENT: re.sub(rb"<w:bookmark(Start|End)[^>]*/>", b"", parts[DOCUMENT])}


def without_properties(parts: Parts) -> Parts:
    return {name: data for name, data in parts.items() if name != archive.CUSTOM}


@pytest.mark.parametrize(
    "lose", [without_bookmarks, without_properties, lambda p: without_bookmarks(without_properties(p))]
)
def test_any_layer_may_be_lost(lose: Callable[[Parts], Parts]) -> None:
    parts, before = issued("JTF-002")
    assert came_back(lose(parts)).serial == before["number"]
    assert differing(lose(parts), before) == {}


def test_a_retyped_label_still_finds_its_value_by_its_bookmark() -> None:
    parts, before = issued("JTF-002")
    changed = edited(parts, ("资金来源", "钱从哪里来"))
    assert differing(changed, before) == {}
    assert came_back(changed).fields["fund_source"].layer == "bookmark"


def test_two_layers_that_disagree_are_a_conflict() -> None:
    parts, before = issued("JTF-014")
    again = table(["偏差", "别的内容"])
    text = parts[DOCUMENT].decode()
    at = text.index("<w:tbl>")
    changed = {**parts, DOCUMENT: (text[:at] + again + text[at:]).encode()}
    assert differing(changed, before)["deviation"].verdict is Verdict.CONFLICT


def test_edits_are_told_apart_by_what_may_be_edited() -> None:
    parts, before = issued("JTF-002")
    fund = str(before["fields"]["fund_source"]["text"])  # type: ignore[index]
    found = differing(edited(parts, (">3,860,000.00<", ">3,860,000.01<"), (f">{fund}<", ">贷款<")), before)
    assert {key: line.verdict for key, line in found.items()} == {
        "est_amount": Verdict.LOCKED,
        "fund_source": Verdict.CHANGED,
    }
    assert (found["fund_source"].issued, found["fund_source"].returned) == (fund, "贷款")


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    parts, before = issued("JTF-014")
    text = parts[DOCUMENT].decode()
    cell = re.search(r"_kam_cause.*?(<w:r>(?:(?!</w:r>).)*客户两条.*?</w:r>)", text, re.DOTALL)
    assert cell
    old = cell[1]
    gone = f'<w:del w:id="90">{old.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")}</w:del>'
    new = '<w:ins w:id="91"><w:r><w:t>新的原因</w:t></w:r></w:ins>'
    changed = text[: cell.start(1)] + gone + new + text[cell.end(1) :]
    found = differing({**parts, DOCUMENT: changed.encode()}, before)
    assert found["cause"].returned.startswith("新的原因")


def test_ticks_names_and_dates_of_the_signature_block_are_read() -> None:
    parts, _ = issued("JTF-002")
    line = "签字：______　日期：　　　年　　月　　日"
    text = parts[DOCUMENT].decode()
    first = text.index("区域大客户经理")
    part = text[first:].replace("□同意", "☑同意", 1).replace(line, "签字：何敏　　日期：2026年7月2日", 1)
    found = came_back({**parts, DOCUMENT: (text[:first] + part).encode()}).signatures
    assert (found[1].role, found[1].opinion, found[1].name, found[1].day) == (
        "区域大客户经理",
        "同意",
        "何敏",
        "2026年7月2日",
    )
    assert (found[2].role, found[2].opinion, found[2].name, found[2].day) == ("大客户总监", "", "", "")


def test_a_row_added_to_a_table_is_one_more_row() -> None:
    parts, before = issued("JTF-002")
    text = parts[DOCUMENT].decode()
    at = text.index("_kam_T_subject_matter")
    last = text.index("</w:tbl>", at)
    start = text.rindex("<w:tr>", at, last)
    row = text[start:last].replace("数字化焊接电源", "变位机", 1)
    found = differing({**parts, DOCUMENT: (text[:last] + row + text[last:]).encode()}, before)
    added = {key: line for key, line in found.items() if key.startswith("subject_matter.3.")}
    assert added["subject_matter.3.name"].returned == "变位机"
    assert added["subject_matter.3.name"].verdict is Verdict.FILLED
    assert found.keys() == added.keys()


def test_a_document_that_is_no_form_is_not_read() -> None:
    assert read(small("你好"), FORMS) is None


def test_a_retyped_form_is_known_by_its_title_and_labels() -> None:
    retyped = small("整改计划", table(["项目编号", "XM-HD-2025-0012"], ["责任人：", "林晓"], ["完成期限", "2026-7-1"]))
    found = came_back(retyped)
    assert found.form.code == "JTF-014"
    assert {key: value.text for key, value in found.fields.items()} == {
        "project_no": "XM-HD-2025-0012", "owner": "林晓", "due": "2026-7-1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("issued_", "now", "returned", "locked", "verdict"),
    [
        ("甲", "甲", "甲", False, Verdict.SAME),
        ("甲", None, "甲", True, Verdict.SAME),
        ("甲", "乙", "甲", False, Verdict.REGISTER),
        ("甲", "甲", "乙", False, Verdict.CHANGED),
        ("", None, "乙", False, Verdict.FILLED),
        ("甲", "乙", "乙", True, Verdict.ACCEPTED),
        ("甲", "甲", "乙", True, Verdict.LOCKED),
        ("甲", "丙", "乙", False, Verdict.CONFLICT),
    ],
)
def test_three_versions_give_one_verdict(
    issued_: str, now: str | None, returned: str, locked: bool, verdict: Verdict
) -> None:
    assert judge(issued_, now, returned, locked=locked) is verdict


@pytest.mark.parametrize(
    ("full", "printed", "same"),
    [
        ("2026年3月5日", "2026-03-05", True),
        ("林晓（E002）", "林晓", True),
        ("E002 林晓", "林晓（E002）", True),
        ("林晓（E002）、何敏（E010）", "林晓、何敏", True),
        ("13900005678", "139****5678", True),
        ("1,234.50", "1234.5", True),
        ("1,000.00", "1,000.01", False),
        ("12.34", "34.12", False),
        ("13.25%", "25.13%", False),
        ("0012", "12", False),
        ("华锐（苏州）", "华锐", False),
        ("甲 乙", "乙 甲", False),
        ("2026年3月5日", "2026-03-06", False),
        ("", "x", False),
        ("0.00", "", False),
    ],
)
def test_what_a_template_shortens_is_no_change(full: str, printed: str, same: bool) -> None:
    assert alike(full, printed) is same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("□小项目　■一般项目　□重大项目", "一般项目"),
        ("☐A ☑B", "B"),
        ("□是　□否", ""),
        ("/", ""),
        ("　　年　月　日", ""),
        ("□差旅　√招待　√标书", "招待、标书"),
        ("甲", "甲"),
    ],
)
def test_the_text_of_a_box_as_a_value(text: str, value: str) -> None:
    assert value_text(text) == value


@pytest.mark.office
@pytest.mark.skipif(pdf.soffice() is None, reason="LibreOffice is not installed: no PDF can be made")
def test_a_batch_becomes_pdf_in_one_process_with_chinese_fonts(tmp_path: Path) -> None:
    paths = []
    for code in ("JTF-014", "JTF-002"):
        paths.append(tmp_path / f"{code}.docx")
        paths[-1].write_bytes(archive.write(issued(code)[0]))
    made = pdf.to_pdf(paths, tmp_path)
    assert [path.name for path in made] == ["JTF-014.pdf", "JTF-002.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)
    assert b"JP" not in made[0].read_bytes().split(b"/FontName")[1][:60]

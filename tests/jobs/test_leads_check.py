"""``leads check`` on real workbooks: counts, dialects, order of findings, the register of last month, rankings."""

import random
from pathlib import Path

import pytest
from gallery.builder import sound
from leads.workbooks import DIALECT, found, kamsheets, lead_book, other
from openpyxl import Workbook

BAD = {"登记日期": "2026-13-01", "线索状态": "已转立项"}


def codes(path: Path, *arguments: object) -> list[tuple[str, str]]:
    return sorted((f["code"], f["value"]) for f in found("check", path, *arguments)["findings"])


def test_rows_read_are_accepted_rejected_or_blank_and_totals_stand_apart(tmp_path: Path) -> None:
    blank = dict.fromkeys(sound(), "")
    path = lead_book(tmp_path / "a.xlsx", {}, blank, other(1), {**other(2), **BAD}, {**blank, "线索编号": "合计"})
    summary = found("check", path)["summary"]
    assert {key: summary[key] for key in ("rows_read", "accepted", "rejected", "blank", "totals")} == {
        "rows_read": 4, "accepted": 2, "rejected": 1, "blank": 1, "totals": 1,
    }  # fmt: skip


def test_leads_come_with_file_sheet_and_row(tmp_path: Path) -> None:
    path = lead_book(
        tmp_path / "a.xlsx", {}, {**other(1), "行业利润排名": 51, "线索等级": "", "跟进方式": ""}, titles=["六月"]
    )
    assert found("check", path)["leads"] == [
        {
            "lead_no": "XS-HD-202603-0001", "customer_name": "苏州华锐车身部件有限公司", "lead_grade": "B",
            "follow_mode": "上门拜访", "duplicate_group": "", "file": "a.xlsx", "sheet": "线索", "row": 3,
        },
        {
            "lead_no": "XS-HD-202603-0003", "customer_name": "宁波远航钢构有限公司", "lead_grade": "C",
            "follow_mode": "电话追踪", "duplicate_group": "", "file": "a.xlsx", "sheet": "线索", "row": 4,
        },
    ]  # fmt: skip


def test_another_dialect_says_the_same(tmp_path: Path) -> None:
    rows = [{}, {**other(1), **BAD}, {**other(2), "手机": ""}, {**other(3), "来源说明": "", "线索来源": "转介绍"}]
    plain = lead_book(tmp_path / "a.xlsx", *rows)
    dialect = lead_book(tmp_path / "b.xlsx", *rows, rename=DIALECT, titles=["2026年6月线索汇总", ""])
    assert codes(plain) == codes(dialect)


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_columns_unknown_columns_and_title_rows_change_nothing(seed: int, tmp_path: Path) -> None:
    rows = [{}, {**other(1), **BAD}, {**other(2), "个人信息来源/依据": ""}]
    extra = {"心情": "好", "内部编码": "N-1"}
    order = [*sound(), *extra]
    random.Random(seed).shuffle(order)
    plain = lead_book(tmp_path / "a.xlsx", *rows)
    shuffled = lead_book(tmp_path / "b.xlsx", *rows, order=order, extra=extra, titles=["华东", "2026年6月"])
    assert codes(plain) == [item for item in codes(shuffled) if item[0] != "HD03"]


def test_header_names_of_the_company_are_read_from_its_policy(tmp_path: Path) -> None:
    rows = [{}, {**other(1), **BAD}]
    plain = lead_book(tmp_path / "a.xlsx", *rows)
    own = lead_book(tmp_path / "b.xlsx", *rows, rename={"客户名称": "抬头", "登记日期": "建档日", "省份": "所在地"})
    assert codes(plain) != codes(own)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表头别名"
    names = (("客户名称", "抬头"), ("登记日期", "建档日"), ("省份", "所在地"))
    for row in (("表单", "字段", "表头"), *(("F1", field, name) for field, name in names)):
        sheet.append(row)
    book.save(tmp_path / "policy.xlsx")
    assert codes(plain) == codes(own)


def test_findings_come_as_file_header_cell_row_and_across(tmp_path: Path) -> None:
    one = lead_book(
        tmp_path / "a.xlsx", {"预计金额": "面议"}, {**other(1), "登记日期": "2027-01-01"}, extra={"心情": "好"}
    )
    two = lead_book(tmp_path / "b.xlsx", {"需求描述": ""})
    order = [
        f["code"][:2] if f["code"] not in ("LD001", "LD040") else "across" for f in found("check", one, two)["findings"]
    ]
    ranks = ["IO", "HD", "CT", "LD", "across"]
    assert order == sorted(order, key=ranks.index)
    assert {"HD", "CT", "LD", "across"} <= set(order)


def test_duplicates_are_found_across_files_and_the_first_registration_is_named(tmp_path: Path) -> None:
    later = {"登记日期": "2026-04-01", "线索编号": "XS-HN-202604-0001", "区域": "华南"}
    east = lead_book(tmp_path / "华东.xlsx", {}, other(1))
    south = lead_book(tmp_path / "华南.xlsx", later)
    answer = found("check", south, east)
    assert [lead["duplicate_group"] for lead in answer["leads"]] == ["D001", "D001", ""]
    (hit,) = [f for f in answer["findings"] if f["code"] == "LD040"]
    assert (hit["file"], hit["cell"]) == ("华南.xlsx", "G2")
    assert "E002 林晓 2026-03-03" in hit["message"]


def test_last_months_register_is_compared_with_and_not_checked(tmp_path: Path) -> None:
    old = lead_book(tmp_path / "五月.xlsx", {"登记日期": "2026-01-05"}, {**other(3), "需求描述": ""})
    new = lead_book(tmp_path / "六月.xlsx", {"登记日期": "2026-06-05", "分配日期": ""}, other(1))
    answer = found("check", new, "--register", old)
    assert {f["file"] for f in answer["findings"]} == {"六月.xlsx"}
    assert [f["code"] for f in answer["findings"] if f["severity"] != "info"] == ["LD040"]
    assert answer["summary"]["rows_read"] == 2
    assert [lead["file"] for lead in answer["leads"]] == ["六月.xlsx", "六月.xlsx"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    good = lead_book(tmp_path / "好.xlsx", {})
    result = kamsheets("check", tmp_path / "坏.xlsx", good, "--json")
    assert result.exit_code == 2
    answer = found("check", tmp_path / "坏.xlsx", good)
    assert (len(answer["leads"]), len(answer["failures"]), answer["summary"]["files"]) == (1, 1, 1)


def test_a_folder_and_a_pattern_mean_the_files_in_them(tmp_path: Path) -> None:
    lead_book(tmp_path / "a.xlsx", {})
    lead_book(tmp_path / "b.xlsx", other(1))
    assert len(found("check", tmp_path)["leads"]) == 2
    assert len(found("check", tmp_path / "*.xlsx")["leads"]) == 2


def test_checking_changes_nothing_on_the_disk(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {}, {**other(1), **BAD})
    before = path.read_bytes()
    assert kamsheets("check", path).exit_code == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_report_names_every_finding_in_english_too(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {"需求描述": "通过内线"})
    zh, en = (found("check", path, "--lang", lang)["findings"] for lang in ("zh", "en"))
    assert [f["code"] for f in zh] == [f["code"] for f in en]
    assert not any(sign in f["message"] for f in en for sign in "，。；：")

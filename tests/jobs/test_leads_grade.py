"""``leads grade``: what is written beside each lead, what is never touched, rankings, overrides."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from leads.workbooks import cells, found, kamsheets, lead_book, other
from openpyxl import Workbook, load_workbook

BARE = ("线索等级", "跟进方式", "等级调整原因")


def graded(path: Path, *arguments: object) -> list[Any]:
    return [lead["lead_grade"] for lead in found("grade", path, *arguments)["leads"]]


def ranked(sales: object, profit: object, number: int = 1) -> dict[str, object]:
    return {**other(number), "行业销售排名": sales, "行业利润排名": profit}


def test_grades_by_both_rankings(tmp_path: Path) -> None:
    rows = [ranked(20, 20), ranked(50, 21, 2), ranked(51, 1, 3), ranked(1, 201, 4), ranked(5, "", 5), ranked("", "", 6)]
    path = lead_book(tmp_path / "a.xlsx", *rows, drop=BARE)
    assert graded(path) == ["A", "B", "C", "D", "", ""]
    assert found("grade", path)["summary"]["grades"] == {"A": 1, "B": 1, "C": 1, "D": 1, "": 2}


def test_without_a_place_to_write_nothing_is_written(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {})
    before = path.read_bytes()
    assert found("grade", path)["outputs"] == []
    assert path.read_bytes() == before


def test_copies_hold_the_grade_beside_each_lead_and_the_source_stays(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {"下次联系日期": "2026-06-20"}, drop=BARE, titles=["六月"])
    before = path.read_bytes()
    kamsheets("grade", path, "-o", tmp_path / "out")
    assert path.read_bytes() == before
    (row,) = cells(tmp_path / "out" / "a.xlsx")
    assert {
        header: row[header] for header in ("线索等级", "跟进方式", "计算等级", "定级依据", "距上一级", "下一步")
    } == {
        "线索等级": "B",
        "跟进方式": "上门拜访",
        "计算等级": "B",
        "定级依据": "等级表第 2 行：两项排名均在前 50 名（销售第 23 名，利润第 41 名）",
        "距上一级": "距 A 级：销售排名再进 3 位，利润排名再进 21 位",
        "下一步": "联系已超期 10 天，距参考拜访次数还差 4 次",
    }


def test_in_place_keeps_a_backup_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {}, other(1), drop=BARE)
    before = path.read_bytes()
    assert kamsheets("grade", path, "--in-place").exit_code == 0
    assert (tmp_path / "a.xlsx.bak").read_bytes() == before
    after = path.read_bytes()
    again = found("grade", path, "--in-place")
    assert path.read_bytes() == after
    assert (again["outputs"], [f for f in again["findings"] if f["severity"] != "info"]) == ([], [])


def test_in_place_changes_only_the_parts_it_must(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {}, drop=BARE)
    book = load_workbook(path)
    book.create_sheet("别人的表")["A1"] = "不要动"
    book.save(path)
    before = {name: ZipFile(path).read(name) for name in ZipFile(path).namelist()}
    kamsheets("grade", path, "--in-place")
    with ZipFile(path) as after:
        changed = {name for name in after.namelist() if after.read(name) != before.get(name)}
    assert "xl/worksheets/sheet2.xml" not in changed
    assert "xl/worksheets/sheet1.xml" in changed
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml"}


def test_a_persons_grade_with_a_reason_counts_and_the_computed_one_stands_beside(tmp_path: Path) -> None:
    why = {"线索等级": "A", "等级调整原因": "集团战略客户"}
    path = lead_book(tmp_path / "a.xlsx", why)
    answer = found("grade", path, "-o", tmp_path / "out")
    assert answer["leads"][0]["lead_grade"] == "A"
    assert [f for f in answer["findings"] if f["severity"] != "info"] == []
    (row,) = cells(tmp_path / "out" / "a.xlsx")
    assert (row["线索等级"], row["计算等级"]) == ("A", "B")
    assert row["定级依据"] == "人工定为 A：集团战略客户（计算结果 B）"


def test_a_grade_without_reason_is_asked_about_and_never_overwritten(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {"线索等级": "A"})
    answer = found("grade", path, "--in-place")
    assert [(f["code"], f["cell"]) for f in answer["findings"] if f["severity"] == "error"] == [("LD029", "U2")]
    assert answer["leads"][0]["lead_grade"] == "B"
    (row,) = cells(path)
    assert (row["线索等级"], row["计算等级"]) == ("A", "B")


def test_a_grade_of_an_earlier_run_follows_a_new_ranking(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {}, drop=BARE)
    kamsheets("grade", path, "--in-place")
    book = load_workbook(path)
    book["线索"]["R2"] = 151
    book.save(path)
    answer = found("grade", path, "--in-place", "--force")
    assert [f for f in answer["findings"] if f["severity"] != "info"] == []
    (row,) = cells(path)
    assert (row["线索等级"], row["计算等级"], row["跟进方式"]) == ("C", "C", "电话追踪")


def ranking_book(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    assert book.active is not None
    book.active.title = "行业排名"
    for row in (("行业", "企业", "年度", "销售额（万元）", "利润（万元）"), *rows):
        book.active.append(row)
    book.save(path)
    return path


def listed(count: int) -> list[tuple[object, ...]]:
    """A list of an industry in which the customer of ``other(1)`` has place 30 by sales and place 2 by profit."""
    rows: list[tuple[object, ...]] = [("汽车制造业", f"企业{k}", 2025, 1000 - k, 0) for k in range(count - 1)]
    rows[0] = ("汽车制造业", "企业0", 2025, 1000, 900)
    return [*rows, ("汽车制造业", "宁波远航钢构股份有限公司", 2025, 971, 800)]


def test_a_ranking_list_gives_the_places_that_a_lead_does_not_have(tmp_path: Path) -> None:
    list_ = ranking_book(tmp_path / "排名.xlsx", *listed(60))
    path = lead_book(tmp_path / "a.xlsx", ranked("", ""), {}, drop=(*BARE, "排名来源"))
    answer = found("grade", path, "--rankings", list_, "-o", tmp_path / "out")
    assert [lead["lead_grade"] for lead in answer["leads"]] == ["B", "B"]
    assert cells(tmp_path / "out" / "a.xlsx")[0]["定级依据"] == (
        "等级表第 2 行：两项排名均在前 50 名（销售第 30 名，利润第 2 名）（名次取自行业排名表）"
    )


def test_a_company_the_list_does_not_hold_stays_without_grade(tmp_path: Path) -> None:
    list_ = ranking_book(tmp_path / "排名.xlsx", *listed(60))
    path = lead_book(tmp_path / "a.xlsx", ranked("", "", 2), drop=BARE)
    assert graded(path, "--rankings", list_) == [""]


def test_a_ranking_sheet_in_the_same_workbook_serves_too(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", ranked("", ""), drop=BARE)
    book = load_workbook(path)
    sheet = book.create_sheet("行业排名")
    for row in (("行业", "企业", "年度", "销售额", "利润"), *listed(60)):
        sheet.append(row)
    book.save(path)
    assert graded(path) == ["B"]


@pytest.mark.parametrize("name", ["a.xls.xlsx", "坏.xlsx"])
def test_a_workbook_that_cannot_be_written_is_left_alone_and_named(name: str, tmp_path: Path) -> None:
    path = lead_book(tmp_path / name, {}, drop=BARE)
    (tmp_path / f"~${name}").write_bytes(b"lock")
    before = path.read_bytes()
    result = kamsheets("grade", path, "--in-place")
    assert result.exit_code == 2
    assert path.read_bytes() == before


def test_a_copy_is_never_written_over_somebodys_file_unasked(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {}, drop=BARE)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.xlsx").write_bytes(b"mine")
    assert kamsheets("grade", path, "-o", tmp_path / "out").exit_code == 2
    assert (tmp_path / "out" / "a.xlsx").read_bytes() == b"mine"
    assert kamsheets("grade", path, "-o", tmp_path / "out", "--force").exit_code == 0


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    lines = (
        "线索编号,登记日期,客户名称,联系人,手机,销售排名,利润排名",
        "XS-HD-202603-0001,2026-03-03,华锐,周工,13900005678,23,41",
    )
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_csv_is_copied_into_a_workbook_that_takes_the_grades(csv: Path, tmp_path: Path) -> None:
    assert found("grade", csv, "-o", tmp_path / "out")["outputs"] == [str(tmp_path / "out" / "a.xlsx")]
    (row,) = cells(tmp_path / "out" / "a.xlsx", "CSV")
    assert (row["手机"], row["线索等级"], row["跟进方式"]) == ("13900005678", "B", "上门拜访")


def test_a_csv_is_not_written_in_place_and_says_so(csv: Path) -> None:
    before = csv.read_bytes()
    assert kamsheets("grade", csv, "--in-place").exit_code == 2
    assert csv.read_bytes() == before


def test_a_company_without_splits_gets_pairs_and_reads_them_again(tmp_path: Path) -> None:
    policy = Workbook()
    assert policy.active is not None
    policy.active.title = "参数"
    for row in (("键", "值"), ("ab_split", None), ("cd_split", None)):
        policy.active.append(row)
    policy.save(tmp_path / "policy.xlsx")
    path = lead_book(tmp_path / "a.xlsx", {}, ranked(70, 1), drop=BARE)
    kamsheets("grade", path, "--in-place")
    assert [row["线索等级"] for row in cells(path)] == ["A/B", "C/D"]
    assert [f for f in found("check", path)["findings"] if f["severity"] != "info"] == []


def test_visits_are_counted_from_a_visit_log_among_the_sheets(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {}, other(1), drop=BARE, extra={"拜访次数": 4})
    book = load_workbook(path)
    log = book.create_sheet("拜访记录")
    log.append(["拜访编号", "线索编号", "拜访日期", "拜访方式", "拜访人", "拜访目的"])
    for number, day, kind in ((1, "2026-06-01", "上门"), (2, "2026-06-02", "电话"), (3, "2026-07-02", "上门")):
        log.append([f"BF-{number}", "XS-HD-202603-0001", day, kind, "E002 林晓", "技术交流"])
    book.save(path)
    kamsheets("grade", path, "-o", tmp_path / "out")
    assert [row["下一步"] for row in cells(tmp_path / "out" / "a.xlsx")] == [
        "2026-07-03 联系，距参考拜访次数还差 3 次",
        "2026-07-03 联系",
    ]

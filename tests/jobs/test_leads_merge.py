"""``leads merge``: one register from many sheets, numbers issued once, every row kept with its origin."""

from pathlib import Path
from typing import Any

import pytest
from leads.workbooks import DIALECT, cells, found, kamsheets, lead_book, other

ORIGIN = ("文件", "工作表", "行")


@pytest.fixture
def regions(tmp_path: Path) -> tuple[Path, Path]:
    east = lead_book(tmp_path / "华东.xlsx", {}, {**other(1), "线索编号": ""}, {**other(2), "线索编号": ""})
    south = lead_book(
        tmp_path / "华南.xlsx",
        {"登记日期": "2026-04-02", "线索编号": "", "区域": "华南", "行业销售排名": 25},
        {**other(3), "线索编号": "XS-HN-202603-0007", "区域": "华南", "心情": "好"},
        rename=DIALECT,
        titles=["华南 2026年6月"],
        extra={"心情": ""},
    )
    return east, south


def merged(*arguments: object) -> list[dict[str, Any]]:
    leads: list[dict[str, Any]] = found("merge", *arguments)["leads"]
    return leads


def test_every_row_of_every_sheet_is_a_row_with_its_origin(regions: tuple[Path, Path], tmp_path: Path) -> None:
    merged(*regions, "-o", tmp_path / "总表.xlsx")
    rows = cells(tmp_path / "总表.xlsx", "线索汇总")
    assert [tuple(row[name] for name in ORIGIN) for row in rows] == [
        ("华东.xlsx", "线索", 2), ("华东.xlsx", "线索", 3), ("华东.xlsx", "线索", 4),
        ("华南.xlsx", "线索", 3), ("华南.xlsx", "线索", 4),
    ]  # fmt: skip
    assert [row["心情"] for row in rows] == [None, None, None, None, "好"]
    assert {row["预计金额"] for row in rows} == {3860000}


def test_numbers_are_issued_after_the_last_one_of_region_and_month(regions: tuple[Path, Path], tmp_path: Path) -> None:
    assert [lead["lead_no"] for lead in merged(*regions, "-o", tmp_path / "总表.xlsx")] == [
        "XS-HD-202603-0001", "XS-HD-202603-0002", "XS-HD-202603-0003", "XS-HN-202604-0001", "XS-HN-202603-0007",
    ]  # fmt: skip


def test_a_second_run_gives_the_same_numbers_though_leads_came_and_went(tmp_path: Path) -> None:
    first = [{**other(k), "线索编号": ""} for k in (1, 2, 3)]
    source, target = tmp_path / "华东.xlsx", tmp_path / "总表.xlsx"
    lead_book(source, *first)
    before = {lead["customer_name"]: lead["lead_no"] for lead in merged(source, "-o", target)}
    lead_book(source, {"线索编号": ""}, first[2], first[0])
    after = {lead["customer_name"]: lead["lead_no"] for lead in merged(source, "-o", target, "--force")}
    assert after["宁波远航钢构有限公司"] == before["宁波远航钢构有限公司"]
    assert after["佛山金宏家具有限公司"] == before["佛山金宏家具有限公司"]
    assert after["苏州华锐车身部件有限公司"] == "XS-HD-202603-0004"


def test_last_months_register_keeps_its_numbers(tmp_path: Path) -> None:
    old = tmp_path / "五月总表.xlsx"
    merged(lead_book(tmp_path / "五月.xlsx", {**other(1), "线索编号": ""}), "-o", old)
    june = lead_book(tmp_path / "六月.xlsx", {**other(2), "线索编号": ""}, {**other(1), "线索编号": ""})
    leads = merged(june, "-o", tmp_path / "六月总表.xlsx", "--register", old)
    assert [lead["lead_no"] for lead in leads] == ["XS-HD-202603-0002", "XS-HD-202603-0001"]


def test_a_register_is_not_read_as_one_of_its_own_sources(regions: tuple[Path, Path], tmp_path: Path) -> None:
    first = merged(tmp_path, "-o", tmp_path / "总表.xlsx")
    again = merged(tmp_path, "-o", tmp_path / "总表.xlsx", "--force")
    assert first == again
    assert len(again) == 5


def test_a_register_read_again_says_the_same_of_its_leads(regions: tuple[Path, Path], tmp_path: Path) -> None:
    made = merged(*regions, "-o", tmp_path / "总表.xlsx")
    again = found("check", tmp_path / "总表.xlsx")["leads"]
    keys = ("lead_no", "customer_name", "lead_grade", "follow_mode", "duplicate_group")
    assert [[lead[key] for key in keys] for lead in again] == [[lead[key] for key in keys] for lead in made]
    assert len(again) == 5


def test_a_number_of_a_wrong_form_is_kept_and_named(tmp_path: Path) -> None:
    source = lead_book(tmp_path / "a.xlsx", {"线索编号": "2026-17"})
    answer = found("merge", source, "-o", tmp_path / "总表.xlsx")
    assert answer["leads"][0]["lead_no"] == "2026-17"
    assert "CT40" in {f["code"] for f in answer["findings"]}
    assert cells(tmp_path / "总表.xlsx", "线索汇总")[0]["线索编号"] == "2026-17"


def test_a_missing_number_is_no_problem_of_merging(tmp_path: Path) -> None:
    source = lead_book(tmp_path / "a.xlsx", {"线索编号": ""})
    assert kamsheets("merge", source, "-o", tmp_path / "总表.xlsx").exit_code == 0
    assert kamsheets("check", source).exit_code == 1


def test_what_cannot_be_read_stands_in_the_register_as_it_was_typed(tmp_path: Path) -> None:
    odd = {"预计金额": "面议", "登记日期": "去年", "手机": "见名片", "线索状态": "观望"}
    source = lead_book(tmp_path / "a.xlsx", odd)
    merged(source, "-o", tmp_path / "总表.xlsx")
    (row,) = cells(tmp_path / "总表.xlsx", "线索汇总")
    assert {header: row[header] for header in odd} == odd


def test_a_telephone_under_the_mobiles_moves_and_is_not_doubled(tmp_path: Path) -> None:
    source = lead_book(tmp_path / "a.xlsx", {"手机": "0512-66660000"}, drop=("固定电话",))
    merged(source, "-o", tmp_path / "总表.xlsx")
    (row,) = cells(tmp_path / "总表.xlsx", "线索汇总")
    assert (row["手机"], row["固定电话"]) == (None, "0512-66660000")


def test_duplicates_stand_in_groups_with_evidence_holder_and_protection(
    regions: tuple[Path, Path], tmp_path: Path
) -> None:
    merged(*regions, "-o", tmp_path / "总表.xlsx")
    groups = cells(tmp_path / "总表.xlsx", "撞单")
    assert [(row["组"], row["先登记"], row["出处"]) for row in groups] == [
        ("D001", "是", "华东.xlsx｜线索!2"), ("D001", None, "华南.xlsx｜线索!3"),
    ]  # fmt: skip
    assert str(groups[0]["保护期至"])[:10] == "2026-08-30"
    (pair,) = cells(tmp_path / "总表.xlsx", "撞单依据")
    assert (pair["强弱"], pair["依据"]) == ("强", "信用代码相同 + 电话相同 + 去地区和后缀后名称相同")


def test_what_two_leads_of_one_customer_state_differently_is_listed(regions: tuple[Path, Path], tmp_path: Path) -> None:
    answer = found("merge", *regions, "-o", tmp_path / "总表.xlsx")
    rows = cells(tmp_path / "总表.xlsx", "信息不一致")
    assert [(row["项目"], row["写法"], row["出处"]) for row in rows] == [
        ("行业销售排名", "23", "华东.xlsx｜线索!R2"), ("行业销售排名", "25", "华南.xlsx｜线索!R3"),
    ]  # fmt: skip
    assert [f["cell"] for f in answer["findings"] if f["code"] == "LD050"] == ["R2"]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    source = lead_book(tmp_path / "a.xlsx", {"备注": "'=1+1", "联系人": "@王工", "需求描述": "-焊接线2条，扩产"})
    merged(source, "-o", tmp_path / "总表.xlsx")
    (row,) = cells(tmp_path / "总表.xlsx", "线索汇总")
    assert (row["联系人"], row["需求描述"]) == ("@王工", "-焊接线2条，扩产")


def test_an_existing_register_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "总表.xlsx").write_bytes(b"mine")
    source = lead_book(tmp_path / "a.xlsx", {})
    assert kamsheets("merge", source, "-o", tmp_path / "总表.xlsx").exit_code == 2
    assert (tmp_path / "总表.xlsx").read_bytes() == b"mine"


def test_the_sources_tie_out(regions: tuple[Path, Path], tmp_path: Path) -> None:
    answer = found("merge", *regions, "-o", tmp_path / "总表.xlsx")
    rows = cells(tmp_path / "总表.xlsx", "来源")
    assert [(row["文件"], row["读取行"], row["线索"], row["空行"]) for row in rows[:2]] == [
        ("华东.xlsx", 3, 3, 0), ("华南.xlsx", 2, 2, 0),
    ]  # fmt: skip
    assert answer["summary"]["leads"] == sum(int(str(row["线索"])) for row in rows[:2])

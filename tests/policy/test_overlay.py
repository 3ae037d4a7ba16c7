"""A company's sheets over the shipped book: what they replace, what they leave, and what they are said to come from."""

from datetime import date
from fractions import Fraction

import pytest
from policy.builders import edited, parameters, sheet, written

from kamsheets.core.finding import Finding
from kamsheets.core.table import Table
from kamsheets.policy.errors import RefusedPolicyError
from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView
from kamsheets.policy.workbook import examine, overlay

SHIPPED = Policy.shipped()
DAY, LATER = date(2026, 6, 30), date(2026, 7, 1)


def view(*tables: Table, day: date = DAY) -> PolicyView:
    return overlay(SHIPPED, tables).as_of(day)


def spots(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.code, one.place.sheet, one.place.cell) for one in found]


def test_a_value_without_a_day_holds_from_the_beginning() -> None:
    assert view(parameters(("margin_floor", "25%")), day=date(2020, 1, 1)).rate("margin_floor") == Fraction(1, 4)


def test_a_value_with_a_day_leaves_the_days_before() -> None:
    changed = parameters(("top_n", 100, None, LATER), ("cd_split", 300))
    assert view(changed).number("top_n") == 50
    assert view(changed, day=LATER).number("top_n") == 100


def test_a_key_may_go_by_its_name() -> None:
    assert view(parameters(("重大项目金额", 3000000))).money("major_amount") == 300000000


def test_amounts_may_stand_in_ten_thousands() -> None:
    assert view(parameters(("major_amount", 300, "万元"))).money("major_amount") == 300000000


def test_an_optional_key_can_be_unset() -> None:
    assert view(parameters(("expense_ratio_max", None, "%"))).get("expense_ratio_max").value is None


def test_a_changed_value_names_its_cell_as_source() -> None:
    table = edited(written(SHIPPED)["参数"], lambda row: {**row, "值": 4000000} if row["键"] == "major_amount" else row)
    source = view(table).source("major_amount")
    row = next(n for n, cells in zip(table.row_numbers, table.rows, strict=True) if cells[0] == "major_amount")
    assert source.text == f"policy.xlsx｜参数!C{row}"
    assert view(table).source("top_n").text == "H s7"


def test_a_row_of_a_list_that_was_changed_names_its_row_as_source() -> None:
    table = edited(written(SHIPPED)["提成费率"], lambda row: {**row, "费率(%)": 0.02} if row["下限(元)"] == 0 else row)
    tiers = view(table).tiers
    assert [tier.rate * 100 for tier in tiers][:2] == [2, 2]
    assert [tier.source.text for tier in tiers][:2] == ["policy.xlsx｜提成费率!2:2", "R9"]


def test_a_company_text_as_source_is_kept() -> None:
    table = sheet("参数", ("键", "值", "来源"), [("min_visits", 5, "总监办公会 2026-05")])
    assert view(table).source("min_visits").text == "总监办公会 2026-05"


def test_a_sheet_replaces_its_whole_list() -> None:
    rows = [("TYO", "全国", None, "是"), ("SH", "上海组", "上海", None)]
    regions = view(sheet("区域", ("代码", "名称", "省份", "总部"), rows)).regions
    assert [(region.code, region.provinces, region.headquarters) for region in regions] == [
        ("TYO", (), True),
        ("SH", ("31",), False),
    ]


def test_choices_replace_only_the_enumerations_they_name() -> None:
    table = sheet(
        "枚举", ("枚举", "代码", "名称"), [("project_type", "robot", "机器人"), ("项目类别", "manual", "手工焊机")]
    )
    choices = view(table).choices
    assert [choice.label.zh for choice in choices["project_type"]] == ["机器人", "手工焊机"]
    assert choices["fund_source"] == SHIPPED.as_of(DAY).choices["fund_source"]


def test_a_row_with_a_later_day_takes_over_from_its_day() -> None:
    rows = [("标准", 0, "1.5%", None), ("标准", 0, "1%", LATER)]
    table = sheet("提成费率", ("费率表", "下限", "费率", "生效日期"), rows)
    assert [view(table, day=day).tiers[0].rate * 100 for day in (DAY, LATER)] == [Fraction(3, 2), 1]


def test_a_row_ends_on_its_last_day() -> None:
    rows = [("标准", 0, "1.5%", None), ("标准", 2000000, "2%", LATER)]
    table = sheet("提成费率", ("费率表", "下限", "费率", "失效日期"), rows)
    assert [len(view(table, day=day).tiers) for day in (DAY, LATER)] == [2, 1]


def test_headers_may_carry_marks_units_and_english() -> None:
    rows = [("标准", 0, 1.5), ("标准", 200, 2)]
    table = sheet("Commission rates", ("费率表 *", "下限（万元）", "Rate (%)"), rows)
    assert [tier.lower for tier in view(table).tiers] == [0, 200000000]


def test_people_come_with_roles_regions_and_dates_read() -> None:
    headers = ("工号", "姓名", "部门", "区域", "岗位角色", "级别", "入职日期", "直接上级", "大客户管理上限(个)")
    rows = [
        ("E010", "何敏", "大客户管理部", "华东", "区域大客户经理、项目小组负责人", "经理", "2019-03-01", None, 8),
        ("E002", "林晓", "大客户管理部", "HD 华东", "SE", "高级", date(2021, 6, 15), "E010 何敏", None),
    ]
    boss, engineer = view(sheet("人员", headers, rows)).people
    assert (boss.roles, boss.region, boss.account_limit) == (("RKAM", "PL"), "HD", 8)
    assert (engineer.roles, engineer.manager_id, engineer.hire_date) == (("SE",), "E010", date(2021, 6, 15))
    assert engineer.place == "policy.xlsx｜人员!3:3"


def test_deputies_end_before_their_last_day_and_leave_names_none() -> None:
    rows = [("E1", "E2", "2026-06-01", "2026-06-10", "JTF-002、JTF003"), ("E3", None, "2026-06-01", "2026-06-10", None)]
    table = sheet("审批代理", ("被代理人", "代理人", "开始日期", "结束日期", "表单"), rows)
    first, second = view(table).delegations
    assert (first.delegate, first.forms, first.kind) == ("E2", ("JTF-002", "JTF-003"), "delegation")
    assert (second.delegate, second.kind) == ("", "leave")


def test_an_absence_without_a_deputy_goes_to_the_standing_one() -> None:
    headers = ("工号", "姓名", "岗位角色", "审批代理人")
    people = sheet("人员", headers, [("E1", "甲", "SE", "E2 乙"), ("E2", "乙", "SE", None)])
    rows = [("E1", None, "2026-06-01", "2026-06-10"), ("E2", None, "2026-06-01", "2026-06-10")]
    away = sheet("审批代理", ("被代理人", "代理人", "开始日期", "结束日期"), rows)
    assert [(one.delegate, one.kind) for one in view(people, away).delegations] == [("E2", "delegation"), ("", "leave")]


def test_holidays_are_days_off_or_work() -> None:
    table = sheet("节假日", ("日期", "休/班", "说明"), [("2026-10-01", "休", "国庆"), ("2026-10-10", "班", "调休")])
    assert view(table).holidays == {date(2026, 10, 1): False, date(2026, 10, 10): True}


def test_a_condition_may_use_the_words_of_the_sheet() -> None:
    headers = ("行号", "表单", "步骤", "角色", "方式", "项目级别", "涉及公职人员", "预计合同金额", "审批内容")
    rows = [(1, "JTF-002", 10, "大客户总监", "2/3", "重大项目，一般项目", "否", "≥100万", None)]
    (row,) = view(sheet("审批矩阵", headers, rows)).matrix
    assert (row.role, row.mode, row.refusal, row.hit_policy) == ("KAD", "2/3", "veto", "COLLECT")
    assert dict(row.conditions) == {
        "project_level": "major,normal",
        "public_official": "false",
        "est_amount": ">=1000000",
    }
    assert (row.place.sheet, row.place.cell) == ("审批矩阵", "2:2")


def test_blank_rows_and_notes_are_nothing_to_speak_of() -> None:
    policy, found = examine(SHIPPED, [parameters((None, None), ("top_n", 60)), sheet("说明", ("x",), [("y",)])])
    assert found == []
    assert policy.as_of(DAY).number("top_n") == 60


def test_an_unknown_sheet_and_an_unknown_column_are_told() -> None:
    extra = sheet("参数", ("键", "值", "备注二"), [("top_n", 60, "…")])
    found = examine(SHIPPED, [extra, sheet("草稿", ("a",), [])])[1]
    assert spots(found) == [("PO02", "参数", "C1"), ("PO04", "草稿", "")]
    assert {one.severity for one in found} == {"info"}


def test_a_refused_policy_says_every_problem_in_both_languages() -> None:
    with pytest.raises(RefusedPolicyError) as caught:
        overlay(SHIPPED, [parameters(("top_m", 60), ("margin_floor", "两成"), ("min_visits", 3.5))])
    assert spots(list(caught.value.findings)) == [
        ("PO10", "参数", "A2"),
        ("PO17", "参数", "B3"),
        ("PO06", "参数", "B4"),
    ]
    for lang in ("zh", "en"):
        assert all(f"参数!{cell}" in caught.value.message(lang) for cell in ("A2", "B3", "B4"))

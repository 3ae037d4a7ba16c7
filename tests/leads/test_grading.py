"""A whole sheet graded: rankings from a list, what is said about what stands there, the words beside each lead."""

from datetime import date

import pytest
from leads.builders import DAY, at, cell, desk, sheet

from kamsheets.leads.candidates import company_key
from kamsheets.leads.grading import Grader, LeadGrade, findings
from kamsheets.leads.ranking import Rankings, Standing, rankings
from kamsheets.leads.sheet import LeadSheet
from kamsheets.leads.wording import to_next, what_next, why

NOTHING = Rankings()
UNRANKED = {"rank_sales": None, "rank_profit": None, "rank_source": None}
LISTED = rankings([Standing("C36", "苏州华锐车身部件", 2025, 9, 9), Standing("C36", "乙", 2025, 8, 10)], DAY)


def graded(tested: LeadSheet, list_: Rankings = NOTHING) -> list[LeadGrade]:
    return list(Grader(desk(), list_, company_key).sheet(tested))


@pytest.mark.parametrize(
    ("sentence", "change", "code", "field", "proposed"),
    [
        ("sales are not known", {"rank_sales": None}, "LD011", "rank_sales", None),
        ("profit is not known", {"rank_profit": None}, "LD011", "rank_profit", None),
        ("another grade without reason", {"lead_grade": "A"}, "LD029", "lead_grade", "B"),
        ("another follow-up mode", {"follow_mode": "phone"}, "LD030", "follow_mode", "上门拜访"),
    ],
)
def test_what_the_grading_leaves_to_ask(
    sentence: str, change: dict[str, object], code: str, field: str, proposed: str | None
) -> None:
    tested = sheet({}, change)
    assert at(findings(tested, graded(tested), desk())) == [(code, cell(tested, 1, field), proposed)], sentence


@pytest.mark.parametrize(
    "change",
    [
        {"lead_grade": "B", "follow_mode": "visit"},
        {"lead_grade": "A", "override_reason": "战略客户", "follow_mode": "visit"},
        {"lead_grade": "C", "computed_grade": "C", "follow_mode": "phone"},
    ],
)
def test_what_agrees_is_explained_or_was_ours_is_left_alone(change: dict[str, object]) -> None:
    tested = sheet(change)
    assert at(findings(tested, graded(tested), desk())) == []


def test_a_sheet_without_any_ranking_is_told_once() -> None:
    tested = sheet({}, {}, without=("rank_sales", "rank_profit"))
    assert [f.code for f in findings(tested, graded(tested), desk())] == ["LD012"]


def test_a_list_fills_in_what_a_lead_does_not_say_and_contradicts_what_it_does() -> None:
    tested = sheet(UNRANKED, {"rank_profit": None}, {"rank_profit": 2})
    leads = graded(tested, LISTED)
    assert [(lead.graded.ranks.sales, lead.graded.ranks.profit) for lead in leads] == [(1, 2), (23, 2), (23, 2)]
    assert at(findings(tested, leads, desk())) == [
        ("LD031", cell(tested, 1, "rank_sales"), None),
        ("LD031", cell(tested, 2, "rank_sales"), None),
    ]


@pytest.mark.parametrize(
    ("sentence", "change", "expected"),
    [
        ("a row is hit", {}, "等级表第 2 行：两项排名均在前 50 名（销售第 23 名，利润第 41 名）"),
        ("the last row", {"rank_sales": 900}, "等级表第 4 行：排名在前述各级之外（销售第 900 名，利润第 41 名）"),
        ("not known", {"rank_sales": None}, "销售排名不明，不定级"),
        ("neither known", UNRANKED, "两项排名均不明，不定级"),
        ("by hand", {"lead_grade": "A", "override_reason": "战略客户"}, "人工定为 A：战略客户（计算结果 B）"),
    ],
)
def test_the_reason_in_words(sentence: str, change: dict[str, object], expected: str) -> None:
    tested = sheet(change)
    (lead,) = graded(tested)
    assert why(lead, tested.typed(0, "override_reason"), "zh") == expected, sentence


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "距 A 级：销售排名再进 3 位，利润排名再进 21 位"),
        ({"rank_profit": 20}, "距 A 级：销售排名再进 3 位"),
        ({"rank_sales": 1, "rank_profit": 1}, "已是最高级"),
        ({"rank_sales": None}, ""),
    ],
)
def test_the_distance_in_words(change: dict[str, object], expected: str) -> None:
    (lead,) = graded(sheet(change))
    assert to_next(lead, "", "zh") == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "2026-07-03 联系，距参考拜访次数还差 2 次"),
        ({"next_contact_date": date(2026, 6, 29), "visit_count": 4}, "联系已超期 1 天"),
        ({"next_contact_date": None, "visit_count": None}, "请安排下次联系，距参考拜访次数还差 4 次"),
        ({"status": "shelved"}, ""),
    ],
)
def test_the_next_step_in_words(change: dict[str, object], expected: str) -> None:
    (lead,) = graded(sheet(change))
    assert what_next(lead, "", "zh") == expected

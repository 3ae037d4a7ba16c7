"""Registers as they come: other headers and units, missing sheets, rows that cannot be, a company's own policy."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.accounts_check import check_accounts
from kamsheets.jobs.accounts_read import load
from kamsheets.jobs.accounts_review import review_accounts
from kamsheets.jobs.accounts_score import score_accounts
from kamsheets.jobs.demo.accounts import accounts
from kamsheets.jobs.demo.staff import staff
from kamsheets.jobs.policy_source import load as load_policy
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.workbook.form_lists import form_list
from kamsheets.workbook.template_books import ACCOUNT_LISTS
from kamsheets.workbook.write import Book

SESSION = Session(Policy.shipped(), date(2026, 6, 30))
NAME = "苏州华锐机械有限公司"
QUIET = {"AC11", "AC13"}
"""Said of every small register."""


def book(path: Path, sheets, lang="zh") -> Path:
    """A register with the sheets that are named, in a language."""
    forms = catalogue().expanded(SESSION.view.choices)
    with Book(path, lang) as out:
        for form_id, rows in sheets.items():
            form_list(out, forms[form_id], SESSION.view, name=forms[form_id].label(lang), rows=rows)
    return path


def grid(path: Path, **sheets) -> Path:
    """A workbook typed by hand."""
    out = Workbook()
    out.remove(out.active)
    for name, rows in sheets.items():
        sheet = out.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out.save(path)
    return path


def said(outcome):
    return [(f.code, f.place.sheet, f.place.cell) for f in outcome.findings if f.code not in QUIET]


def test_the_same_register_in_english_is_the_same(tmp_path):
    rows = accounts(staff(), SESSION.view)
    zh, en = (load([book(tmp_path / f"{lang}.xlsx", rows, lang)], SESSION) for lang in ("zh", "en"))
    assert zh.register() == en.register()
    assert zh.tally() == en.tally()
    assert {form.id for form in en.forms} == set(ACCOUNT_LISTS)


def test_titles_other_headers_ten_thousands_and_totals(tmp_path):
    path = grid(tmp_path / "业绩.xlsx", 业绩=[
        ["华东大区 大客户历年业绩统计表"],
        [],
        ["序号", "单位名称", "年份", "收入(万元)", "毛利额(万元)", "服务费用(万元)"],
        [1, NAME, 2024, 1200, 300, 50],
        [2, "苏州市华锐机械有限责任公司", 2025, 1320.5, "330万", 60],
        [3, NAME, 2023, "300-400", 50, 5],
        ["合计", "", "", 2520.5, "", ""],
    ])  # fmt: skip
    outcome = score_accounts([path], SESSION)
    (line,) = outcome.data["accounts"]
    assert (line["revenue"], line["profit"]) == ("13205000.00", "2700000.00")
    assert [year["revenue"] for year in outcome.data["years"]] == ["12000000.00", "13205000.00"]
    assert [one for one in said(outcome) if one[0] in ("AC02", "AC12", "CT11")] == [
        ("AC12", "", ""), ("AC02", "业绩", "B5"), ("CT11", "业绩", "D6"),
    ]  # fmt: skip
    tally = outcome.summary
    assert (tally["rows_read"], tally["accepted"], tally["rejected"]) == (3, 2, 1)


def test_sheets_nobody_supplied_are_said_once(tmp_path):
    path = book(tmp_path / "a.xlsx", {"F16e": [
        {"customer_name": f"苏州第{k}机械有限公司", "contact_date": date(2026, 6, 1), "contact_type": "phone"}
        for k in range(10, 40)
    ]})  # fmt: skip
    outcome = check_accounts([path], SESSION)
    assert [f.code for f in outcome.findings] == ["AC11", "AC12", "AC13"]
    missing = next(dict(f.facts)["sheets"] for f in outcome.findings if f.code == "AC13")
    assert missing.count("、") + 2 == len(ACCOUNT_LISTS) - 1
    assert outcome.summary["accounts"] == 30
    assert outcome.exit_code == 0


def test_results_without_a_cost_column_are_used_and_said(tmp_path):
    rows = [["客户名称", "年度", "销售额", "毛利"], [NAME, 2025, 100, 20]]
    outcome = score_accounts([grid(tmp_path / "a.xlsx", 年度业绩=rows)], SESSION)
    assert outcome.data["accounts"][0]["profit"] == "20.00"
    assert [f.code for f in outcome.findings if f.place.sheet] == ["AC22", "HD04"]


def test_results_without_a_margin_column_cannot_be_used(tmp_path):
    rows = [["客户名称", "年度", "销售额", "服务成本"], [NAME, 2025, 100, 20], [NAME, 2024, 90, 20]]
    outcome = score_accounts([grid(tmp_path / "a.xlsx", 年度业绩=rows)], SESSION)
    assert (outcome.data["accounts"], outcome.summary["rejected"], outcome.exit_code) == ([], 2, 1)
    assert [f.code for f in outcome.findings if f.severity == "error"] == ["HD04"]


def test_hours_of_nobody_cannot_be_used(tmp_path):
    rows = [["记录日期", "价值分类", "投入工时"], [date(2026, 6, 1), "A类", 8]]
    outcome = score_accounts([grid(tmp_path / "a.xlsx", 时间分配=rows)], SESSION)
    assert (outcome.summary["rejected"], outcome.data["time"][0]["time"]) == (1, None)
    assert [f.code for f in outcome.findings if f.severity == "error"] == ["HD04"]


YEAR = {"customer_name": NAME, "year": 2025, "revenue": 100, "gross_profit": 20, "cost_to_serve": 0}
DEAL = {"customer_name": NAME, "project_no": "XM-HD-2025-0001", "milestone": "M8", "outcome": "won"}
SAVING = {"customer_name": NAME, "saved_on": date(2026, 1, 1), "item": "节电"}
PERSON = {"customer_name": NAME, "dm_id": "DM01", "consent_basis": "card", "retain_until": date(2027, 1, 1)}
CASE = {"customer_name": NAME, "case_no": "1", "sla_level": "L3", "reported": datetime(2026, 6, 1, 9)}
VISIT = {"customer_name": NAME, "contact_date": date(2026, 6, 30), "contact_type": "onsite"}


@pytest.mark.parametrize(
    ("case", "form", "row", "expected", "kept"),
    [
        ("results of this year are kept", "F16b", YEAR | {"year": 2026}, [], 1),
        ("results of next year are not", "F16b", YEAR | {"year": 2027}, [("AC14", "B4")], 0),
        ("all of the revenue as margin", "F16b", YEAR | {"gross_profit": 100}, [], 1),
        ("a fen more", "F16b", YEAR | {"gross_profit": 101}, [("AC21", "D4")], 1),
        ("a loss on returned goods", "F16b", YEAR | {"revenue": -100, "gross_profit": -20}, [], 1),
        ("three renewals of two", "F16b", YEAR | {"renewals_due": 2, "renewals_done": 3}, [("AC21", "J4")], 1),
        ("signed on the day it began", "F16k", DEAL | {"started": date(2026, 1, 2), "signed": date(2026, 1, 2)}, [], 1),
        ("signed the day before", "F16k", DEAL | {"started": date(2026, 1, 2), "signed": date(2026, 1, 1)},
         [("AC17", "J4")], 0),
        ("closed before accepted", "F16k", DEAL | {"accepted": date(2026, 1, 2), "closed": date(2026, 1, 1)},
         [("AC17", "L4")], 0),
        ("solved before reported, never answered", "F16f", CASE | {"solved": datetime(2026, 6, 1, 8, 59)},
         [("AC17", "G4")], 0),
        ("a saving of an amount", "F16l", SAVING | {"saving": 100}, [], 1),
        ("a saving of power", "F16l", SAVING | {"saved_kw": 2, "hours_a_year": 100, "kwh_price": 1, "years": 1}, [], 1),
        ("neither", "F16l", SAVING | {"saved_kw": 2, "hours_a_year": 100, "kwh_price": 1}, [("AC19", "D4")], 0),
        ("confirmed by nothing", "F16l", SAVING | {"saving": 100, "confirmed": True}, [("AC18", "F4")], 1),
        ("contact today", "F16e", VISIT, [], 1),
        ("contact tomorrow", "F16e", VISIT | {"contact_date": date(2026, 7, 1)}, [("AC20", "B4")], 1),
        ("all of the visit on the product", "F16e", VISIT | {"minutes": 20, "intro_minutes": 20}, [], 1),
        ("more than all of it", "F16e", VISIT | {"minutes": 20, "intro_minutes": 21}, [("AC21", "G4")], 1),
        ("a coach", "F16d", PERSON | {"buyer_role": "coach"}, [("AC16", "H4")], 1),
        ("an unlawful source", "F16j", {"customer_name": NAME, "need": "向内线打听预算", "need_layer": "hidden"},
         [("WD01", "B4")], 1),
    ],
)  # fmt: skip
def test_rows_that_cannot_be(tmp_path, case, form, row, expected, kept):
    path = book(tmp_path / "a.xlsx", {"F16a": [{"customer_name": NAME, "manager": "E003"}], form: [row]})
    outcome = check_accounts([path], SESSION)
    assert [(code, cell) for code, _, cell in said(outcome) if code != "AC15"] == expected, case
    assert outcome.summary["accepted"] == 1 + kept
    assert outcome.summary["rows_read"] == 2


def test_a_coach_is_a_stance_and_a_decider_decides(tmp_path):
    people = [PERSON | {"buyer_role": "coach"}, PERSON | {"dm_id": "DM02", "buyer_role": "economic"}]
    made = load([book(tmp_path / "a.xlsx", {"F16d": people})], SESSION).register()
    (own,) = made.people.values()
    assert [(p.stance, p.role, p.decides) for p in own] == [("mentor", None, False), (None, "decider", True)]


def test_the_latest_score_counts_and_none_of_tomorrow(tmp_path):
    days = (date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1))
    rows = [
        {"customer_name": NAME, "indicator": "payment", "score": score, "scored_on": day}
        for score, day in zip((2, 4, 5), days, strict=True)
    ]
    path = book(tmp_path / "a.xlsx", {"F16c": rows})
    assert score_accounts([path], SESSION).data["accounts"][0]["value_score"] == "80.0000"


def test_a_manager_under_three_spellings_is_one(tmp_path):
    rows = [
        {"customer_name": f"苏州第{k}机械有限公司", "manager": name}
        for k, name in enumerate(("E003 王强", "E003", "王强"), start=10)
    ]
    outcome = score_accounts([book(tmp_path / "a.xlsx", {"F16a": rows})], SESSION)
    assert {line["manager"] for line in outcome.data["accounts"]} == {"E003 王强"}


def test_a_phone_call_is_a_contact_and_no_visit(tmp_path):
    rows = [VISIT | {"contact_date": date(2026, 5, 30)}, VISIT | {"contact_type": "phone"}]
    outcome = score_accounts([book(tmp_path / "a.xlsx", {"F16e": rows})], SESSION)
    assert outcome.data["accounts"][0]["due"]["visit"] == "2026-06-30"
    assert next(kpi["numerator"] for kpi in outcome.data["kpis"] if kpi["code"] == "visits") == "2.0000"


def test_power_saved_is_money_over_the_years(tmp_path):
    row = SAVING | {"saved_kw": 3.5, "hours_a_year": 4000, "kwh_price": 0.82, "years": 5}
    outcome = score_accounts([book(tmp_path / "a.xlsx", {"F16l": [row]})], SESSION)
    # 3.5 kW × 4,000 h × 0.82 yuan × 5 years
    assert outcome.data["accounts"][0]["delivered"] == {"confirmed": "0.00", "estimated": "57400.00"}


def own_policy(path: Path) -> Policy:
    """Four classes by revenue, other weights, targets, frequencies: all in the company's workbook."""
    grid(
        path,
        参数=[
            ["键", "值", "单位", "生效日期"],
            ["value_class_method", "按累计收入", None, None],
            ["value_class_shares", "10、20、30、40", "%", None],
            ["value_class_revenue", "60、20、15、5", "%", None],
            ["value_class_cuts", "50、80、95", "%", None],
            ["value_weights", "100、0、0、0", "%", None],
            ["kpi_target_revenue", 10, "元", None],
            ["churn_window_days", 30, "天", None],
            ["visit_months", 2, "月", None],
        ],
        枚举=[["枚举", "代码", "名称"], *(["value_class", code, f"{code}级"] for code in ("S", "A", "B", "C"))],
    )
    return load_policy(path, None)


def test_a_company_with_other_bands_edits_its_policy_workbook_only(tmp_path):
    policy = own_policy(tmp_path / "policy.xlsx")
    names = [f"苏州第{k}机械有限公司" for k in range(10, 15)]
    amounts = (500, 300, 100, 60, 40)
    register = {
        "F16b": [YEAR | {"customer_name": n, "revenue": r} for n, r in zip(names, amounts, strict=True)],
        "F16c": [
            {"customer_name": names[0], "indicator": code, "score": score, "scored_on": date(2026, 1, 1)}
            for code, score in (("payment", 5), ("information", 1))
        ],
        "F16h": [{"customer_name": names[0], "signal": "anger", "signal_date": date(2026, 5, 30), "owner": "E1",
                  "action": "回访"}],
        "F16e": [VISIT | {"customer_name": names[0], "contact_date": date(2026, 5, 1)}],
    }  # fmt: skip
    path = book(tmp_path / "a.xlsx", register)
    ours, shipped = (score_accounts([path], replace(SESSION, policy=p)).data for p in (policy, SESSION.policy))
    assert [line["value_class"] for line in ours["accounts"]] == ["S", "A", "B", "B", "C"]
    assert [line["value_class"] for line in shipped["accounts"]] == ["A", "B", "B", "C", "C"]
    first, other = ours["accounts"][0], shipped["accounts"][0]
    assert (first["value_score"], other["value_score"]) == ("100.0000", "78.1818")
    assert (first["churn_stage"], other["churn_stage"]) == (0, 1)
    assert (first["due"]["visit"], other["due"]["visit"]) == ("2026-07-01", "2026-06-01")
    kpi = next(kpi for kpi in ours["kpis"] if kpi["code"] == "revenue")
    assert (kpi["target"], kpi["light"]) == ("10.00", "green")
    assert [c["class"] for c in ours["classes"]] == ["S", "A", "B", "C"]


def test_the_review_is_written_under_a_policy_of_four_classes(tmp_path):
    session = replace(SESSION, policy=own_policy(tmp_path / "policy.xlsx"))
    path = book(tmp_path / "a.xlsx", {"F16b": [YEAR], "F16a": [{"customer_name": NAME, "manager": "E003"}]})
    for lang in ("zh", "en"):
        outcome = review_accounts(
            [path], replace(session, lang=lang), tmp_path / f"{lang}-review.xlsx", restricted=True
        )
        assert len(outcome.outputs) == 1
